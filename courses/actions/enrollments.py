"""Come into a course, leave it, finish it."""

from django.db import transaction

from portal.accounts.actions import join_network
from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record

from ..events import APPLICATION_DECLINED, APPLIED, COURSE_FINISHED, ENROLLED, WITHDRAWN
from ..models import CoursePage, Enrollment
from ..permissions import can_answer_application, can_apply, can_withdraw

State = Enrollment.State


def _held(enrollment: Enrollment) -> Enrollment:
    """Read the row again and keep others from changing it meanwhile."""
    return Enrollment.objects.select_for_update(of=("self",)).select_related("course", "person").get(pk=enrollment.pk)


@transaction.atomic
def apply_for_course(course: CoursePage, *, wish: str = "", by) -> Enrollment:
    """«Candidati al corso»: ask a trainer to be let in. Who waits already goes on waiting with what she wrote first.

    Args:
        course: a course that accepts applications.
        wish: why, in the person's words; may be empty.
        by: who applies.

    Raises:
        PermissionDenied: if she is in the course, or it takes no applications.
    """
    held = Enrollment.objects.select_for_update()
    enrollment = held.filter(person=by, course=course).first()
    if enrollment and enrollment.state == State.REQUESTED:
        return enrollment
    require(can_apply(by, course, enrollment))
    asked = {"state": State.REQUESTED, "wish": wish, "requested_at": now()}
    asked |= {"answered_by": None, "answered_at": None, "reason": ""}
    if enrollment is None:
        # Pressed twice at once, both find no row: the second gets the first one's.
        enrollment, is_new = held.get_or_create(person=by, course=course, defaults=asked)
        if not is_new:
            return enrollment
    else:
        for name, value in asked.items():
            setattr(enrollment, name, value)
        enrollment.save()
    record(APPLIED, enrollment, by=by, course=course.slug)
    return enrollment


@transaction.atomic
def admit(enrollment: Enrollment, *, by) -> Enrollment:
    """Accept an application: the person is in the course from now on.

    Raises:
        PermissionDenied: if `by` doesn't teach the course, or it is her own application.
    """
    enrollment = _held(enrollment)
    if enrollment.is_active:
        return enrollment
    require(can_answer_application(by, enrollment))
    enrollment.answered_by, enrollment.answered_at = by, now()
    return _let_in(enrollment, by=by)


@transaction.atomic
def decline(enrollment: Enrollment, *, reason: str, by) -> Enrollment:
    """Say no to an application, with a reason that the person reads.

    Raises:
        PermissionDenied: if `by` doesn't teach the course, or it is her own application.
    """
    enrollment = _held(enrollment)
    require(can_answer_application(by, enrollment))
    enrollment.state, enrollment.reason = State.DECLINED, reason
    enrollment.answered_by, enrollment.answered_at = by, now()
    enrollment.save()
    record(APPLICATION_DECLINED, enrollment, by=by, course=enrollment.course.slug)
    return enrollment


@transaction.atomic
def enroll(person, course: CoursePage, *, by=None) -> Enrollment:
    """Put a person in a course: invited, approved by a coordinator, or let in by the office.

    It is idempotent and asks nothing: whoever calls it has decided already (an invitation for this course, an approved
    request). What she had earned before stays hers.
    """
    enrollment, is_new = Enrollment.objects.select_for_update().get_or_create(
        person=person, course=course, defaults={"state": State.ENROLLED, "enrolled_at": now()}
    )
    if enrollment.is_active and not is_new:
        return enrollment
    return _let_in(enrollment, by=by)


def _let_in(enrollment: Enrollment, *, by) -> Enrollment:
    enrollment.state, enrollment.reason = State.ENROLLED, ""
    enrollment.enrolled_at, enrollment.ended_at = now(), None
    enrollment.save()
    join_network(enrollment.person)
    record(ENROLLED, enrollment, by=by, course=enrollment.course.slug)
    return enrollment


@transaction.atomic
def withdraw(enrollment: Enrollment, *, by) -> Enrollment:
    """Leave a course, or take a person off its list. Her hours stay in the ledger, for when she comes back.

    Raises:
        PermissionDenied: if `by` is neither the person nor a trainer, or the course is finished.
    """
    enrollment = _held(enrollment)
    require(can_withdraw(by, enrollment))
    enrollment.state, enrollment.ended_at = State.WITHDRAWN, now()
    enrollment.save()
    record(WITHDRAWN, enrollment, by=by, course=enrollment.course.slug)
    return enrollment


@transaction.atomic
def finish_course(enrollment: Enrollment) -> None:
    """Close a course whose certificate was issued; its lessons stay open to her."""
    enrollment = _held(enrollment)
    if enrollment.state != State.ENROLLED:
        return
    enrollment.state, enrollment.ended_at = State.COMPLETED, now()
    enrollment.save()
    record(COURSE_FINISHED, enrollment, course=enrollment.course.slug)
