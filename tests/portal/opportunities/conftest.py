"""A board: Ada posts in Torino, Bruna works for the body, Elena coordinates the Empolese, Lara is still learning."""

import pytest

from portal.network.models import Assignment, Organisation
from portal.opportunities.actions import post_opportunity
from portal.opportunities.models import Opportunity
from portal.vocabulary.models import Territory, Theme


@pytest.fixture
def body(db) -> Organisation:
    """A body of Empoli."""
    return Organisation.objects.create(
        slug="centro-famiglie",
        name="Centro famiglie",
        kind="public",
        territory=Territory.objects.select_related("parent").get(slug="empoli"),
    )


@pytest.fixture
def fields(body):
    """What is known of an opportunity."""

    def known(**changes) -> dict:
        return {
            "title": "Corso di italiano con baby-sitting",
            "summary": "Due mattine a settimana; qualcuno tiene i bambini.",
            "organisation": body,
            "territory": Territory.objects.select_related("parent").get(slug="empoli"),
            "themes": list(Theme.objects.filter(slug="cittadini-stranieri")),
            "for_whom": "Per chi vuole imparare l’italiano.",
            "contact": "Lo sportello del Centro famiglie",
            "phone": "0571 000 019",
            "cost": "Gratis per chi abita a Empoli",
            "places": 6,
        } | changes

    return known


@pytest.fixture
def post(fields):
    """Put one on the board."""

    def posted(by, **changes) -> Opportunity:
        return post_opportunity(fields(**changes), by=by)

    return posted


@pytest.fixture
def opportunity(post, ada) -> Opportunity:
    """Ada's, of a body of Empoli."""
    return post(ada)


@pytest.fixture
def works_there(body):
    """Give somebody a place in the body."""

    def assigned(person, task="operator") -> None:
        Assignment.objects.create(organisation=body, person=person, task=task)
        person.__dict__.pop("_places", None)

    return assigned


@pytest.fixture
def sent(fields):
    """What a browser sends for an opportunity."""

    def typed(**changes) -> dict:
        known = fields()
        return {
            **{name: value for name, value in known.items() if isinstance(value, str | int)},
            "organisation": known["organisation"].pk,
            "territory": known["territory"].pk,
            "themes": [theme.pk for theme in known["themes"]],
            "state": "active",
        } | changes

    return typed
