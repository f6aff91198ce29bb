"""Events of the Empolese: Ada sets them, Bruna comes, Elena coordinates there, Carla works elsewhere.

It is Monday 7 December 2026, ten in the morning in Rome.
"""

from datetime import UTC, datetime, timedelta

import pytest

from portal.agenda.actions import set_appointment
from portal.agenda.models import Appointment
from portal.clock import at
from portal.vocabulary.models import Territory, Theme

NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
LINK = "https://video.example.org/stanza-segreta"


def rome(year: int, month: int, day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    from portal.clock import ROME

    return datetime(year, month, day, hour, minute, tzinfo=ROME, fold=fold)


def fields(**changes) -> dict:
    """An event on Thursday 10 December, from 15 to 17, with a place and a video link."""
    return {
        "title": "Leggere la bolletta insieme",
        "kind": Appointment.Kind.WORKSHOP,
        "audience": Appointment.Audience.PUBLIC,
        "summary": "Porta una bolletta: la guardiamo insieme.",
        "text": "Alle 15 si comincia.\n\n**Porta** una bolletta.",
        "starts_at": rome(2026, 12, 10, 15),
        "ends_at": rome(2026, 12, 10, 17),
        "place": "Circolo Pagnana, Empoli",
        "link": LINK,
        "seats": None,
        "contact": "0571 000 019",
        "territory": Territory.objects.get(slug="empolese-valdelsa"),
        "themes": list(Theme.objects.filter(slug="energia")),
    } | changes


def post(**changes) -> dict:
    """What the form of an event sends."""
    return {
        "title": "Leggere la bolletta insieme",
        "kind": "workshop",
        "audience": "public",
        "summary": "Porta una bolletta: la guardiamo insieme.",
        "day": "2026-12-10",
        "begins": "15:00",
        "ends": "17:00",
        "place": "Circolo Pagnana, Empoli",
        "link": "",
        "seats": "",
        "contact": "0571 000 019",
        "text": "",
        "organisation": "",
        "territory": "",
    } | changes


@pytest.fixture
def monday():
    with at(NOW):
        yield NOW


@pytest.fixture
def event(ada, monday) -> Appointment:
    """Ada's workshop, open to everybody."""
    return set_appointment(fields(), by=ada)


@pytest.fixture
def members_event(ada, monday) -> Appointment:
    """Ada's meeting for the network."""
    return set_appointment(fields(title="Riunione della rete", audience=Appointment.Audience.MEMBERS), by=ada)


@pytest.fixture
def events(ada, monday):
    """Set many events, one a day."""

    def many(n: int) -> list[Appointment]:
        start = rome(2026, 12, 10, 15)
        return [
            set_appointment(
                fields(
                    title=f"Incontro {k}",
                    starts_at=start + timedelta(days=k),
                    ends_at=start + timedelta(days=k, hours=1),
                    seats=5,
                ),
                by=ada,
            )
            for k in range(n)
        ]

    return many


@pytest.fixture
def body(elena):
    """A body of the Empolese, where nobody works yet."""
    from portal.network.models import Organisation

    return Organisation.objects.create(
        slug="circolo-di-prova",
        name="Circolo di prova",
        kind="association",
        territory=Territory.objects.get(slug="empolese-valdelsa"),
    )
