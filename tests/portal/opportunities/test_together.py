"""Two people at the same moment: both are heard, the last one holds, no number is given twice."""

from functools import partial

import pytest

from portal.network.models import Organisation
from portal.opportunities.actions import check_opportunity, post_opportunity
from portal.opportunities.models import Board, Check, Opportunity
from portal.opportunities.permissions import can_check
from portal.vocabulary.models import Territory
from tests.conftest import operator
from tests.together import together

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.both_databases]


@pytest.fixture
def cast(own_database) -> list:
    people = [operator("ted", "Ada", "Ferrero"), operator("attivatrice", "Bruna", "Taddei")]
    for person in people:
        can_check(person, Opportunity())  # what they may do is asked once a request; here there is one for all
    return people


@pytest.fixture
def fields(own_database) -> dict:
    place = Territory.objects.get(slug="empoli")
    body = Organisation.objects.create(slug="centro", name="Centro famiglie", kind="public", territory=place)
    return {
        "title": "Fondo caldaie",
        "summary": "Cambia la caldaia.",
        "organisation": body,
        "territory": place,
        "for_whom": "Chi ha figli.",
        "contact": "Il Centro",
        "places": 6,
    }


def test_two_checks_at_once_are_both_in_the_history_and_the_last_holds(cast, fields):
    ada, bruno = cast
    opportunity = post_opportunity(fields, by=ada)
    for n in range(5):
        done = together(
            partial(check_opportunity, Opportunity.objects.get(pk=opportunity.pk), "there", by=ada),
            partial(check_opportunity, Opportunity.objects.get(pk=opportunity.pk), "over", by=bruno),
        )

        assert all(isinstance(one, Check) for one in done), done
        last = max(done, key=lambda check: check.pk)
        opportunity.refresh_from_db()
        assert opportunity.checked_by == last.by
        assert opportunity.state == ("active" if last.found == "there" else "exhausted")
        assert opportunity.checks.count() == 2 * n + 2
        assert opportunity.mod_seq == Board.objects.get().last_seq == 2 * n + 3


def test_the_very_first_two_get_a_number_each(cast, fields):
    done = together(*[partial(post_opportunity, fields, by=person) for person in cast])

    assert sorted(one.mod_seq for one in done) == [1, 2] and Board.objects.get().last_seq == 2
