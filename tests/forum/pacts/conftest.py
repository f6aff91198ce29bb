"""A programme that Anita's office opened: Gina sits in its committee, Rosa steers it."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from forum.pacts.actions import give_guideline, open_programme
from portal.clock import at

ROME = ZoneInfo("Europe/Rome")

FIELDS = {
    "name": "Comunità energetiche",
    "lead": "Un patto fra la famiglia e chi la segue.",
    "about": "La famiglia **riceve**, cresce e dà.",
    "isee_from": Decimal("6000"),
    "isee_to": Decimal("12000"),
    "thresholds_on": date(2026, 11, 24),
    "thresholds_source": "Scheda del programma",
    "mail": "patti@example.org",
    "steering_from": date(2026, 11, 9),
}
POINTS = [
    {"name": "Centro di ascolto", "what": "Il martedì mattina", "may_verify": True},
    {"name": "Servizi sociali", "may_verify": True},
    {"name": "Consultorio"},
]


def on(day: date, hour: int = 10, minute: int = 0):
    """Move the clock to an hour of a day in Rome."""
    return at(datetime(day.year, day.month, day.day, hour, minute, tzinfo=ROME))


@pytest.fixture
def programme(anita, gina, rosa):
    seats = [
        {"body": "committee", "title": "Responsabile del progetto", "person": gina},
        {"body": "committee", "title": "Responsabile degli inserimenti"},
        {"body": "steering", "title": "Rappresentante di un ente", "person": rosa},
    ]
    return open_programme("comunita-energetiche", by=anita, access_points=POINTS, seats=seats, **FIELDS)


@pytest.fixture
def guideline(programme, rosa):
    return give_guideline(programme, "Prima le famiglie con ragazzi", "Guardate ai **16–18 anni**.", by=rosa)
