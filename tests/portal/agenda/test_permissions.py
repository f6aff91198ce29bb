"""Who reads, who sets, who changes, who comes, who sees the link."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from portal.agenda.actions import cancel_appointment, say_coming, set_appointment
from portal.agenda.models import Appointment
from portal.agenda.permissions import (
    appointment_for,
    can_cancel,
    can_change,
    can_come,
    can_read,
    can_see_who_comes,
    can_set,
    looked_after,
    looks_after,
    sees_link,
    visible_appointments,
)
from portal.clock import at
from portal.network.models import Assignment

from .conftest import NOW, fields

VISITOR = AnonymousUser()


@pytest.mark.parametrize(
    "name, reads",
    [
        ("ada", True),
        ("carla", True),
        ("nina", True),
        ("franca", True),
        ("dino", True),
        ("anita", True),
        ("gina", False),
        ("rosa", False),
        ("furio", False),
        ("sara", False),
    ],
)
def test_who_is_not_of_the_network_reads_only_what_is_public(request, event, members_event, name, reads):
    user = request.getfixturevalue(name)

    assert can_read(user, members_event) is reads and can_read(user, event)
    assert (members_event in visible_appointments(user)) is reads and event in visible_appointments(user)


def test_a_visitor_finds_what_is_public_and_nothing_else(event, members_event):
    assert appointment_for(VISITOR, event.pk) == event
    with pytest.raises(Http404):
        appointment_for(VISITOR, members_event.pk)


@pytest.mark.parametrize(
    "name, sets", [("ada", True), ("bruno", True), ("franca", True), ("elena", True), ("anita", True),
                   ("nina", False), ("gina", False), ("sara", False)]
)  # fmt: skip
def test_who_works_in_the_network_sets_events(request, name, sets):
    assert can_set(request.getfixturevalue(name)) is sets


def test_an_activator_in_her_shadowing_comes_and_does_not_set(event, lara):
    from portal.accounts.actions import begin_shadowing

    begin_shadowing(lara, "ACTIVATOR")

    assert not can_set(lara) and can_come(lara, event)


@pytest.mark.parametrize(
    "name, does",
    [("ada", True), ("elena", True), ("anita", True), ("bruno", False), ("carla", False), ("dino", False),
     ("nina", False), ("gina", False)],
)  # fmt: skip
def test_who_set_it_who_coordinates_there_and_the_office_look_after_it(request, event, name, does):
    user = request.getfixturevalue(name)

    assert looks_after(user, event) is can_change(user, event) is can_cancel(user, event) is does
    assert can_see_who_comes(user, event) is does
    assert (event in looked_after(user)) is does


def test_who_works_for_its_body_looks_after_it(event, ada, bruno, carla, elena, body):
    hers = set_appointment(fields(organisation=body, territory=None), by=ada)
    assert not looks_after(bruno, hers)

    Assignment.objects.create(organisation=body, person=bruno, assigned_by=elena)
    bruno.__dict__.pop("_places", None)

    for user, does in ((bruno, True), (elena, True), (carla, False), (VISITOR, False)):
        assert looks_after(user, hers) is does
        assert (hers in looked_after(user)) is does


def test_an_event_of_no_territory_is_not_every_coordinators(ada, elena, monday):
    everywhere = set_appointment(fields(territory=None), by=ada)

    assert not looks_after(elena, everywhere) and everywhere not in looked_after(elena)


def test_who_has_a_name_here_comes_until_it_is_over(event, nina, bruno, gina):
    assert can_come(nina, event) and can_come(bruno, event)
    assert not can_come(gina, event) and not can_come(VISITOR, event)

    with at(NOW + timedelta(days=10)):
        assert not can_come(bruno, event)


def test_nobody_comes_to_what_is_cancelled_and_nobody_changes_it(event, ada, bruno):
    cancel_appointment(event, "Manca la sala.", by=ada)
    event.refresh_from_db()

    assert not can_come(bruno, event) and not can_change(ada, event) and not can_cancel(ada, event)
    assert can_see_who_comes(ada, event)


def test_what_is_past_is_put_right_and_not_called_off(event, ada):
    with at(NOW + timedelta(days=10)):
        assert can_change(ada, event) and not can_cancel(ada, event)


def test_the_link_is_for_who_comes_and_who_looks_after_it(event, ada, bruno, elena, nina):
    say_coming(event, by=nina)

    assert sees_link(ada, event) and sees_link(elena, event) and sees_link(nina, event)
    assert not sees_link(bruno, event) and not sees_link(VISITOR, event)


def test_an_event_is_public_unless_it_says_otherwise():
    assert Appointment().audience == Appointment.Audience.PUBLIC
