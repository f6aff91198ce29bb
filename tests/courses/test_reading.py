"""Who reads what: each predicate agrees with its set, for the whole cast."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from courses.actions import finish_course, withdraw
from courses.models import CoursePage, Enrollment, LessonPage
from courses.permissions import (
    can_read_lesson,
    can_see_progress,
    can_teach,
    course_for,
    taught_courses,
    visible_courses,
    visible_enrollments,
    visible_lessons,
)

CAST = ["lara", "nina", "ada", "bruno", "dino", "elena", "franca", "giulio", "gina", "sara", "anita"]


def test_predicates_and_their_sets(request, ted, activators, place, beside):
    for name in CAST:
        user = request.getfixturevalue(name)
        user.refresh_from_db()
        check_twins(user)


def check_twins(user) -> None:
    for course in CoursePage.objects.all():
        assert can_teach(user, course) is taught_courses(user).filter(pk=course.pk).exists()
    for lesson in LessonPage.objects.all():
        assert can_read_lesson(user, lesson) is visible_lessons(user).filter(pk=lesson.pk).exists()
    for enrollment in Enrollment.objects.all():
        assert can_see_progress(user, enrollment) is visible_enrollments(user).filter(pk=enrollment.pk).exists()


@pytest.mark.parametrize(
    "name, reads",
    [("lara", True), ("franca", True), ("nina", False), ("ada", False), ("dino", True), ("giulio", False)],
)
def test_lessons_are_for_who_follows_teaches_or_moderates(request, place, read_lesson, browse, name, reads):
    user = request.getfixturevalue(name)

    assert can_read_lesson(user, read_lesson) is reads
    assert browse(user).get(read_lesson.get_absolute_url()).status_code == (200 if reads else 404)


def test_a_visitor_sees_the_catalogue_and_no_lesson(ted, read_lesson, browse):
    browser = browse(None)

    assert "Corso per TED" in browser.get("/corsi/").content.decode()
    page = browser.get("/corsi/corso-ted/").content.decode()
    assert "Leggere una bolletta" in page and "Chiedi di entrare" in page
    assert browser.get(read_lesson.get_absolute_url()).status_code == 302
    assert not visible_lessons(AnonymousUser()).exists() and not visible_enrollments(AnonymousUser()).exists()


def test_leaving_closes_the_lessons_and_finishing_does_not(place, lara, read_lesson):
    finish_course(place)
    assert can_read_lesson(lara, read_lesson)

    Enrollment.objects.filter(pk=place.pk).update(state="enrolled")
    withdraw(place, by=lara)
    assert not can_read_lesson(lara, read_lesson)


def test_a_course_that_is_not_offered_any_more_stays_for_who_is_in(ted, place, lara, ada, franca):
    ted.unpublish()

    assert course_for(lara, "corso-ted") == ted and course_for(franca, "corso-ted") == ted
    assert not visible_courses(AnonymousUser()).filter(pk=ted.pk).exists()
    with pytest.raises(Http404):
        course_for(ada, "corso-ted")


def test_nobody_sees_a_colleagues_progress(place, nina, ada, browse):
    for other in (nina, ada):
        assert browse(other).get(f"/corsi/persone/{place.pk}/").status_code == 404
        assert browse(other).get("/corsi/corso-ted/libretto/").status_code == 404


def test_her_own_trainers_page_is_refused_to_her(place, lara, browse):
    assert browse(lara).get(f"/corsi/persone/{place.pk}/").status_code == 403
