"""The meetings of a course."""

from datetime import timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse

from portal.agenda.feeds import Dated, tells_dates
from portal.clock import now

from ..models import CoursePage, Enrollment, Meeting, ModulePage, Presence

# A meeting stays among the coming ones until its day is over, so that its register is at hand.
STILL_HERE = timedelta(hours=12)
KEPT_IN_CALENDARS = timedelta(days=60)


def next_meetings(enrollment: Enrollment) -> list[Meeting]:
    """The next meetings of a person's course."""
    coming = Meeting.objects.filter(course=enrollment.course_id, cancelled_at=None, closed_at=None)
    return list(coming.filter(starts_at__gt=now() - STILL_HERE).order_by("starts_at")[:3])


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
