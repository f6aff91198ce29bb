"""Plan a meeting, hold its register, and turn presences into hours."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record
from portal.limits.actions import spend

from ..events import HOURS_CONFIRMED, MEETING_CANCELLED, MEETING_PLANNED
from ..models import Attendance, CoursePage, Enrollment, Meeting, Presence
from ..permissions import can_confirm_hours, can_hold_register, can_learn, can_teach, people_in_register

# The code is for those who are in the room: it is short-lived, and the trainer confirms anyway.
CODE_LASTS = timedelta(minutes=30)
EARLY = timedelta(minutes=30)
LATE = timedelta(minutes=30)


class Unmarked(Exception):
    """The register can't be closed: someone has no mark yet."""


@dataclass(frozen=True)
class Marked:
    """What the trainer says of one person in the room.

    Args:
        mark: a `Presence.Mark`, or empty if she has not been marked yet.
        lost_minutes: how much of the meeting she missed, if she was late.
    """

    mark: str
    lost_minutes: int = 0


@transaction.atomic
def plan_meeting(
    course: CoursePage,
    *,
    area: str,
    title: str,
    starts_at: datetime,
    minutes: int,
    place: str = "",
    video_url: str = "",
    by,
) -> Meeting:
    """Put a meeting on the course's calendar; those who follow the course are told.

    Args:
        course: a course that `by` teaches.
        area: the macro-area that its hours count for.
        starts_at: when, aware; a past meeting may be written too, to hold its register.
        minutes: how long it lasts.
        place, video_url: where; a video link never is the only way in.

    Raises:
        PermissionDenied: if `by` doesn't teach the course.
    """
    require(can_teach(by, course))
    meeting = Meeting.objects.create(
        course=course,
        area=area,
        title=title,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        video_url=video_url,
        planned_by=by,
    )
    record(MEETING_PLANNED, meeting, by=by, course=course.slug)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by) -> None:
    """Call a meeting off; those who follow the course are told.

    Raises:
        PermissionDenied: if `by` doesn't teach the course, or the register is closed already.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("course").get(pk=meeting.pk)
    require(can_hold_register(by, meeting) and meeting.closed_at is None)
    meeting.cancelled_at = now()
    meeting.save(update_fields=["cancelled_at"])
    record(MEETING_CANCELLED, meeting, by=by, course=meeting.course.slug)


@transaction.atomic
def open_check_in(meeting: Meeting, *, by) -> Meeting:
    """Make six new digits for those who are in the room.

    Raises:
        PermissionDenied: if `by` may not hold the register, or it is closed.
    """
    require(can_hold_register(by, meeting) and meeting.closed_at is None)
    meeting.code = f"{secrets.randbelow(1_000_000):06d}"
    meeting.code_until = now() + CODE_LASTS
    meeting.save(update_fields=["code", "code_until"])
    return meeting


@transaction.atomic
def check_in(meeting: Meeting, code: str, *, enrollment: Enrollment, by) -> bool:
    """«Sono qui»: say that one is in the room, with the digits that are told there.

    Returns:
        False if the digits are wrong or have ended.

    Raises:
        PermissionDenied: if she doesn't follow the course, or the register is closed.
        TooMany: after ten wrong tries in ten minutes.
    """
    require(can_learn(by, enrollment) and enrollment.course_id == meeting.course_id)
    require(meeting.cancelled_at is None and meeting.closed_at is None)
    spend(f"check-in:{enrollment.pk}", limit=10, seconds=600)
    in_time = meeting.code_until and meeting.code_until >= now()
    if not in_time or not secrets.compare_digest(meeting.code.encode(), code.encode()):
        return False
    Presence.objects.update_or_create(
        meeting=meeting, enrollment=enrollment, defaults={}, create_defaults={"checked_in_at": now()}
    )
    Presence.objects.filter(meeting=meeting, enrollment=enrollment, checked_in_at=None).update(checked_in_at=now())
    return True


def is_check_in_open(meeting: Meeting) -> bool:
    """Say whether the register takes digits now: from a little before the beginning to a little after the end."""
    around = meeting.starts_at - EARLY <= now() <= meeting.ends_at + LATE
    return around and meeting.closed_at is None and meeting.cancelled_at is None


@transaction.atomic
def keep_register(meeting: Meeting, marks: dict[int, Marked], *, done: str = "", by) -> Meeting:
    """Keep the marks so far; no hour counts until the register is closed.

    Args:
        meeting: one of a course that `by` teaches, not closed yet.
        marks: key of each enrollment → what the trainer says; one's own is left out.
        done: what was done.

    Raises:
        PermissionDenied: if `by` may not hold the register, or it is closed.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("course").get(pk=meeting.pk)
    require(can_hold_register(by, meeting) and meeting.closed_at is None)
    meeting.done = done
    meeting.save(update_fields=["done"])
    for enrollment in _confirmable(meeting, by):
        said = marks.get(enrollment.pk)
        if said and said.mark:
            _mark(meeting, enrollment, said, by)
    return meeting


