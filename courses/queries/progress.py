"""What is done and what is missing: one source for every page and for certification."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from ..models import Attendance, CoursePage, Enrollment, LessonPage, ModulePage, Shadowing, ShadowingEntry
from .pages import Module, outline_of


@dataclass(frozen=True)
class LessonProgress:
    """One lesson of one person: done when, or not."""

    lesson: LessonPage
    done_at: datetime | None

    @property
    def is_revised(self) -> bool:
        """Something changed after she did it: worth a look, and nothing is taken back."""
        published = self.lesson.last_published_at
        return bool(self.done_at and published and published > self.done_at)


@dataclass(frozen=True)
class AreaProgress:
    """One macro-area of one person, in minutes.

    Args:
        required: confirmed minutes that the course asks for.
        confirmed: confirmed so far, from lessons, meetings and what a trainer recorded.
        waiting: declared by the person, not yet confirmed.
        online: what the lessons of the area are worth, all together.
        presence: the part of `confirmed` that does not come from lessons.
    """

    module: ModulePage
    required: int
    confirmed: int
    waiting: int
    online: int
    presence: int
    lessons: list[LessonProgress]

    @property
    def slug(self) -> str:
        return self.module.area

    @property
    def title(self) -> str:
        return self.module.title

    @property
    def credited(self) -> int:
        """Minutes that count: those beyond what is asked never make up for another area."""
        return min(self.required, self.confirmed)

    @property
    def missing(self) -> int:
        return self.required - self.credited

    @property
    def planned_presence(self) -> int:
        """Minutes of the area that are not lessons."""
        return max(0, self.required - self.online)

    @property
    def missing_presence(self) -> int:
        """Minutes that no lesson still to do will give."""
        return max(0, self.missing - sum(step.lesson.minutes for step in self.lessons if not step.done_at))

    @property
    def lessons_done(self) -> int:
        return sum(1 for lesson in self.lessons if lesson.done_at)

    @property
    def is_done(self) -> bool:
        return not self.missing and self.lessons_done == len(self.lessons)


@dataclass(frozen=True)
class Progress:
    """How far one person is in one course; `last_at` is the last line of her ledger."""

    enrollment: Enrollment
    course: CoursePage
    areas: list[AreaProgress]
    shadowing: Shadowing | None
    shadowing_confirmed: int
    shadowing_waiting: int
    last_at: datetime | None

    def _sum(self, name: str) -> int:
        return sum(getattr(area, name) for area in self.areas)

    required = property(lambda self: self._sum("required"))
    confirmed = property(lambda self: self._sum("confirmed"))
    credited = property(lambda self: self._sum("credited"))
    waiting = property(lambda self: self._sum("waiting"))
    missing = property(lambda self: self._sum("missing"))
    planned_presence = property(lambda self: self._sum("planned_presence"))
    presence = property(lambda self: self._sum("presence"))
    missing_presence = property(lambda self: self._sum("missing_presence"))

    @property
    def lessons(self) -> list[LessonProgress]:
        return [lesson for area in self.areas for lesson in area.lessons]

    @property
    def lessons_done(self) -> int:
        return sum(1 for lesson in self.lessons if lesson.done_at)

    @property
    def lessons_left(self) -> int:
        return len(self.lessons) - self.lessons_done

    @property
    def here(self) -> str:
        """The area that she is in: the first that is not done."""
        return next((area.slug for area in self.areas if not area.is_done), "")

    @property
    def next_lesson(self) -> LessonPage | None:
        return next((step.lesson for step in self.lessons if not step.done_at), None)

    @property
    def quizzes(self) -> list[LessonProgress]:
        return [step for step in self.lessons if step.lesson.completion == LessonPage.Completion.QUIZ]

    @property
    def quizzes_passed(self) -> int:
        return sum(1 for step in self.quizzes if step.done_at)

    @property
    def quizzes_to_pass(self) -> int:
        return len(self.quizzes) - self.quizzes_passed

    @property
    def shadowing_required(self) -> int:
        """Minutes beside a senior: those agreed, once they are; 0 where the course asks for none."""
        if not self.course.shadowing_minutes:
            return 0
        return self.shadowing.agreed_minutes if self.shadowing else self.course.shadowing_minutes

    @property
    def is_signed_off(self) -> bool:
        return bool(self.shadowing and self.shadowing.signed_off_at)

    @property
    def is_complete(self) -> bool:
        """Nothing is left to do; the certificate itself asks `certification.requirements`."""
        beside = not self.shadowing_required or self.is_signed_off
        return beside and not self.missing and not self.lessons_left


def progress_of(enrollment: Enrollment) -> Progress:
    """Say how far one person is in one course: four queries, whatever their number of lines."""
    return progress_of_all(enrollment.course, [enrollment])[enrollment.pk]


def progress_of_all(
    course: CoursePage, enrollments: Iterable[Enrollment], outline: list[Module] | None = None
) -> dict[int, Progress]:
    """Say how far some people of one course are, in the same few queries.

    Args:
        course: the course of all the enrollments.
        enrollments: whose progress; `shadowing` may come with them.
        outline: the course's modules, if they were read already.

    Returns:
        By key of the enrollment.
    """
    enrollments = list(enrollments)
    outline = outline_of(course) if outline is None else outline
    lines: dict[int, list[Attendance]] = {one.pk: [] for one in enrollments}
    ledger = Attendance.objects.filter(enrollment__in=lines, withdrawn_at=None).only(
        "enrollment_id", "area", "minutes", "source", "lesson_id", "written_at", "confirmed_at"
    )
    for line in ledger:
        lines[line.enrollment_id].append(line)
    shadowings, hours = _shadowings(course, lines)
    return {
        one.pk: Progress(
            enrollment=one,
            course=course,
            areas=[_area(module, lines[one.pk]) for module in outline],
            shadowing=shadowings.get(one.pk),
            shadowing_confirmed=hours.get((one.pk, True), 0),
            shadowing_waiting=hours.get((one.pk, False), 0),
            last_at=max((line.written_at for line in lines[one.pk]), default=None),
        )
        for one in enrollments
    }


def _area(module: Module, lines: list[Attendance]) -> AreaProgress:
    own = [line for line in lines if line.area == module.page.area]
    confirmed = [line for line in own if line.confirmed_at]
    # By lesson and not by area: a lesson that moved to another module is still done.
    done = {line.lesson_id: line.written_at for line in lines if line.lesson_id}
    return AreaProgress(
        module=module.page,
        required=module.page.required_minutes,
        confirmed=sum(line.minutes for line in confirmed),
        waiting=sum(line.minutes for line in own if not line.confirmed_at),
        online=module.online_minutes,
        presence=sum(line.minutes for line in confirmed if not line.lesson_id),
        lessons=[LessonProgress(lesson, done.get(lesson.pk)) for lesson in module.lessons],
    )


def _shadowings(course: CoursePage, enrollments: dict) -> tuple[dict[int, Shadowing], dict[tuple[int, bool], int]]:
    """Read agreements and minutes, the confirmed ones apart; nothing is asked where the course has no shadowing."""
    if not course.shadowing_minutes:
        return {}, {}
    agreed = Shadowing.objects.filter(enrollment__in=enrollments).select_related("senior")
    confirmed = Q(confirmed_at__isnull=False)
    logged = (
        ShadowingEntry.objects.filter(shadowing__enrollment__in=enrollments)
        .order_by()
        .values_list("shadowing__enrollment")
        .annotate(
            sure=Coalesce(Sum("minutes", filter=confirmed), 0), waiting=Coalesce(Sum("minutes", filter=~confirmed), 0)
        )
    )
    minutes: dict[tuple[int, bool], int] = {}
    for enrollment, sure, waiting in logged:
        minutes[enrollment, True], minutes[enrollment, False] = sure, waiting
    return {one.enrollment_id: one for one in agreed}, minutes
