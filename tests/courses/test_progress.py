"""What is done and what is missing: one source, few queries."""

import pytest

from courses.actions import agree_shadowing, answer_quiz, complete_lesson, declare_hours, log_shadowing, record_hours
from courses.models import Enrollment, LessonPage
from courses.queries import progress_of, progress_of_all
from portal.accounts.models import User
from portal.clock import now, today

from .conftest import right_answers


def test_the_first_day_everything_is_missing(place, read_lesson):
    progress = progress_of(place)

    assert (progress.required, progress.confirmed, progress.missing, progress.waiting) == (300, 0, 300, 0)
    assert (len(progress.lessons), progress.lessons_done, progress.quizzes_to_pass) == (3, 0, 1)
    assert progress.next_lesson == read_lesson and progress.here == "bollette"
    assert progress.planned_presence == 300 - 80 and not progress.is_complete


def test_hours_add_up_by_area_and_never_across(place, lara, franca, read_lesson, quiz_lesson):
    complete_lesson(place, read_lesson, by=lara)
    answer_quiz(place, quiz_lesson, right_answers(quiz_lesson), by=lara)
    record_hours(place, area="visita", minutes=300, what="Visite", happened_on=today(), by=franca)
    declare_hours(place, area="bollette", minutes=60, what="Sportello", happened_on=today(), by=lara)

    progress = progress_of(place)
    bills, visit = progress.areas

    assert (bills.confirmed, bills.waiting, bills.missing, bills.missing_presence) == (50, 60, 190, 190)
    assert (visit.confirmed, visit.credited, visit.missing, visit.presence) == (300, 60, 0, 300)
    assert (progress.confirmed, progress.credited, progress.missing) == (350, 110, 190)
    assert progress.quizzes_to_pass == 0 and progress.lessons_left == 1 and not visit.is_done
    assert [step.lesson.slug for step in progress.lessons if step.done_at] == ["leggere", "letture"]


def test_nothing_missing_is_complete(place, lara, franca, ted):
    for lesson in LessonPage.objects.descendant_of(ted):
        if lesson.completion == "quiz":
            answer_quiz(place, lesson, right_answers(lesson), by=lara)
        else:
            complete_lesson(place, lesson, by=lara)
    for area in ("bollette", "visita"):
        record_hours(place, area=area, minutes=240, what="Incontri", happened_on=today(), by=franca)

    progress = progress_of(place)

    assert progress.is_complete and progress.here == "" and progress.next_lesson is None


def test_a_lesson_revised_later_says_so_and_takes_nothing_back(place, lara, read_lesson):
    complete_lesson(place, read_lesson, by=lara)
    read_lesson.save_revision().publish()

    (step,) = [step for step in progress_of(place).lessons if step.done_at]
    assert step.is_revised


def test_a_lesson_taken_away_is_not_asked_and_its_minutes_stay(place, lara, read_lesson):
    complete_lesson(place, read_lesson, by=lara)
    read_lesson.unpublish()

    progress = progress_of(place)

    assert len(progress.lessons) == 2 and progress.confirmed == 30


def test_shadowing_counts_what_is_confirmed(beside, giulio, nina):
    assert progress_of(beside).shadowing_required == 120
    shadowing = agree_shadowing(beside, senior=giulio, minutes=180, by=giulio)
    log_shadowing(shadowing, kind="project", minutes=60, happened_on=today(), by=giulio)
    log_shadowing(shadowing, kind="project", minutes=30, happened_on=today(), by=nina)

    progress = progress_of(beside)

    assert (progress.shadowing_required, progress.shadowing_confirmed, progress.shadowing_waiting) == (180, 60, 30)
    assert progress.shadowing.senior == giulio and not progress.is_signed_off


@pytest.mark.parametrize("people", [1, 12])
def test_many_people_cost_no_more_queries(activators, giulio, people, django_assert_num_queries):
    enrollments = []
    for n in range(people):
        person = User.objects.create(email=f"p{n}@example.org", handle=f"p{n}", first_name="P", last_name=str(n))
        enrollments.append(
            Enrollment.objects.create(person=person, course=activators, state="enrolled", enrolled_at=now())
        )
        record_hours(enrollments[-1], area="visita", minutes=60, what="x", happened_on=today(), by=giulio)
        agree_shadowing(enrollments[-1], senior=giulio, by=giulio)

    with django_assert_num_queries(4):
        found = progress_of_all(activators, enrollments)

    assert {one.confirmed for one in found.values()} == {60}
