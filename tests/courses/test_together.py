"""Pressed twice at the same moment: a course is applied for, and entered, once."""

import threading

import pytest
from django.db import connection

from courses.actions import apply_for_course, bring_course, enroll
from courses.models import CoursePage, Enrollment
from portal.journal.models import Event
from tests.conftest import person

from .conftest import course_text

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.both_databases]


@pytest.mark.parametrize("come, kind", [(apply_for_course, "enrollment.applied"), (enroll, "enrollment.enrolled")])
def test_two_at_once_find_one_place(come, kind):
    bring_course(course_text("corso-ted", "Corso per TED"))
    nina = person("nuovo", "Nino", "Ruggeri")
    start, found, wrong = threading.Barrier(4), [], []

    def press():
        try:
            course = CoursePage.objects.get(slug="corso-ted", locale__language_code="it")
            start.wait()
            found.append((come(course, by=nina) if come is apply_for_course else come(nina, course)).pk)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    crowd = [threading.Thread(target=press) for _ in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert wrong == []
    assert set(found) == {Enrollment.objects.get().pk} and len(found) == 4
    assert Event.objects.filter(kind=kind).count() == 1
