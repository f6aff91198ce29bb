"""No word that labels who asks: a list against what citizens read, and against the letters that go out."""

import re
import uuid

import pytest

from portal.mail.models import Letter
from portal.network.actions import report_error
from portal.network.receipts import grouped
from portal.network.requests import actions
from tests.portal.network.requests.conftest import RECEIPT

# Stems, in both languages. «Persona», «famiglia», «chi ti scrive» are the words to use.
LABELS = re.compile(
    r"\b(pover[oaie]|povertà|indigent\w*|bisognos\w*|disagi\w*|utent[ei]|moros[oaie]|emarginat\w*|assistit[oaie]"
    r"|svantaggiat\w*|fragil[ei]|vulnerabil[ei]|beneficiar[ioe]+|poor|poverty|needy|underprivileged|destitute|users?"
    r"|deprived|vulnerable|cas[oi] uman[oi]|beneficiar\w+)\b",
    re.I,
)
PAGES = [
    "/",
    "/trova/",
    "/trova/?dove=empoli",
    "/trova/ada-ferrero/",
    "/rete/",
    "/rete/sportelli/empoli/",
    "/rete/sportelli/empoli/errore/",
    "/chiedi-aiuto/",
    "/chiedi-aiuto/richiesta/?zona=torino",
    "/richiesta/",
    "/opportunita/",
    "/eventi/",
]
WHAT = {"area": "empolese-valdelsa", "needs": ["bolletta"], "text": "Una lettera", "name": ""}
HOW = {"to": "sportello:empoli", "way": "none", "agrees": "on", "risposta": "1"}


SAID = re.compile(r"\b(?:alt|title|aria-label|placeholder|content)=\"([^\"]*)\"")


def words_of(page: str) -> str:
    """What a person reads or hears: without addresses and scripts, with what images and controls are called."""
    bare = re.sub(r"<(script|style)\b[\s\S]*?</\1>", " ", page)
    return " ".join([re.sub(r"<[^>]*>", " ", bare), *SAID.findall(bare)])


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_citizens_read_labels_nobody(language, client, desk, listing, ask, bruno, after_commit):
    with after_commit():
        one = ask(RECEIPT, desk=desk)
    with after_commit():
        actions.take(one, by=bruno)
        actions.answer(one, "Vieni giovedì.", cid=uuid.uuid4(), by=bruno)
    _correction, slip = report_error("L’orario è un altro.", desk=desk)
    read = {path: client.get(language + path).content.decode() for path in PAGES}
    read["what → how"] = client.post(f"{language}/chiedi-aiuto/richiesta/", WHAT).content.decode()
    read["slip"] = client.post(f"{language}/chiedi-aiuto/richiesta/", WHAT | HOW).content.decode()
    read["story"] = client.post(f"{language}/richiesta/", {"receipt": grouped(RECEIPT)}).content.decode()
    read["report"] = client.post(f"{language}/richiesta/", {"receipt": slip}).content.decode()
    actions.close_request(one, "not_found", "Qui no: prova in comune.", by=bruno)
    read["closed"] = client.post(f"{language}/richiesta/", {"receipt": grouped(RECEIPT)}).content.decode()

    assert all(len(words_of(page)) > 200 for page in read.values())
    found = {where: LABELS.findall(words_of(page)) for where, page in read.items()}
    assert {where: words for where, words in found.items() if words} == {}
    assert Letter.objects.exists()
    assert [letter.subject for letter in Letter.objects.all() if LABELS.search(letter.subject + letter.text)] == []
    assert LABELS.search("le famiglie povere") and LABELS.search("our users")
    assert LABELS.search(words_of('<img src="x" alt="poveri">'))