@transaction.atomic
def close_register(meeting: Meeting, marks: dict[int, Marked], *, done: str = "", by) -> Meeting:
    """Confirm the presences: from now on their hours count, and a correction asks for a reason.

    Raises:
        PermissionDenied: if `by` may not hold the register, or it is closed.
        Unmarked: if someone who still needs these hours has no mark.
    """
    meeting = keep_register(meeting, marks, done=done, by=by)
    presences = {one.enrollment_id: one for one in meeting.presences.exclude(mark="")}
    people = _confirmable(meeting, by)
    if any(one.needs_it and one.pk not in presences for one in people):
        raise Unmarked
    meeting.closed_by, meeting.closed_at, meeting.code = by, now(), ""
    meeting.save(update_fields=["closed_by", "closed_at", "code"])
    for enrollment in people:
        if enrollment.pk in presences:
            _write_hours(presences[enrollment.pk], meeting, enrollment, by)
    return meeting


@transaction.atomic
def correct_presence(meeting: Meeting, enrollment: Enrollment, said: Marked, *, reason: str, by) -> None:
    """Change one mark of a closed register: the old line is withdrawn with the reason, a new one is written.

    Raises:
        PermissionDenied: if `by` doesn't teach the course, it is her own presence, or the register is still open.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("course").get(pk=meeting.pk)
    require(can_hold_register(by, meeting) and meeting.closed_at is not None)
    require(can_confirm_hours(by, enrollment) and enrollment.course_id == meeting.course_id)
    presence = _mark(meeting, enrollment, said, by)
    Attendance.objects.filter(meeting=meeting, enrollment=enrollment, withdrawn_at=None).update(
        withdrawn_at=now(), withdrawn_by=by, withdrawn_why=reason
    )
    _write_hours(presence, meeting, enrollment, by)


def _confirmable(meeting: Meeting, by) -> list[Enrollment]:
    return [one for one in people_in_register(meeting) if can_confirm_hours(by, one)]


def _mark(meeting: Meeting, enrollment: Enrollment, said: Marked, by) -> Presence:
    lost = min(said.lost_minutes, meeting.minutes) if said.mark == Presence.Mark.LATE else 0
    presence, _ = Presence.objects.update_or_create(
        meeting=meeting,
        enrollment=enrollment,
        defaults={"mark": said.mark, "lost_minutes": lost, "marked_by": by, "marked_at": now()},
    )
    return presence


def _write_hours(presence: Presence, meeting: Meeting, enrollment: Enrollment, by) -> None:
    minutes = 0 if presence.mark == Presence.Mark.ABSENT else meeting.minutes - presence.lost_minutes
    if minutes <= 0:
        return
    line = Attendance.objects.create(
        enrollment=enrollment,
        area=meeting.area,
        minutes=minutes,
        source=Attendance.Source.PRESENCE,
        meeting=meeting,
        what=meeting.title[:200],
        happened_on=timezone.localtime(meeting.starts_at).date(),
        written_by=by,
        confirmed_by=by,
        confirmed_at=now(),
    )
    record(HOURS_CONFIRMED, enrollment, by=by, line=line.pk)
