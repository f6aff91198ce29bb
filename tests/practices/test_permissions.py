"""Who may do what, and that every predicate agrees with its set, for the whole cast."""

import pytest
from django.contrib.auth.models import AnonymousUser

from practices.actions import submit_for_review, write_practice
from practices.permissions import (
    can_adopt,
    can_read,
    can_review,
    can_write,
    visible_adoptions,
    visible_practices,
    visible_reviews,
)

from .conftest import fields

CAST = "ada bruno carla dino elena franca nina lara gina rosa furio sara tino anita".split()
OPERATORS = {"ada", "bruno", "carla", "dino", "elena", "franca", "tino"}


@pytest.fixture
def cast(request) -> dict:
    """Everybody by name, and a visitor."""
    return {"visitor": AnonymousUser()} | {name: request.getfixturevalue(name) for name in CAST}


def those(cast: dict, answer) -> set[str]:
    """Name those of the cast for whom the answer is yes."""
    return {name for name, user in cast.items() if answer(user)}


def test_everybody_reads_what_is_public(practice, cast):
    assert those(cast, lambda user: can_read(user, practice)) == {"visitor", *CAST}
    assert those(cast, lambda user: practice in visible_practices(user)) == {"visitor", *CAST}


def test_the_network_reads_what_is_for_the_network(publish, cast):
    practice = publish(cast["ada"], audience="members")

    readers = set(CAST) - {"sara"}
    assert those(cast, lambda user: can_read(user, practice)) == readers
    assert those(cast, lambda user: practice in visible_practices(user)) == readers


def test_nobody_reads_a_draft_in_the_library_not_even_its_author(sheet, cast):
    assert those(cast, lambda user: can_read(user, sheet)) == set()
    assert those(cast, lambda user: sheet in visible_practices(user)) == set()


def test_moderators_and_trainers_review(review, cast):
    assert those(cast, lambda user: can_review(user, review)) == {"dino", "franca"}
    assert those(cast, lambda user: review in visible_reviews(user)) == {"dino", "franca"}


def test_a_moderator_does_not_review_her_own(cast):
    review = submit_for_review(write_practice(fields(), by=cast["dino"]), by=cast["dino"])

    assert those(cast, lambda user: can_review(user, review)) == {"franca"}
    assert those(cast, lambda user: review in visible_reviews(user)) == {"franca"}


def test_operators_try_and_members_read_what_they_tell(practice, told, cast):
    report = told(practice, cast["bruno"])

    assert those(cast, lambda user: can_adopt(user, practice)) == OPERATORS - {"ada"}
    assert those(cast, lambda user: report in visible_adoptions(user)) == OPERATORS | {"nina", "lara"}


def test_operators_write(cast):
    assert those(cast, can_write) == OPERATORS


def test_who_is_in_shadowing_tries_and_does_not_write(practice, lara):
    from portal.accounts.actions import begin_shadowing

    begin_shadowing(lara, "ACTIVATOR")

    assert can_adopt(lara, practice) and not can_write(lara)
