"""Do a lesson: by reading it, or by answering its questions."""

from django.db import transaction

from portal.accounts.permissions import require
from portal.clock import now, today
from portal.journal.actions import record
from portal.limits.actions import spend

from ..events import LESSON_COMPLETED, QUIZ_PASSED
from ..models import Attempt, Attendance, Enrollment, LessonPage, Question
from ..permissions import can_do_lesson


class Unanswered(Exception):
    """Some questions have no answer yet."""

    def __init__(self, questions: list[int]):
        super().__init__(questions)
        self.questions = questions


@transaction.atomic
def complete_lesson(enrollment: Enrollment, lesson: LessonPage, *, by) -> bool:
    """«Ho letto»: do a lesson whose rule is to be read.

    Returns:
        True if it was done now, False if it was done before.

    Raises:
        PermissionDenied: if it isn't a lesson of her course, or it is done by answering.
    """
    require(can_do_lesson(by, enrollment, lesson) and lesson.completion == LessonPage.Completion.READ)
    _hold(enrollment)
    return _count(enrollment, lesson)


def answer_quiz(
    enrollment: Enrollment, lesson: LessonPage, answers: dict[int, int], *, shown: LessonPage | None = None, by
) -> Attempt:
    """Grade one try at a lesson's questions; the lesson is done when enough answers are right.

    Args:
        enrollment: the person's place in the course.
        lesson: the Italian page, which is the lesson.
        answers: key of each question → number of the chosen answer.
        shown: the page whose questions she read, if it is a translation.
        by: the person.

    Returns:
        The stored try, numbered from 1.

    Raises:
        PermissionDenied: if it isn't a lesson of her course, or has no questions.
        Unanswered: if a question of the lesson has no valid answer.
        TooMany: after twenty tries in an hour.
    """
    require(can_do_lesson(by, enrollment, lesson))
    shown = shown or lesson
    require(shown.translation_key == lesson.translation_key)
    questions = list(shown.questions.all())
    require(bool(questions))
    _require_answers(questions, answers)
    spend(f"quiz:{enrollment.pk}:{lesson.pk}", limit=20, seconds=3600)
    with transaction.atomic():
        # Two browsers may answer at once: tries are numbered one after the other.
        _hold(enrollment)
        attempt = _grade(enrollment, lesson, questions, answers)
        if attempt.passed and _count(enrollment, lesson):
            record(QUIZ_PASSED, enrollment, by=by, lesson=lesson.pk)
    return attempt


def _require_answers(questions: list[Question], answers: dict[int, int]) -> None:
    lacking = [one.pk for one in questions if answers.get(one.pk) not in dict(one.options)]
    if lacking:
        raise Unanswered(lacking)


def _grade(enrollment: Enrollment, lesson: LessonPage, questions: list[Question], answers: dict[int, int]) -> Attempt:
    right = sum(1 for one in questions if answers[one.pk] == one.right)
    needed = lesson.pass_percent or enrollment.course.pass_percent
    return Attempt.objects.create(
        enrollment=enrollment,
        lesson=lesson,
        n=Attempt.objects.filter(enrollment=enrollment, lesson=lesson).count() + 1,
        answers={str(one.pk): answers[one.pk] for one in questions},
        right=right,
        asked=len(questions),
        passed=right * 100 >= needed * len(questions),
    )


def _hold(enrollment: Enrollment) -> None:
    Enrollment.objects.select_for_update().get(pk=enrollment.pk)


def _count(enrollment: Enrollment, lesson: LessonPage) -> bool:
    """Write the lesson's one line in the ledger: its declared minutes, confirmed by the portal."""
    if Attendance.objects.filter(enrollment=enrollment, lesson=lesson, withdrawn_at=None).exists():
        return False
    Attendance.objects.create(
        enrollment=enrollment,
        area=lesson.slugs[1],
        minutes=lesson.minutes,
        source=Attendance.Source.LESSON,
        lesson=lesson,
        what=lesson.title[:200],
        happened_on=today(),
        confirmed_at=now(),
    )
    record(LESSON_COMPLETED, enrollment, by=enrollment.person, lesson=lesson.pk)
    return True
