"""Who may do what, and that every predicate agrees with its set."""

import pytest
from django.contrib.auth.models import AnonymousUser

from practices.permissions import (
    can_adopt,
    can_read,
    can_review,
    can_write,
    visible_adoptions,
    visible_practices,
    visible_reviews,
)

CAST = [
    "ada",
    "bruno",
    "carla",
    "dino",
    "elena",
    "franca",
    "nina",
    "lara",
    "gina",
    "rosa",
    "furio",
    "sara",
    "tino",
    "anita",
]


def who(request, name: str):
    return AnonymousUser() if name == "visitor" else request.getfixturevalue(name)


@pytest.mark.parametrize("name", ["visitor", *CAST])
@pytest.mark.parametrize("audience", ["public", "members"])
def test_reading_follows_the_audience(request, publish, ada, name, audience):
    practice, user = publish(ada, audience=audience), who(request, name)

    reads = audience == "public" or name not in ("visitor", "sara")
    assert can_read(user, practice) is reads
    assert (practice in visible_practices(user)) is reads


@pytest.mark.parametrize("name", ["visitor", *CAST])
def test_a_sheet_is_reviewed_by_moderators_and_trainers_never_by_its_author(request, review, name):
    user = who(request, name)

    assert can_review(user, review) is (name in ("dino", "franca"))
    assert (review in visible_reviews(user)) is (name in ("dino", "franca"))


def test_a_moderator_does_not_review_her_own(dino, ada):
    from practices.actions import submit_for_review, write_practice

    from .conftest import fields

    review = submit_for_review(write_practice(fields(), by=dino), by=dino)

    assert not can_review(dino, review) and review not in visible_reviews(dino)


@pytest.mark.parametrize("name", ["visitor", *CAST])
def test_operators_try_and_members_read_what_they_tell(request, practice, told, bruno, name):
    report, user = told(practice, bruno), who(request, name)

    assert can_adopt(user, practice) is (name in ("bruno", "carla", "dino", "elena", "franca", "tino"))
    reads = name not in ("visitor", "sara", "gina", "rosa", "furio", "anita")
    assert (report in visible_adoptions(user)) is reads


@pytest.mark.parametrize("name", ["visitor", *CAST])
def test_operators_write(request, db, name):
    writers = {"ada", "bruno", "carla", "dino", "elena", "franca", "tino"}

    assert can_write(who(request, name)) is (name in writers)


def test_who_is_in_shadowing_tries_and_does_not_write(practice, lara):
    from portal.accounts.actions import begin_shadowing

    begin_shadowing(lara, "ACTIVATOR")

    assert can_adopt(lara, practice) and not can_write(lara)
