"""Posting, changing, looking again, taking off. Ada posted; Bruna looks; Elena coordinates; Lara is still learning."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.clock import at, now
from portal.journal.models import Event
from portal.live import bus
from portal.notifications.models import Notification
from portal.opportunities.actions import (
    Gone,
    change_opportunity,
    check_opportunity,
    post_opportunity,
    withdraw_opportunity,
)
from portal.opportunities.models import Board, Check, Opportunity

ACTIVE, EXHAUSTED = Opportunity.State.ACTIVE, Opportunity.State.EXHAUSTED
THERE, OVER = Check.Found.THERE, Check.Found.OVER


@pytest.fixture
def rung(monkeypatch) -> list:
    """What the board has rung for."""
    heard = []
    monkeypatch.setattr(bus, "publish", lambda kind, what: heard.append(what))
    return heard


def last_seq() -> int:
    return Board.objects.get(pk=1).last_seq


def test_an_operator_posts_and_the_board_moves_on(fields, ada, rung, after_commit):
    with after_commit():
        first = post_opportunity(fields(), by=ada)
        second = post_opportunity(fields(title="Fondo caldaie"), by=ada)

    assert (first.mod_seq, second.mod_seq, last_seq()) == (1, 2, 2)
    assert first.posted_by == first.checked_by == ada and [theme.slug for theme in first.themes.all()]
    assert [what for what in rung if what.get("topic") == "board:rete"] == [
        {"topic": "board:rete", "seq": 1},
        {"topic": "board:rete", "seq": 2},
    ]
    event = Event.objects.filter(kind="opportunity.posted").first()
    assert event.actor == ada and event.labels == {}


@pytest.mark.parametrize("name", ["lara", "nina", "gina", "sara"])
def test_who_is_not_an_operator_posts_nothing(request, fields, name):
    with pytest.raises(PermissionDenied):
        post_opportunity(fields(), by=request.getfixturevalue(name))

    assert not Opportunity.objects.exists() and not Board.objects.exists()


def test_its_own_writer_changes_it_and_a_colleague_does_not(opportunity, ada, carla):
    with pytest.raises(PermissionDenied):
        change_opportunity(opportunity, {"title": "Altro"}, by=carla)

    change_opportunity(opportunity, {"title": "Corso di italiano", "state": "suspended"}, by=ada)

    opportunity.refresh_from_db()
    assert (opportunity.title, opportunity.state, opportunity.mod_seq) == ("Corso di italiano", "suspended", 2)
    assert opportunity.themes.exists() and Event.objects.filter(kind="opportunity.changed").count() == 1


def test_what_is_written_as_over_has_no_places(opportunity, ada):
    change_opportunity(opportunity, {"state": EXHAUSTED}, by=ada)

    opportunity.refresh_from_db()
    assert opportunity.places == 0


def test_still_there_renews_the_check(opportunity, bruno):
    with at(now() + timedelta(days=40)):
        check_opportunity(opportunity, THERE, by=bruno)
        opportunity.refresh_from_db()

        assert opportunity.checked_by == bruno and not opportunity.is_stale
    assert (opportunity.state, opportunity.places, opportunity.mod_seq) == (ACTIVE, 6, 2)
    assert opportunity.checks.get().found == THERE


def test_a_learner_does_not_check(opportunity, lara, ada):
    with pytest.raises(PermissionDenied):
        check_opportunity(opportunity, OVER, by=lara)

    opportunity.refresh_from_db()
    assert opportunity.state == ACTIVE and opportunity.checked_by == ada and not Check.objects.exists()


def test_it_is_over_and_then_there_again(opportunity, bruno, carla):
    check_opportunity(opportunity, OVER, by=bruno)
    opportunity.refresh_from_db()
    assert (opportunity.state, opportunity.places) == (EXHAUSTED, 0)

    check_opportunity(opportunity, THERE, by=carla)

    opportunity.refresh_from_db()
    assert (opportunity.state, opportunity.places, opportunity.checked_by) == (ACTIVE, None, carla)
    assert [(check.by, check.found) for check in opportunity.checks.all()] == [(carla, THERE), (bruno, OVER)]


def test_still_there_leaves_what_is_suspended_or_can_be_activated_as_it_is(post, ada, bruno):
    for state in ("suspended", "activatable"):
        one = post(ada, state=state)

        check_opportunity(one, THERE, by=bruno)

        one.refresh_from_db()
        assert one.state == state


def test_places_that_are_not_counted_stay_so(post, ada, bruno):
    one = post(ada, places=None)

    check_opportunity(one, OVER, by=bruno)

    one.refresh_from_db()
    assert (one.state, one.places) == (EXHAUSTED, None)


def test_who_posted_and_who_keeps_the_body_are_told_that_it_is_over(opportunity, body, ada, bruno, carla, after_commit):
    body.keeper = carla
    body.save()
    with after_commit():
        check_opportunity(opportunity, OVER, by=bruno)

    told = Notification.objects.filter(kind="opportunity.over")
    assert {notice.reader for notice in told} == {ada, carla}
    assert told[0].text == "Bruna T. dice che è finita: «Corso di italiano con baby-sitting»."
    assert told[0].url == f"/opportunita/{opportunity.pk}/"


def test_nobody_is_told_what_she_did_herself_nor_that_it_is_still_there(opportunity, ada, bruno, after_commit):
    with after_commit():
        check_opportunity(opportunity, OVER, by=ada)
        check_opportunity(opportunity, THERE, by=bruno)

    assert not Notification.objects.filter(kind="opportunity.over").exists()


def test_a_coordinator_withdraws_and_who_posted_is_told(opportunity, ada, bruno, elena, after_commit):
    with pytest.raises(PermissionDenied):
        withdraw_opportunity(opportunity, by=ada)
    with after_commit():
        withdraw_opportunity(opportunity, by=elena)

    opportunity.refresh_from_db()
    assert opportunity.withdrawn_at and opportunity.mod_seq == last_seq() == 2
    assert Notification.objects.get(kind="opportunity.withdrawn").reader == ada


def test_what_was_withdrawn_meanwhile_takes_no_more(opportunity, ada, bruno, elena):
    old_page = Opportunity.objects.select_related("organisation__territory", "territory").get(pk=opportunity.pk)
    withdraw_opportunity(opportunity, by=elena)

    with pytest.raises(Gone):
        check_opportunity(old_page, OVER, by=bruno)
    with pytest.raises(Gone):
        change_opportunity(old_page, {"title": "Altro"}, by=ada)
    with pytest.raises(Gone):
        withdraw_opportunity(old_page, by=elena)
    assert last_seq() == 2 and not Check.objects.exists()


def test_an_event_holds_no_words(opportunity, bruno):
    check = check_opportunity(opportunity, OVER, by=bruno)

    assert Event.objects.get(kind="opportunity.checked").labels == {"check": check.pk, "found": "over"}
