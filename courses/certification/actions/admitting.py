"""Let people in: into a course, or with what they got elsewhere."""

from datetime import date

from django.db import transaction

from courses.actions import enroll
from courses.models import CoursePage
from portal.accounts.actions import approve_join, decline_join, qualify
from portal.accounts.models import JoinRequest, Qualification, User
from portal.accounts.permissions import can_answer_join, require

from ..permissions import can_record


@transaction.atomic
def admit(request: JoinRequest, *, course: CoursePage, by: User) -> bool:
    """Let a person in by enrolling her in a course.

    Returns:
        False if someone else answered meanwhile: nothing is changed.

    Raises:
        PermissionDenied: if `by` does not answer for the request's territory.
    """
    require(can_answer_join(by, request))
    if not _waits(request):
        return False
    approve_join(request, course=course.slug, by=by)
    enroll(request.person, course, by=by)
    return True


@transaction.atomic
def admit_with_certificate(request: JoinRequest, *, by: User, **paper) -> bool:
    """Let a person in by recording what she got elsewhere; `paper` as in `record_elsewhere`.

    Returns:
        False if someone else answered meanwhile: nothing is changed.

    Raises:
        PermissionDenied: if `by` does not coordinate the request's territory.
    """
    require(can_answer_join(by, request) and can_record(by, request.person, request.territory))
    if not _waits(request):
        return False
    approve_join(request, by=by)
    record_elsewhere(request.person, by=by, **paper)
    return True


@transaction.atomic
def refuse(request: JoinRequest, *, reason: str, by: User) -> bool:
    """Say no, with a reason that the person reads.

    Returns:
        False if someone else answered meanwhile: nothing is changed.

    Raises:
        PermissionDenied: if `by` does not answer for the request's territory.
    """
    require(can_answer_join(by, request))
    if not _waits(request):
        return False
    decline_join(request, reason=reason, by=by)
    return True


def _waits(request: JoinRequest) -> bool:
    """Hold the request until the end of the transaction: of two coordinators, the second finds it answered."""
    held = JoinRequest.objects.select_for_update().filter(pk=request.pk, state=JoinRequest.State.WAITING)
    return held.first() is not None


@transaction.atomic
def record_elsewhere(
    person: User,
    *,
    kind: str,
    title: str,
    issuer: str,
    number: str,
    issued_on: date,
    seen_by: User,
    valid_until: date | None = None,
    by: User,
) -> Qualification:
    """Record a certification that another body gave, and make the person an operator.

    Args:
        person: who got it.
        kind: TED or ACTIVATOR.
        title, issuer, number: as they stand on the paper.
        issued_on: the day on the paper.
        seen_by: who saw the paper; never the person herself.
        valid_until: last day of validity, if the paper ends.
        by: the coordinator who records it.

    Returns:
        The valid qualification; the one already there if she was certified before.

    Raises:
        PermissionDenied: if `by` does not coordinate the person's territory, or the person vouches for herself.
    """
    require(can_record(by, person) and seen_by.pk != person.pk)
    return qualify(
        person,
        kind,
        source=Qualification.Source.ELSEWHERE,
        title=title,
        issuer=issuer,
        number=number,
        issued_on=issued_on,
        valid_until=valid_until,
        seen_by=seen_by,
        by=by,
    )
