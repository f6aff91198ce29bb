"""The board on open screens: what follows a number, and that a frame is the same for everyone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from portal.live.topics import registered
from portal.opportunities.actions import change_opportunity, check_opportunity, withdraw_opportunity
from portal.opportunities.models import Board
from portal.opportunities.topics import BoardTopic

TOPIC = BoardTopic()


def after(seq, limit=100):
    return TOPIC.after("rete", seq, limit)


def test_it_is_registered_and_tells_nobody_who_has_it_open():
    assert isinstance(registered()["board"], BoardTopic)
    assert not TOPIC.presence and TOPIC.takes_away == ("withdrawn",)


@pytest.mark.parametrize("name, follows", [("ada", True), ("lara", True), ("gina", True), ("sara", False)])
def test_everybody_with_an_account_follows(request, name, follows):
    assert TOPIC.may_follow(request.getfixturevalue(name), "rete") is follows


def test_a_visitor_does_not_follow():
    assert not TOPIC.may_follow(AnonymousUser(), "rete")


@pytest.mark.parametrize("key", ["", "1", "Rete", "altra", "\x00", "x" * 80])
def test_there_is_one_board(opportunity, ada, key):
    assert not TOPIC.may_follow(ada, key)
    assert TOPIC.head(key) is None and TOPIC.heads([key]) == {} and TOPIC.after(key, 0, 10) == (0, [])


def test_before_the_first_one_it_stands_at_zero(db):
    assert TOPIC.head("rete") == ("", 0) and TOPIC.heads(["rete"]) == {"rete": 0} and after(0) == (0, [])


def test_it_gives_what_came_after_a_number_in_order(post, ada, bruno):
    first, second = post(ada), post(ada, title="Fondo caldaie", state="activatable", places=None)
    check_opportunity(first, "over", by=bruno)

    head, changes = after(0)
    assert head == 3 == TOPIC.heads({"rete", "x"})["rete"] and TOPIC.head("rete")[1] == 3
    assert [(change.seq, change.kind, change.data["id"]) for change in changes] == [
        (2, "opportunity", second.pk),
        (3, "opportunity", first.pk),
    ]
    assert [change.seq for change in after(0, limit=1)[1]] == [2]
    assert after(3) == (3, []) and after(99) == (3, [])
    first.refresh_from_db()
    assert changes[1].data == {
        "id": first.pk,
        "state": "exhausted",
        "title": "Corso di italiano con baby-sitting",
        "checked": first.checked_at.isoformat(),
        "by": "Bruna T.",
        "places": 0,
    }


def test_a_change_that_commits_between_the_two_reads_is_not_passed_over(opportunity, ada, monkeypatch):
    """The head was read, then something changed: it comes with the rows."""
    monkeypatch.setattr("portal.opportunities.topics._last_seq", lambda: 1)
    change_opportunity(opportunity, {"title": "Nuovo titolo"}, by=ada)

    head, changes = after(0)

    assert head == 2 and changes[0].data["title"] == "Nuovo titolo"


def test_of_what_was_withdrawn_only_the_key_goes(opportunity, elena):
    withdraw_opportunity(opportunity, by=elena)

    change = after(1)[1][0]
    assert (change.kind, change.data) == ("withdrawn", {"id": opportunity.pk})


def test_a_frame_is_the_same_in_both_languages(opportunity):
    with override("it"):
        here = after(0)
    with override("en"):
        assert after(0) == here


def test_the_epoch_is_the_boards(opportunity):
    assert TOPIC.head("rete") == (str(Board.objects.get(pk=1).epoch), 1)
