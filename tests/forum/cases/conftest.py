"""One case: Ada (TED in Torino) brought it, Bruna reads it with her, Carla and everybody else know nothing of it."""

import time
from uuid import uuid4

import pytest

from portal.vocabulary.models import Territory, Theme

# Words that stand nowhere but in the case: what the sweeps look for.
CANARIES = {
    "question": "Come parlo con il venditore quando la zampogna tace?",
    "situation": "La famiglia tiene una mongolfiera in cortile e paga a fatica.",
    "tried_text": "Ho provato con il barometro, senza esito.",
    "comment": "Da noi ha aiutato un clavicembalo scordato.",
    "recommendation": "Chiedi le rate con un sestante in mano.",
    "outcome": "È finita bene, con un brindisi di chinotto.",
}


def fields_of(pseudonym: str = "Fiordaliso", **more) -> dict:
    return {
        "pseudonym": pseudonym,
        "basis": "informed",
        "themes": list(Theme.objects.filter(slug__in=["bollette", "distacchi-e-rate"])),
        "area": Territory.objects.get(slug="torino"),
        "household": "3-4",
        "ages": ["adult", "6-13"],
        "isee": "6000_12000",
        "arrears": "3_6",
        "tried": ["bonus"],
        **{name: CANARIES[name] for name in ("question", "situation", "tried_text")},
        **more,
    }


def form_of(**more) -> dict:
    """What a browser sends to open a case."""
    return {
        "pseudonym": "Melograno",
        "theme": "bollette",
        "area": "torino",
        "household": "3-4",
        "ages": ["adult", "6-13"],
        "question": "Che cosa faccio se la rata è troppo alta?",
        "situation": "La famiglia ha perso una delle due entrate.",
        "basis": "informed",
        **more,
    }


@pytest.fixture
def case(ada, bruno):
    from forum.cases.actions import accept_invitation, invite, open_case

    case = open_case(fields_of(), by=ada)
    accept_invitation(invite(case, bruno, by=ada), by=bruno)
    return case


@pytest.fixture
def talk(case, ada, bruno):
    """A comment and a recommendation by Bruna, an answer by Ada."""
    from forum.cases.actions import comment, recommend

    return [
        comment(case, CANARIES["comment"], cid=uuid4(), by=bruno),
        recommend(case, CANARIES["recommendation"], cid=uuid4(), by=bruno),
        comment(case, "Grazie, provo.", cid=uuid4(), by=ada),
    ]


@pytest.fixture
def visit(browse):
    """Give a signed-in browser whose session was confirmed a moment ago."""

    def as_person(one):
        browser = browse(one)
        if one is not None:
            session = browser.session
            session["fresh_at"] = int(time.time())
            session.save()
        return browser

    return as_person
