"""Doing a lesson. Lara follows the course, Nina doesn't, Franca teaches it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from courses.actions import Unanswered, answer_quiz, complete_lesson, enroll
from courses.chores import forget_old_answers
from courses.models import Attempt, Attendance
from portal.clock import at, now
from portal.journal.models import Event
from portal.limits.actions import TooMany
from tests.conftest import person as someone

from .conftest import right_answers, wrong_answers


def test_a_read_lesson_is_one_line_confirmed_by_the_portal(place, lara, read_lesson):
    assert complete_lesson(place, read_lesson, by=lara) is True
    assert complete_lesson(place, read_lesson, by=lara) is False

    line = Attendance.objects.get()
    assert (line.area, line.minutes, line.source) == ("bollette", 30, "lesson")
    assert line.confirmed_at and line.confirmed_by is None
    assert Event.objects.filter(kind="lesson.completed").count() == 1


def test_after_six_months_the_answers_are_forgotten_and_the_score_stays(place, lara, quiz_lesson, browse):
    with at(now() - timedelta(days=184)):
        old = answer_quiz(place, quiz_lesson, right_answers(quiz_lesson), by=lara)
    assert "Giusto." in browse(lara).get(quiz_lesson.get_absolute_url()).content.decode()
    other = answer_quiz(
        enroll(nina := someone("gemma", "Gemma", "Riva"), place.course),
        quiz_lesson,
        right_answers(quiz_lesson),
        by=nina,
    )

    assert (forget_old_answers(), forget_old_answers()) == (1, 0)

    old.refresh_from_db()
    other.refresh_from_db()
    assert old.answers == {} and old.passed and old.right == 4 and len(other.answers) == 4
    page = browse(lara).get(quiz_lesson.get_absolute_url()).content.decode()
    assert "4 su 4." in page and "Giusto." not in page and "Sotto ogni domanda" not in page


def test_a_lesson_with_questions_is_not_done_by_reading(place, lara, quiz_lesson):
    with pytest.raises(PermissionDenied):
        complete_lesson(place, quiz_lesson, by=lara)

    assert not Attendance.objects.exists()


def test_nobody_does_a_lesson_for_another(place, franca, nina, read_lesson):
    for other in (franca, nina):
        with pytest.raises(PermissionDenied):
            complete_lesson(place, read_lesson, by=other)


def test_a_lesson_of_another_course_does_not_count(place, lara, activators, read_lesson):
    from courses.models import LessonPage

    other = LessonPage.objects.descendant_of(activators).get(slug="leggere")
    with pytest.raises(PermissionDenied):
        complete_lesson(place, other, by=lara)


def test_enough_right_answers_do_the_lesson(place, lara, quiz_lesson):
    answers = right_answers(quiz_lesson)
    first = next(iter(answers))
    answers[first] = answers[first] % 3 + 1  # three of four are 75 %, and 70 are asked

    attempt = answer_quiz(place, quiz_lesson, answers, by=lara)

    assert (attempt.n, attempt.right, attempt.asked, attempt.passed) == (1, 3, 4, True)
    assert Attendance.objects.get().minutes == 20
    assert set(Event.objects.values_list("kind", flat=True)) >= {"quiz.passed", "lesson.completed"}


def test_too_few_do_not_and_tries_are_numbered(place, lara, quiz_lesson):
    answers = {**right_answers(quiz_lesson), **dict(list(wrong_answers(quiz_lesson).items())[:2])}

    assert answer_quiz(place, quiz_lesson, answers, by=lara).passed is False
    assert not Attendance.objects.exists()
    assert answer_quiz(place, quiz_lesson, right_answers(quiz_lesson), by=lara).n == 2
    assert answer_quiz(place, quiz_lesson, wrong_answers(quiz_lesson), by=lara).passed is False
    # What is earned is never taken back.
    assert Attendance.objects.count() == 1


def test_every_question_wants_an_answer(place, lara, quiz_lesson):
    answers = right_answers(quiz_lesson)
    first = next(iter(answers))
    for lacking in ({}, {**answers, first: 4}, {**answers, first: 9}):
        with pytest.raises(Unanswered):
            answer_quiz(place, quiz_lesson, lacking, by=lara)

    assert not Attempt.objects.exists()


def test_guessing_by_machine_is_stopped(place, lara, quiz_lesson, settings):
    settings.LIMITS_FACTOR = 1
    for _ in range(20):
        answer_quiz(place, quiz_lesson, wrong_answers(quiz_lesson), by=lara)

    with pytest.raises(TooMany):
        answer_quiz(place, quiz_lesson, right_answers(quiz_lesson), by=lara)


def test_only_the_person_answers(place, franca, quiz_lesson):
    with pytest.raises(PermissionDenied):
        answer_quiz(place, quiz_lesson, right_answers(quiz_lesson), by=franca)


def test_the_keys_never_reach_the_page_before_an_answer(place, lara, quiz_lesson, browse):
    page = browse(lara).get(quiz_lesson.get_absolute_url()).content.decode()

    assert "Domanda 1 di letture?" in page and "La chiave numero uno" in page
    assert "Perché sì" not in page and "checked" not in page and "right" not in page


def test_the_page_of_a_quiz_tells_how_it_went(place, lara, quiz_lesson, browse):
    url = quiz_lesson.get_absolute_url()
    browser = browse(lara)
    sent = {f"q{pk}": choice for pk, choice in wrong_answers(quiz_lesson).items()}

    assert browser.post(f"{url}risposte/", sent).headers["Location"] == f"{url}#domande"
    page = browser.get(url).content.decode()
    assert "0 su 4." in page and "Ne servono 3." in page and "Perché sì, 0." in page and "checked" not in page
    sent = {f"q{pk}": choice for pk, choice in right_answers(quiz_lesson).items()}
    browser.post(f"{url}risposte/", sent)
    page = browser.get(url).content.decode()
    assert "4 su 4." in page and page.count("Giusto.") == 4 and "Vai alla prossima lezione" in page


def test_a_question_left_out_comes_back_with_the_rest_chosen(place, lara, quiz_lesson, browse):
    answers = list(right_answers(quiz_lesson).items())
    sent = {f"q{pk}": choice for pk, choice in answers[:3]}

    answer = browse(lara).post(f"{quiz_lesson.get_absolute_url()}risposte/", sent)

    page = answer.content.decode()
    assert answer.status_code == 422 and "Scegli una risposta." in page and page.count("checked") == 3
    assert not Attempt.objects.exists()


def test_the_button_of_a_read_lesson(place, lara, read_lesson, browse):
    url = read_lesson.get_absolute_url()
    browser = browse(lara)

    assert "Ho letto" in browser.get(url).content.decode()
    assert browser.post(f"{url}letta/").status_code == 302
    page = browser.get(url).content.decode()
    assert "Ho letto" not in page and "Fatta il" in page


def test_a_trainer_reads_and_has_no_button(ted, franca, read_lesson, quiz_lesson, browse):
    for lesson in (read_lesson, quiz_lesson):
        page = browse(franca).get(lesson.get_absolute_url())
        assert page.status_code == 200 and "Ho letto" not in page.content.decode()
    assert browse(franca).post(f"{read_lesson.get_absolute_url()}letta/").status_code == 403


def test_a_lesson_that_was_withdrawn_is_not_there(place, lara, read_lesson, browse):
    read_lesson.unpublish()

    assert browse(lara).get(read_lesson.get_absolute_url()).status_code == 404


def test_two_people_answer_apart(ted, place, lara, nina, quiz_lesson):
    other = enroll(nina, ted)
    answer_quiz(place, quiz_lesson, right_answers(quiz_lesson), by=lara)

    assert answer_quiz(other, quiz_lesson, right_answers(quiz_lesson), by=nina).n == 1
