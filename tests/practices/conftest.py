"""A library with sheets: Ada writes, Diana reads them again, Bruna tries them."""

from datetime import date

import pytest

from practices.actions import accept, report_adoption, submit_for_review, take_review, write_practice
from practices.models import Criterion, PracticePage


def fields(**changes) -> dict:
    """A sheet with everything that a reader needs."""
    return {
        "title": "Le rate chieste prima del distacco",
        "summary": "Una telefonata fatta insieme, con la cifra già decisa.",
        "kind": "worked",
        "setting": "home_visit",
        "minutes": 80,
        "cost": "Nessun costo",
        "need": "La famiglia ha due bollette indietro.",
        "people": "Chi ha un’entrata ogni mese.",
        "steps": "1. Mettete in fila le bollette.\n2. Chiamate insieme.",
        "resources": "Le bollette e un telefono.",
        "results": "Il distacco si ferma.",
        "weak_points": "**Il call center dice di no.** Richiamate.",
        "audience": "public",
        "themes": ["distacchi-e-rate"],
        "territory": "torino",
        "tags": ["rate", "venditore"],
    } | changes


@pytest.fixture
def sheet(ada) -> PracticePage:
    """Ada's draft: complete, not sent yet."""
    return write_practice(fields(), by=ada)


@pytest.fixture
def review(sheet, ada):
    """Ada's sheet, sent to be read."""
    return submit_for_review(sheet, by=ada)


@pytest.fixture
def practice(review, dino) -> PracticePage:
    """Ada's practice, published by Diana."""
    take_review(review, by=dino)
    return accept(review, Criterion.values, by=dino)


@pytest.fixture
def publish(dino):
    """Publish a sheet by somebody, through the whole way."""

    def published(author, **changes) -> PracticePage:
        written = write_practice(fields(**changes), by=author)
        return accept(submit_for_review(written, by=author), Criterion.values, by=dino)

    return published


@pytest.fixture
def told():
    """Tell how a practice went."""

    def tell(practice, person, outcome="worked", day=date(2026, 11, 2), **more):
        given = {"territory": person.territory, "tried_on": day, "happened": "Cinque rate, concesse."} | more
        return report_adoption(practice, by=person, outcome=outcome, **given)

    return tell
