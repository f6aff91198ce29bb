"""Who may do what on the board. The body is of Empoli, and so is the opportunity; Ada of Torino posted it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.clock import now
from portal.opportunities.permissions import (
    can_check,
    can_edit,
    can_post,
    can_read,
    can_withdraw,
    checkable_opportunities,
    editable_opportunities,
    visible_opportunities,
    withdrawable_opportunities,
)
from tests.conftest import appointed, operator

CAST = ["ada", "bruno", "carla", "dino", "elena", "franca", "nina", "lara", "gina", "rosa", "anita", "sara"]
EDIT = {"ada", "elena", "anita"}
CHECK = {"ada", "bruno", "carla", "dino", "elena", "franca", "anita"}
WITHDRAW = {"elena", "anita"}
POST = CHECK


@pytest.mark.parametrize("name", CAST)
def test_each_may_do_what_she_may_and_the_sets_agree(request, opportunity, name):
    user = request.getfixturevalue(name)

    assert can_read(user, opportunity) and opportunity in visible_opportunities(user)
    assert can_post(user) is (name in POST)
    assert can_edit(user, opportunity) is (name in EDIT) is (opportunity in editable_opportunities(user))
    assert can_check(user, opportunity) is (name in CHECK) is (opportunity in checkable_opportunities(user))
    assert can_withdraw(user, opportunity) is (name in WITHDRAW) is (opportunity in withdrawable_opportunities(user))


def test_a_visitor_reads_and_that_is_all(opportunity):
    visitor = AnonymousUser()

    assert can_read(visitor, opportunity) and opportunity in visible_opportunities(visitor)
    assert not can_post(visitor) and not can_edit(visitor, opportunity) and not can_check(visitor, opportunity)
    assert not can_withdraw(visitor, opportunity) and not editable_opportunities(visitor).exists()
    assert not checkable_opportunities(visitor).exists() and not withdrawable_opportunities(visitor).exists()


def test_who_works_for_the_body_edits_and_its_referent_withdraws(opportunity, bruno, carla, works_there):
    assert not can_edit(bruno, opportunity) and not can_edit(carla, opportunity)

    works_there(bruno)
    works_there(carla, "referent")

    assert can_edit(bruno, opportunity) and opportunity in editable_opportunities(bruno)
    assert not can_withdraw(bruno, opportunity) and opportunity not in withdrawable_opportunities(bruno)
    assert can_edit(carla, opportunity) and opportunity in editable_opportunities(carla)
    assert can_withdraw(carla, opportunity) and opportunity in withdrawable_opportunities(carla)


@pytest.mark.parametrize("place, looks_after", [("", True), ("empoli", True), ("cosenza", False)])
def test_a_coordinator_looks_after_her_places(opportunity, place, looks_after):
    user = appointed(operator("altra", "Altea", "Conti", territory="cosenza"), "coordinator", place)

    assert can_withdraw(user, opportunity) is looks_after is (opportunity in withdrawable_opportunities(user))
    assert can_edit(user, opportunity) is looks_after is (opportunity in editable_opportunities(user))


def test_a_coordinator_of_the_bodys_place_looks_after_what_it_offers_elsewhere(post, ada, elena, carla):
    far = post(ada, territory=carla.territory)

    assert can_withdraw(elena, far) and far in withdrawable_opportunities(elena)


@pytest.mark.parametrize("name", CAST)
def test_what_was_withdrawn_is_nobodys(request, opportunity, name):
    user = request.getfixturevalue(name)
    opportunity.withdrawn_at = now()
    opportunity.save()

    assert not can_read(user, opportunity) and not can_edit(user, opportunity)
    assert not can_check(user, opportunity) and not can_withdraw(user, opportunity)
    for found in (visible_opportunities, editable_opportunities, checkable_opportunities, withdrawable_opportunities):
        assert not found(user).exists()
