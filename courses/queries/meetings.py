"""The meetings of a course."""

from datetime import timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value

from portal.clock import now

from ..models import CoursePage, Enrollment, Meeting, ModulePage, Presence

# A meeting stays among the coming ones until its day is over, so that its register is at hand.
STILL_HERE = timedelta(hours=12)


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


def area_title(meeting: Meeting) -> str:
    """How the area of a meeting is called."""
    module = ModulePage.objects.child_of(meeting.course).filter(slug=meeting.area).only("title").first()
    return module.title if module else meeting.area
