"""The people of a course, their ledgers and their shadowings."""

from datetime import datetime

from django.db.models import QuerySet

from ..models import Attempt, Attendance, CoursePage, Enrollment, LessonPage, Shadowing, ShadowingEntry
from .pages import areas_of

State = Enrollment.State


def people_in(course: CoursePage, state: str) -> QuerySet[Enrollment]:
    """Those who follow a course, or those who finished it."""
    wanted = State.COMPLETED if state == State.COMPLETED else State.ENROLLED
    people = Enrollment.objects.filter(course=course, state=wanted).select_related("person__territory__parent")
    return people.order_by("person__last_name", "person__first_name", "pk")


def applications_to(course: CoursePage) -> QuerySet[Enrollment]:
    """Who waits for an answer, the oldest first."""
    people = Enrollment.objects.filter(course=course, state=State.REQUESTED)
    return people.select_related("person__territory__parent").order_by("requested_at", "pk")


def ledger_of(enrollment: Enrollment) -> list[Attendance]:
    """Every line of a person's ledger, the newest first, with the title of its area."""
    lines = list(
        enrollment.attendances.select_related("confirmed_by", "written_by", "withdrawn_by").order_by(
            "-happened_on", "-pk"
        )
    )
    titles = dict(areas_of(enrollment.course))
    for line in lines:
        line.enrollment = enrollment
        line.area_title = titles.get(line.area, line.area)
    return lines


def done_lessons(enrollment: Enrollment | None) -> dict[int, datetime]:
    """The lessons that a person has done: key of the lesson → when."""
    if enrollment is None:
        return {}
    lines = Attendance.objects.filter(enrollment=enrollment, lesson__isnull=False, withdrawn_at=None)
    return dict(lines.values_list("lesson", "written_at"))


def last_attempt(enrollment: Enrollment | None, lesson: LessonPage) -> Attempt | None:
    if enrollment is None:
        return None
    return Attempt.objects.filter(enrollment=enrollment, lesson=lesson).order_by("-n").first()


def shadowing_of(enrollment: Enrollment) -> Shadowing | None:
    shadowing = Shadowing.objects.select_related("senior", "agreed_by").filter(enrollment=enrollment).first()
    if shadowing:
        shadowing.enrollment = enrollment
    return shadowing


def entries_of(shadowing: Shadowing) -> list[ShadowingEntry]:
    """The time spent side by side, the newest first."""
    entries = list(shadowing.entries.select_related("logged_by").order_by("-happened_on", "-pk"))
    for entry in entries:
        entry.shadowing = shadowing
    return entries
