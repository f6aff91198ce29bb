"""Courses in the tree: brought from files, edited in the admin by their own trainers, never losing what people did."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Collection, Page

from courses.actions import bring_course, complete_lesson, found_course, translate_lesson
from courses.models import CoursePage, LessonPage, ModulePage, Question
from courses.permissions import open_courses
from portal.accounts.actions import grant_role, suspend, unsuspend, withdraw_role
from portal.accounts.chores import end_what_is_over
from portal.clock import at, now, today
from portal.journal.models import Event
from tests.conftest import appointed

from .conftest import course_text, lesson_text


def test_bringing_again_changes_what_changed_and_keeps_the_keys(ted, quiz_lesson):
    keys = list(quiz_lesson.questions.values_list("pk", flat=True))
    text = course_text("corso-ted", "Corso per TED, nuova edizione")
    text.modules[0].lessons[1] = lesson_text("letture", "Le letture, riviste", minutes=25, questions=3)

    bring_course(text)

    quiz_lesson.refresh_from_db()
    assert quiz_lesson.title == "Le letture, riviste" and quiz_lesson.minutes == 25
    assert list(quiz_lesson.questions.values_list("pk", flat=True)) == keys[:3]
    assert CoursePage.objects.get(slug="corso-ted").title == "Corso per TED, nuova edizione"
    assert LessonPage.objects.descendant_of(ted).count() == 3
    assert not any(Page.find_problems())


def test_a_course_brings_its_group_and_collection_once(ted):
    found_course(ted)

    group = Group.objects.get(name="course:corso-ted")
    assert group.page_permissions.count() == 3
    assert Collection.objects.filter(name="course:corso-ted").count() == 1


def test_the_group_follows_the_appointments(ted, ada, anita, after_commit):
    group = Group.objects.get(name="course:corso-ted")
    with after_commit():
        role = grant_role(ada, "trainer", place="corso-ted", by=anita)
    assert ada in group.user_set.all()

    with after_commit():
        withdraw_role(role, by=anita)

    assert ada not in group.user_set.all()


def test_on_the_day_after_her_last_a_trainer_edits_no_more(ted, ada, giulio, anita, browse, after_commit):
    group, edit = Group.objects.get(name="course:corso-ted"), reverse("wagtailadmin_pages:edit", args=[ted.pk])
    with after_commit():
        for person in (ada, giulio):  # Giulio keeps the admin, for his own course
            grant_role(person, "trainer", place="corso-ted", until=today(), by=anita)
    assert [browse(person).get(edit).status_code for person in (ada, giulio)] == [200, 200]

    with at(now() + timedelta(days=1)):
        assert browse(ada).get(edit).status_code == 404
        with after_commit():
            end_what_is_over()
        assert not group.user_set.filter(pk__in=[ada.pk, giulio.pk]).exists()
        assert browse(giulio).get(edit).status_code != 200


def test_a_trainer_who_was_stopped_finds_her_course_again(ted, franca, ada, anita, after_commit):
    group = Group.objects.get(name="course:corso-ted")
    with after_commit():
        suspend(franca, why="prova", by=anita)
        grant_role(ada, "trainer", place="corso-ted", by=anita)
    assert franca not in group.user_set.all()

    with after_commit():
        unsuspend(franca, by=anita)

    assert franca in group.user_set.all()


def test_a_translation_is_words_and_no_course_of_its_own(ted, activators, read_lesson):
    translate_lesson(read_lesson, lesson_text("leggere", "Reading a bill"))

    assert [course.pk for course in open_courses()] == [ted.pk, activators.pk]
    assert Event.objects.filter(kind="lesson.published", subject_id=str(read_lesson.pk)).exists()


def test_publishing_and_withdrawing_are_told(ted, read_lesson):
    read_lesson.save_revision().publish()
    read_lesson.unpublish()
    ted.unpublish()

    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["lesson.published", "lesson.unpublished", "course.unpublished"]


def test_the_address_in_the_admin_is_ours(read_lesson, ted):
    assert read_lesson.url == "/corsi/corso-ted/bollette/leggere/"
    assert ted.full_url.endswith("/corsi/corso-ted/")


def test_a_course_never_takes_an_address_of_ours(ted):
    with pytest.raises(ValidationError):
        bring_course(course_text("incontri", "Incontri"))


# ── in the admin ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def teacher(ted, franca):
    """Franca, whose appointment came before the course in this test."""
    Group.objects.get(name="course:corso-ted").user_set.add(franca)
    return franca


def editor_fields(lesson: LessonPage, **changes) -> dict:
    fields = {
        "title": lesson.title, "summary": lesson.summary, "minutes": 40, "completion": "quiz", "pass_percent": "",
        "facts": "", "themes": [],
        "body-count": 1, "body-0-deleted": "", "body-0-order": 0, "body-0-type": "quiz", "body-0-id": "",
        "body-0-value": "",
        "questions-TOTAL_FORMS": 1, "questions-INITIAL_FORMS": 0, "questions-MIN_NUM_FORMS": 0,
        "questions-MAX_NUM_FORMS": 20,
        "questions-0-ORDER": 1, "questions-0-text": "Quale?", "questions-0-first": "A", "questions-0-second": "B",
        "questions-0-third": "C", "questions-0-fourth": "", "questions-0-right": 2,
        "questions-0-explanation": "Perché.",
        "files-TOTAL_FORMS": 0, "files-INITIAL_FORMS": 0, "files-MIN_NUM_FORMS": 0, "files-MAX_NUM_FORMS": 10,
        "action-publish": "1",
    }  # fmt: skip
    return {**fields, **changes}


def test_a_trainer_edits_her_course_and_no_other(teacher, activators, read_lesson, browse):
    browser = browse(teacher)
    other = LessonPage.objects.descendant_of(activators).first()
    edit = reverse("wagtailadmin_pages:edit", args=[read_lesson.pk])

    assert browser.get(edit).status_code == 200
    assert browser.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).status_code in (302, 403)
    answer = browser.post(edit, editor_fields(read_lesson))
    read_lesson.refresh_from_db()
    assert answer.status_code == 302 and (read_lesson.minutes, read_lesson.completion) == (40, "quiz")
    assert Question.objects.get(lesson=read_lesson).right == 2


def test_a_lesson_done_by_answering_wants_a_question(teacher, read_lesson, browse):
    fields = editor_fields(read_lesson, **{"questions-TOTAL_FORMS": 0})

    answer = browse(teacher).post(reverse("wagtailadmin_pages:edit", args=[read_lesson.pk]), fields)

    read_lesson.refresh_from_db()
    assert answer.status_code == 200 and read_lesson.completion == "read"


def test_the_right_answer_must_be_written(quiz_lesson, teacher, read_lesson, browse):
    question = quiz_lesson.questions.first()
    question.right = 4
    with pytest.raises(ValidationError):
        question.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        question.save()

    fields = editor_fields(read_lesson, **{"questions-0-right": 4})
    answer = browse(teacher).post(reverse("wagtailadmin_pages:edit", args=[read_lesson.pk]), fields)
    assert answer.status_code == 200


@pytest.mark.parametrize("which", ["lesson", "course"])
def test_the_preview_shows_a_draft(teacher, ted, quiz_lesson, browse, which):
    page = quiz_lesson if which == "lesson" else ted
    page.title = "Una bozza"
    page.save_revision()

    shown = browse(teacher).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert shown.status_code == 200 and "Una bozza" in shown.content.decode()


def test_what_people_did_is_never_deleted(teacher, ted, place, lara, read_lesson, quiz_lesson, browse):
    complete_lesson(place, read_lesson, by=lara)
    browser = browse(teacher)
    module = ModulePage.objects.child_of(ted).get(slug="bollette")

    for page in (read_lesson, module, ted):
        browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert Page.objects.filter(pk=page.pk).exists()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    browser.post(f"{bulk}?id={read_lesson.pk}")
    assert Page.objects.filter(pk=read_lesson.pk).exists()
    browser.post(reverse("wagtailadmin_pages:delete", args=[quiz_lesson.pk]))
    assert not Page.objects.filter(pk=quiz_lesson.pk).exists()


def test_an_image_of_the_files_is_a_picture_of_the_course(ted, tmp_path, lara, place, ada, browse, settings):
    from io import BytesIO

    from PIL import Image

    settings.MEDIA_ROOT = tmp_path / "media"
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(drawn, "PNG")
    (tmp_path / "contatore.png").write_bytes(drawn.getvalue())
    text = course_text("corso-ted", "Corso per TED")
    image = {"type": "image", "value": {"file": "contatore.png", "alt": "Un contatore", "caption": ""}}
    text.modules[0].lessons[0] = replace(text.modules[0].lessons[0], blocks=[image], folder=tmp_path)

    bring_course(text)

    page = browse(lara).get("/corsi/corso-ted/bollette/leggere/").content.decode()
    url = page.split('<img src="')[1].split('"')[0]
    assert 'alt="Un contatore"' in page
    picture = browse(lara).get(url)
    assert picture.status_code == 200 and picture["Content-Type"] == "image/webp"
    assert browse(ada).get(url).status_code == 404
    assert browse(appointed(ada, "trainer", "corso-ted")).get(url).status_code == 200


def test_only_its_own_trainers_write_a_course(ted, quiz_lesson, ada, giulio, dino, anita, browse, after_commit):
    with after_commit():
        grant_role(ada, "trainer", place="corso-ted", by=anita)
    for page in (ted, quiz_lesson):
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert browse(ada).get(edit).status_code == 200
        for stranger in (giulio, dino, anita):  # another course's trainer, a moderator, the office
            assert "Domanda 0" not in browse(stranger).get(edit, follow=True).content.decode()
            browse(stranger).post(edit, {"title": "Presa", "action-publish": "1"})
            browse(stranger).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
            page.refresh_from_db()
            assert page.live and page.title != "Presa"
