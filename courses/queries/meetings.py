"""The meetings of a course."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from portal.agenda.feeds import Dated, tells_dates
from portal.clock import now

from ..models import CoursePage, Enrollment, Meeting, ModulePage, Presence
from ..permissions import was_expected
from .progress import AreaProgress, Progress

# A meeting stays among the coming ones until its day is over, so that its register is at hand.
STILL_HERE = timedelta(hours=12)
KEPT_IN_CALENDARS = timedelta(days=60)


@dataclass(frozen=True)
class AreaTogether:
    """An area whose hours a person still makes with others.

    Args:
        area: where she stands in it.
        next: the next meeting of this area, if one is planned.
        registers: those of its past meetings that are still open, and may hold her presence; each with her `mark`.
    """

    area: AreaProgress
    next: Meeting | None
    registers: list[Meeting]

    @property
    def is_unplanned(self) -> bool:
        """No meeting to come, and the open registers alone don't give what is missing."""
        return self.next is None and sum(one.minutes for one in self.registers) < self.area.missing_presence


def open_meetings(enrollment: Enrollment) -> list[Meeting]:
    """The meetings of a person's course whose register isn't closed, with her `mark`: to come, or since she is in."""
    own = Presence.objects.filter(meeting=OuterRef("pk"), enrollment=enrollment).values("mark")
    since = Q(starts_at__gt=now() - STILL_HERE) | Q(starts_at__gte=enrollment.enrolled_at)
    meetings = Meeting.objects.filter(since, course=enrollment.course_id, cancelled_at=None, closed_at=None)
    return list(meetings.annotate(mark=Coalesce(Subquery(own[:1]), Value(""))).order_by("starts_at", "pk"))


def next_meetings(meetings: list[Meeting]) -> list[Meeting]:
    """The next ones among the open meetings of a course."""
    return [one for one in meetings if one.starts_at > now() - STILL_HERE][:3]


def missing_together(progress: Progress, meetings: list[Meeting]) -> list[AreaTogether]:
    """For each area with hours to make with others, where to make them; without a query.

    Args:
        progress: of one person.
        meetings: her `open_meetings`.
    """
    found = []
    for area in progress.areas:
        if not area.missing_presence:
            continue
        own = [one for one in meetings if one.area == area.slug]
        coming = [one for one in own if one.ends_at > now()]
        past = [one for one in own if one.ends_at <= now() and was_expected(progress.enrollment, one)]
        waiting = [one for one in past if one.mark != Presence.Mark.ABSENT]
        found.append(AreaTogether(area, coming[0] if coming else None, waiting))
    return found


def place_in(meeting: Meeting, enrollment: Enrollment, presence: Presence | None) -> str:
    """Say where a meeting stands for one who follows its course.

    Returns:
        Her mark, if she has one; else `to_come`, `before_her` (she wasn't in the course when it began), `now`,
        `waiting` (over, and the register still open) or `closed`; nothing for who had finished the course before.
    """
    if presence and presence.mark:
        return presence.mark
    if enrollment.ended_at and enrollment.ended_at < meeting.starts_at:
        return ""
    if not meeting.has_begun:
        return "to_come"
    if not was_expected(enrollment, meeting):
        return "before_her"
    if meeting.closed_at:
        return "closed"
    return "now" if meeting.ends_at > now() else "waiting"


def meetings_of(
    course: CoursePage, enrollment: Enrollment | None, visible: QuerySet[Meeting]
) -> tuple[list[Meeting], QuerySet[Meeting]]:
    """The coming meetings, and the past ones, the newest first; each with one's own mark and how many came."""
    came = Count("presences", filter=Q(presences__mark__in=[Presence.Mark.PRESENT, Presence.Mark.LATE]))
    own = Presence.objects.filter(meeting=OuterRef("pk"), enrollment=enrollment and enrollment.pk)
    meetings = visible.filter(course=course).annotate(
        came=came, mark=Subquery(own.values("mark")[:1]) if enrollment else Value("")
    )
    coming = meetings.filter(cancelled_at=None, closed_at=None, starts_at__gt=now() - STILL_HERE)
    past = meetings.exclude(pk__in=coming.values("pk")).order_by("-starts_at", "-pk")
    return list(coming.order_by("starts_at", "pk")[:50]), past


@tells_dates
def dates_of(person) -> list[Dated]:
    """The meetings of the courses that a person follows, for her calendar: to come, and of the last weeks."""
    since = now() - KEPT_IN_CALENDARS
    followed = Enrollment.objects.filter(person=person.pk, state=Enrollment.State.ENROLLED)
    meetings = Meeting.objects.filter(course__in=followed.values("course"), starts_at__gt=since)
    return [
        Dated(
            uid=f"meeting-{meeting.pk}@snodo",
            title=f"{meeting.title} ({meeting.course.title})",
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            place=meeting.place,
            url=reverse("courses:meeting_show", args=[meeting.pk]),
            link=meeting.video_url,
            cancelled=meeting.cancelled_at is not None,
            sequence=1 if meeting.cancelled_at else 0,
        )
        for meeting in meetings.select_related("course").order_by("starts_at")
    ]


def area_title(meeting: Meeting) -> str:
    """How the area of a meeting is called."""
    module = ModulePage.objects.child_of(meeting.course).filter(slug=meeting.area).only("title").first()
    return module.title if module else meeting.area
