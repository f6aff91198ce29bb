"""A body of the Empolese with a desk in Empoli where Bruna works; Ada chose to be found in Torino."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from portal.clock import at
from portal.network.actions import assign, list_ted, open_desk, open_organisation
from portal.vocabulary.models import Language, Territory, Theme

ROME = ZoneInfo("Europe/Rome")
# A Tuesday, at ten in the morning.
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ROME)


def place(slug: str) -> Territory:
    return Territory.objects.select_related("parent").get(slug=slug)


def theme(slug: str) -> Theme:
    return Theme.objects.get(slug=slug)


def languages(*slugs: str) -> list[Language]:
    return list(Language.objects.filter(slug__in=slugs))


def desk_fields(**changes) -> dict:
    return {
        "name": "Sportello Pagnana",
        "territory": place("empoli"),
        "address": "Via della Motta 1",
        "directions": "Due gradini; si suona.",
        "phone": "0571 000 012",
        "in_person": True,
        "takes_requests": True,
    } | changes


def listing_fields(**changes) -> dict:
    return {
        "territory": place("torino"),
        "themes": [theme("bollette")],
        "languages": languages("ar"),
        "days": "03",
        "in_person": True,
        "remote": True,
        "phone": "011 000 0013",
        "shows_phone": True,
        "note": "Leggo con te la bolletta.",
        "takes_requests": True,
    } | changes


@pytest.fixture(autouse=True)
def tuesday():
    """Every story of this room happens on a Tuesday morning."""
    with at(TUESDAY):
        yield


@pytest.fixture
def body(elena):
    fields = {"name": "Circolo Pagnana", "kind": "association", "territory": place("empolese-valdelsa")}
    return open_organisation(fields | {"about": "Aiuta chi passa."}, by=elena)


@pytest.fixture
def desk(body, elena):
    """Open on Tuesday afternoon and on Thursday morning."""
    return open_desk(
        body,
        desk_fields(languages=languages("it", "ar")),
        by=elena,
        services=[("Leggere la bolletta", theme("bollette").pk)],
        hours=[(1, time(15), time(18), False), (3, time(9, 30), time(12), False)],
    )


@pytest.fixture
def make_desk(body, elena):
    """Open another desk of the same body: by name and municipality."""

    def opened(name: str, territory: str, *, services=(), hours=(), **fields):
        rows = [(words, theme(slug).pk) for words, slug in services]
        fields = desk_fields(name=name, territory=place(territory), **fields)
        return open_desk(body, fields, by=elena, services=rows, hours=hours)

    return opened


@pytest.fixture
def at_the_desk(body, desk, bruno, elena):
    """Bruna works at the desk."""
    return assign(body, bruno, "operator", desk, by=elena)


@pytest.fixture
def listing(ada):
    return list_ted(ada, listing_fields(), by=ada)
