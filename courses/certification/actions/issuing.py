"""Issue certificates, take them back, keep their papers."""

import secrets

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import override

from courses import queries as courses
from courses.actions import finish_course
from courses.models import Enrollment
from portal.accounts.actions import begin_shadowing, qualify, withdraw_qualification
from portal.accounts.models import Qualification, User
from portal.accounts.permissions import require
from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record

from ..events import CERTIFICATE_REVOKED, CERTIFIED
from ..models import Certificate
from ..papers.badge import signed_badge
from ..papers.pdf import certificate_pdf
from ..papers.signature import seal_of
from ..permissions import can_issue_again, can_revoke, newer_than
from ..requirements import Area, Missing, Progress, missing

# Who recognises: the network itself. It is frozen in each certificate.
ISSUER = "Snodo"


class NotDue(Exception):
    """A certificate cannot be issued: things are missing, or, with an empty list, the person is not in the course."""

    def __init__(self, lacking: list[Missing]):
        super().__init__(lacking)
        self.lacking = lacking


@transaction.atomic
def certify_when_complete(enrollment: Enrollment) -> list[Certificate]:
    """Issue what is due: the attestato, the certification, both or neither.

    Nobody proposes and nobody confirms (decisions.md 13): what people must confirm is inside the requirements.
    A certificate that was revoked is not issued again by itself: that is `issue_again`.

    Args:
        enrollment: one person in one course; only those who are in it, or finished it.

    Returns:
        The certificates issued now; called again, none.
    """
    # Two confirmations may be heard at once: the second waits here, and finds the certificate.
    enrollment = _held().get(pk=enrollment.pk)
    if not enrollment.is_active:
        return []
    whole = courses.progress_of(enrollment)
    progress = _measured(whole)
    had = set(
        Certificate.objects.filter(person=enrollment.person_id, course=enrollment.course_id).values_list(
            "kind", flat=True
        )
    )
    due = [kind for kind in Certificate.Kind.values if kind not in had and not missing(progress, kind)]
    return [_issue(kind, whole) for kind in due]


@transaction.atomic
def issue_again(certificate: Certificate, *, by: User) -> Certificate:
    """Issue anew what was revoked, with the facts of today and a code of its own. The revoked one stays as it is.

    Args:
        certificate: a revoked certificate.
        by: a coordinator of the holder's territory.

    Returns:
        The new certificate; the valid one of the same course and kind, if there is one already.

    Raises:
        PermissionDenied: if `by` may not, or the certificate is not revoked.
        NotDue: if something is missing, or the person is not in the course any more.
    """
    require(can_issue_again(by, certificate))
    enrollment = _held().filter(person=certificate.person_id, course=certificate.course_id).first()
    valid = newer_than(certificate)
    if valid:
        return valid
    if enrollment is None or not enrollment.is_active:
        raise NotDue([])
    whole = courses.progress_of(enrollment)
    lacking = missing(_measured(whole), certificate.kind)
    if lacking:
        raise NotDue(lacking)
    return _issue(certificate.kind, whole, by=by)


def _held():
    return Enrollment.objects.select_for_update(of=("self",)).select_related("course", "person")


def _measured(whole: courses.Progress) -> Progress:
    """Take from a person's progress what the requirements ask about."""
    return Progress(
        areas=tuple(
            Area(area.slug, area.title, area.required, area.confirmed, area.planned_presence, area.presence)
            for area in whole.areas
        ),
        quizzes_to_pass=whole.quizzes_to_pass,
        shadowing_planned=whole.shadowing_required,
        shadowing_done=whole.shadowing_confirmed,
        shadowing_inside=whole.course.shadowing_inside,
        signed_off=whole.is_signed_off,
        hours_percent=whole.course.hours_percent,
        participation_percent=whole.course.participation_percent,
    )


def _issue(kind: str, progress: courses.Progress, *, by: User | None = None) -> Certificate:
    person, course = progress.enrollment.person, progress.course
    competence = kind == Certificate.Kind.COMPETENCE
    certificate = Certificate(
        person=person,
        course=course,
        kind=kind,
        full_name=person.full_name,
        title=_title(course) if competence else course.title,
        course_title=course.title,
        qualification=course.qualification,
        hours=[{"area": area.slug, "title": area.title, "minutes": area.credited} for area in progress.areas],
        shadowing_minutes=progress.shadowing_confirmed if competence else 0,
        issuer=ISSUER,
    )
    certificate.seal = seal_of(certificate)
    certificate.save(force_insert=True)
    note("certificate.issued", by=by, subject=certificate, kind=kind, course=course.slug)
    record(CERTIFIED, certificate, by=by, kind=kind, course=course.slug, qualification=course.qualification)
    if competence:
        qualify(person, course.qualification, title=certificate.title, issuer=ISSUER, issued_on=certificate.issued_on)
        finish_course(progress.enrollment)
    elif progress.shadowing_required:
        begin_shadowing(person, course.qualification)
    return certificate


def _title(course) -> str:
    """Name the qualification in Italian, the language of the paper."""
    with override("it"):
        return capfirst(str(Qualification.Kind(course.qualification).label))


def file_papers(certificate: Certificate) -> Certificate:
    """Draw the PDF and sign the badge, once: what was filed is never made again."""
    if certificate.paper and certificate.badge:
        return certificate
    name = certificate.paper.storage.save(f"{secrets.token_hex(16)}.pdf", ContentFile(certificate_pdf(certificate)))
    unfiled = Certificate.objects.filter(pk=certificate.pk, paper="")
    if not unfiled.update(paper=name, badge=signed_badge(certificate)):
        certificate.paper.storage.delete(name)  # another one was quicker
    certificate.refresh_from_db(fields=["paper", "badge"])
    return certificate


def welcome(certificate: Certificate) -> None:
    """Count the holder as told: «Oggi» need not say it again."""
    Certificate.objects.filter(pk=certificate.pk, welcomed_at=None).update(welcomed_at=now())


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, by: User) -> bool:
    """Take a certificate back. The holder reads the reason; the public check only says that it is no longer valid.

    Args:
        certificate: a certificate that is not revoked yet.
        reason: one or two sentences for the holder.
        by: a coordinator of the holder's territory.

    Returns:
        False if someone else revoked it meanwhile.

    Raises:
        PermissionDenied: if `by` may not.
    """
    require(can_revoke(by, certificate))
    still_good = Certificate.objects.filter(pk=certificate.pk, revoked_at=None)
    if not still_good.update(revoked_at=now(), revoked_by=by, revoked_reason=reason):
        return False
    certificate.refresh_from_db(fields=["revoked_at", "revoked_by", "revoked_reason"])
    note("certificate.revoked", by=by, subject=certificate, kind=certificate.kind)
    record(CERTIFICATE_REVOKED, certificate, by=by, kind=certificate.kind)
    _withdraw_what_it_gave(certificate, by)
    return True


def _withdraw_what_it_gave(certificate: Certificate, by: User) -> None:
    """Close the doors that this certificate had opened; what another body recognised stays."""
    states = {
        Certificate.Kind.COMPETENCE: Qualification.State.CERTIFIED,
        Certificate.Kind.PARTICIPATION: Qualification.State.IN_SHADOWING,
    }
    held = Qualification.objects.select_for_update().filter(
        person=certificate.person_id,
        kind=certificate.qualification,
        source=Qualification.Source.OURS,
        state=states[Certificate.Kind(certificate.kind)],
        withdrawn_at=None,
    )
    for qualification in held:
        withdraw_qualification(qualification, by=by)
