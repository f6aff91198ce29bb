"""The last seat, asked for by two at the same moment: one has it, the other hears that it is gone."""

from datetime import timedelta
from functools import partial

import pytest

from portal.agenda.actions import Full, say_coming, set_appointment
from portal.agenda.models import Appointment, Coming
from portal.clock import now
from tests.conftest import operator
from tests.practices.test_together import together

from .conftest import fields

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.both_databases]


def _event(by, **changes):
    soon = now() + timedelta(days=5)
    return set_appointment(fields(starts_at=soon, ends_at=soon + timedelta(hours=1), **changes), by=by)


def test_the_last_seat_is_given_once():
    ada = operator("ted", "Ada", "Ferrero")
    others = [operator(f"p{n}", f"Nome{n}", "Prova") for n in range(3)]
    event = _event(ada, seats=2)
    say_coming(event, by=others.pop())

    answers = together(*(partial(say_coming, Appointment.objects.get(pk=event.pk), by=person) for person in others))

    assert Coming.objects.filter(left_at=None).count() == 2
    assert sum(isinstance(answer, Full) for answer in answers) == 1
    assert sum(isinstance(answer, Coming) for answer in answers) == 1


def test_two_taps_of_one_person_take_one_seat():
    ada, bruno = operator("ted", "Ada", "Ferrero"), operator("altra", "Bruna", "Taddei")
    event = _event(ada, seats=2)

    answers = together(*[partial(say_coming, Appointment.objects.get(pk=event.pk), by=bruno)] * 2)

    assert answers[0] == answers[1] and Coming.objects.count() == 1
