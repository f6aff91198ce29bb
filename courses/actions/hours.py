"""Hours that are no lesson and no meeting of the course: declared by the person, or recorded by a trainer."""

from datetime import date

from django.db import transaction

from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record

from ..events import HOURS_CONFIRMED, HOURS_DECLARED, HOURS_DECLINED
from ..models import Attendance, Enrollment
from ..permissions import can_confirm_hours, can_confirm_line, can_learn, can_withdraw_line

Source = Attendance.Source


@transaction.atomic
def declare_hours(enrollment: Enrollment, *, area: str, minutes: int, what: str, happened_on: date, by) -> Attendance:
    """Say what one has done: it counts when a trainer confirms it.

    Raises:
        PermissionDenied: if it isn't one's own course.
    """
    require(can_learn(by, enrollment))
    line = _write(enrollment, Source.DECLARED, area, minutes, what, happened_on, by)
    record(HOURS_DECLARED, enrollment, by=by, line=line.pk)
    return line


@transaction.atomic
def record_hours(enrollment: Enrollment, *, area: str, minutes: int, what: str, happened_on: date, by) -> Attendance:
    """Write hours that one has seen: a visit, a recovered meeting, a paper sheet. They are confirmed at once.

    Raises:
        PermissionDenied: if `by` doesn't teach the course, or they are her own.
    """
    require(can_confirm_hours(by, enrollment))
    line = _write(
        enrollment, Source.RECORDED, area, minutes, what, happened_on, by, confirmed_by=by, confirmed_at=now()
    )
    record(HOURS_CONFIRMED, enrollment, by=by, line=line.pk)
    return line


@transaction.atomic
def confirm_hours(line: Attendance, *, by) -> Attendance:
    """Confirm declared hours. Confirming again changes nothing.

    Raises:
        PermissionDenied: if `by` doesn't teach the course, they are her own, or they were withdrawn.
    """
    line = _held(line)
    if line.confirmed_at and not line.withdrawn_at:
        return line
    require(can_confirm_line(by, line))
    line.confirmed_by, line.confirmed_at = by, now()
    line.save(update_fields=["confirmed_by", "confirmed_at"])
    record(HOURS_CONFIRMED, line.enrollment, by=by, line=line.pk)
    return line


@transaction.atomic
def withdraw_hours(line: Attendance, *, reason: str, by) -> Attendance:
    """Take a line out of the count, with a reason that the person reads: hours declined, or written by mistake.

    Raises:
        PermissionDenied: if `by` doesn't teach the course, they are her own, or it is a lesson's or a meeting's line.
    """
    line = _held(line)
    require(can_withdraw_line(by, line))
    line.withdrawn_by, line.withdrawn_at, line.withdrawn_why = by, now(), reason
    line.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
    record(HOURS_DECLINED, line.enrollment, by=by, line=line.pk)
    return line


def _held(line: Attendance) -> Attendance:
    """Read the line again and keep others from changing it meanwhile."""
    held = Attendance.objects.select_for_update(of=("self",)).select_related("enrollment__course")
    return held.get(pk=line.pk)


def _write(enrollment, source, area, minutes, what, happened_on, by, **confirmed) -> Attendance:
    return Attendance.objects.create(
        enrollment=enrollment,
        area=area,
        minutes=minutes,
        source=source,
        what=what,
        happened_on=happened_on,
        written_by=by,
        **confirmed,
    )
