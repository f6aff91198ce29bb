"""Who reads what: the programme is everybody's, names are the network's, guidelines are for who decides."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from forum.pacts.actions import change_programme, give_guideline, open_programme, read_guideline
from forum.pacts.models import Guideline, GuidelineReading
from forum.pacts.permissions import (
    can_change,
    can_give_guideline,
    can_read_guidelines,
    can_see_names,
    committee_of,
    guideline_for,
    is_committee,
    is_steering,
    programme_for,
    programmes_of,
    visible_guidelines,
    visible_programmes,
)
from portal.clock import now
from portal.journal.models import Event
from portal.notifications.models import Notification
from tests.conftest import appointed, person

from .conftest import FIELDS

CAST = ["ada", "bruno", "carla", "dino", "elena", "franca", "lara", "nina", "furio", "anita", "gina", "rosa"]


@pytest.mark.parametrize("name", CAST)
def test_everybody_reads_about_an_open_programme(request, programme, name):
    assert programme_for(request.getfixturevalue(name), programme.slug) == programme


def test_visitors_too_until_it_closes(programme):
    assert programme in visible_programmes(AnonymousUser())

    programme.closed_at = now()
    programme.save()

    assert programme not in visible_programmes(AnonymousUser())
    with pytest.raises(Http404):
        programme_for(AnonymousUser(), programme.slug)


@pytest.mark.parametrize("name", CAST)
def test_guidelines_are_for_committee_and_steering_group(request, guideline, name):
    user, reads = request.getfixturevalue(name), name in ("gina", "rosa")

    assert can_read_guidelines(user, guideline.programme) is reads
    assert (guideline in visible_guidelines(user)) is reads
    assert is_committee(user, guideline.programme) is (name == "gina")
    assert is_steering(user, guideline.programme) is (name == "rosa")
    assert (guideline.programme in programmes_of(user, "committee")) is (name == "gina")
    if not reads:
        with pytest.raises(Http404):
            guideline_for(user, guideline.programme.slug, guideline.pk)
        with pytest.raises(PermissionDenied):
            read_guideline(guideline, by=user)


@pytest.mark.parametrize("name", CAST)
def test_names_are_for_the_network_and_for_who_sits_there(request, programme, name):
    user = request.getfixturevalue(name)

    assert can_see_names(user, programme) is (name not in ("lara", "nina", "furio"))


def test_a_seat_in_another_programme_opens_nothing_here(programme, guideline):
    elsewhere = appointed(person("altrove", "Ines", "Prati"), "committee", "un-altro")
    here = appointed(person("qui", "Piero", "Conti"), "committee", programme.slug)

    assert not is_committee(elsewhere, programme) and guideline not in visible_guidelines(elsewhere)
    assert is_committee(here, programme) and guideline in visible_guidelines(here)
    assert here in committee_of(programme) and elsewhere not in committee_of(programme)


def test_a_guideline_of_another_programme_has_no_address_here(programme, guideline, anita, gina):
    other = open_programme("un-altro", by=anita, **FIELDS | {"name": "Un altro"})

    with pytest.raises(Http404):
        guideline_for(gina, other.slug, guideline.pk)


@pytest.mark.parametrize("name", [one for one in CAST if one != "rosa"])
def test_only_the_steering_group_gives_guidelines(request, programme, rosa, name):
    user = request.getfixturevalue(name)

    assert can_give_guideline(rosa, programme)
    with pytest.raises(PermissionDenied):
        give_guideline(programme, "Guardate ai ragazzi", "Prima loro.", by=user)
    assert not Guideline.objects.exists() and not Event.objects.filter(kind="guideline.given").exists()


def test_the_committee_is_told_and_nobody_else(programme, rosa, gina, after_commit):
    suspended = appointed(person("fermo", "Ivo", "Ferri"), "committee")
    suspended.is_active = False
    suspended.save()

    with after_commit():
        guideline = give_guideline(programme, "Guardate ai ragazzi", "Prima loro.", by=rosa)
    deliver()

    told = Notification.objects.filter(kind="guideline.given")
    assert [(notice.reader, notice.url) for notice in told] == [(gina, guideline.get_absolute_url())]


def deliver() -> None:
    """Let the listeners hear of what was recorded, twice: the second time changes nothing."""
    from forum.pacts.handlers import tell_the_committee

    for event in Event.objects.filter(kind="guideline.given"):
        tell_the_committee(event)
        tell_the_committee(event)


def test_the_same_words_sent_twice_are_given_once(programme, rosa):
    first = give_guideline(programme, "Guardate ai ragazzi", "Prima loro.", by=rosa)

    assert give_guideline(programme, "Guardate ai ragazzi", "Prima loro.", by=rosa) == first
    assert give_guideline(programme, "Guardate ai ragazzi", "Anche ai nonni.", by=rosa) != first
    assert Event.objects.filter(kind="guideline.given").count() == 2


def test_the_committee_reads_once_and_the_steering_group_is_not_counted(guideline, gina, rosa):
    read_guideline(guideline, by=gina)
    read_guideline(guideline, by=gina)
    read_guideline(guideline, by=rosa)

    assert [reading.person for reading in GuidelineReading.objects.all()] == [gina]


@pytest.mark.parametrize("name", [one for one in CAST if one != "anita"])
def test_only_the_office_keeps_the_page(request, programme, anita, name):
    user = request.getfixturevalue(name)

    assert can_change(anita, programme) and not can_change(user, programme)
    with pytest.raises(PermissionDenied):
        change_programme(programme, by=user, name="Altro")
    with pytest.raises(PermissionDenied):
        open_programme("nuovo", by=user, **FIELDS)
    programme.refresh_from_db()
    assert programme.name == "Comunità energetiche"


def test_the_address_of_a_programme_does_not_change(programme, anita):
    with pytest.raises(ValueError):
        change_programme(programme, by=anita, slug="altro")
