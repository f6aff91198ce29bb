"""A small TED course (two areas, three lessons, one with questions) and a small course with a shadowing.

Franca teaches the first, Giulio the second. Lara follows the first.
"""

from pathlib import Path

import pytest
from django.db import transaction

from courses.actions import bring_course, enroll
from courses.imports import CourseText, LessonText, ModuleText
from courses.models import CoursePage, LessonPage
from portal.journal.models import Event
from tests.conftest import appointed, operator


def lesson_text(slug: str, title: str, *, minutes: int = 30, questions: int = 0, body: str = "<p>Un testo.</p>"):
    blocks = [{"type": "text", "value": body}]
    asked = [
        {
            "text": f"Domanda {n} di {slug}?",
            "first": "La chiave numero uno",
            "second": "La chiave numero due",
            "third": "La chiave numero tre",
            "fourth": "",
            "right": 1 + n % 3,
            "explanation": f"Perché sì, {n}.",
        }
        for n in range(questions)
    ]
    if asked:
        blocks.append({"type": "quiz", "value": None})
    meta = {"title": title, "slug": slug, "summary": "Una frase.", "minutes": minutes, "themes": ["bollette"]}
    meta["completion"] = "quiz" if asked else "read"
    return LessonText(meta, blocks, asked, Path("."))


def course_text(slug: str, title: str, *, qualification: str = "TED", shadowing: int = 0) -> CourseText:
    return CourseText(
        meta={
            "title": title,
            "slug": slug,
            "summary": "Che corso è.",
            "audience_note": "Per chi comincia.",
            "qualification": qualification,
            "minutes_by_area": {"bollette": 240, "visita": 60},
            "shadowing_minutes": shadowing,
            "pass_percent": 70,
            "themes": ["energia"],
        },
        body="<p>Che cosa si impara.</p>",
        modules=[
            ModuleText(
                {"title": "Le bollette", "slug": "bollette", "summary": "Carte."},
                "",
                [
                    lesson_text("leggere", "Leggere una bolletta"),
                    lesson_text("letture", "Le letture", minutes=20, questions=4),
                ],
            ),
            ModuleText(
                {"title": "La visita", "slug": "visita", "summary": "Case."},
                "",
                [lesson_text("casa", "Una casa fredda")],
            ),
        ],
    )


@pytest.fixture(scope="module")
def two_courses(django_db_setup, django_db_blocker):
    """Both courses, made once a module inside a transaction that is rolled back: pages are slow to make."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            bring_course(course_text("corso-ted", "Corso per TED"))
            bring_course(
                course_text("corso-attivatori", "Corso per attivatori", qualification="ACTIVATOR", shadowing=120)
            )
            Event.objects.all().delete()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def ted(two_courses, db) -> CoursePage:
    return CoursePage.objects.get(slug="corso-ted", locale__language_code="it")


@pytest.fixture
def activators(two_courses, db) -> CoursePage:
    return CoursePage.objects.get(slug="corso-attivatori", locale__language_code="it")


@pytest.fixture
def giulio(db):
    """Senior trainer of the activators' course."""
    return appointed(operator("giulio", "Giulio", "Ferri", kind="ACTIVATOR"), "trainer", "corso-attivatori")


@pytest.fixture
def place(ted, lara):
    """Lara's place in the TED course."""
    return enroll(lara, ted)


@pytest.fixture
def beside(activators, nina):
    """Nina's place in the course with a shadowing."""
    return enroll(nina, activators)


@pytest.fixture
def read_lesson(ted) -> LessonPage:
    return LessonPage.objects.descendant_of(ted).get(slug="leggere")


@pytest.fixture
def quiz_lesson(ted) -> LessonPage:
    return LessonPage.objects.descendant_of(ted).get(slug="letture")


def right_answers(lesson: LessonPage) -> dict[int, int]:
    return {question.pk: question.right for question in lesson.questions.all()}


def wrong_answers(lesson: LessonPage) -> dict[int, int]:
    return {question.pk: question.right % 3 + 1 for question in lesson.questions.all()}
