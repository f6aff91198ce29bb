"""What cannot be kept comes back: one sentence at its field, what was typed still there, and nothing written.

Bruna follows a request at the desk of Empoli; the person has her slip.
"""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from portal.clock import now, real_now, today
from portal.journal.models import Event
from portal.limits import actions as limits
from portal.network.models import Organisation
from portal.network.requests import actions
from portal.network.requests.models import Contact, HelpRequest, Line, Referral
from portal.network.requests.permissions import can_work
from portal.notifications.models import Notification
from tests.portal.network.requests.conftest import CANARIES, RECEIPT, territory

KEPT = (HelpRequest, Contact, Line, Referral, Event, Notification)


def rows() -> dict:
    """All that a form of these could have changed."""
    return {model: sorted(map(_plain, model.objects.values_list())) for model in KEPT}


def _plain(row: tuple) -> str:
    return repr([bytes(value) if isinstance(value, memoryview) else value for value in row])


class Page:
    """An answer as a person reads it: what is said at a field, and what the controls hold."""

    def __init__(self, answer):
        self.status = answer.status_code
        self.tree = BeautifulSoup(answer.content, "html.parser")

    def said_at(self, field: str) -> str:
        said = self.tree.find(id=f"id_{field}_error")
        return " ".join(said.get_text().split()) if said else ""

    def summary(self) -> list[str]:
        found = self.tree.select(".error-summary li")
        return [" ".join(line.get_text().split()) for line in found]

    def holds(self, name: str) -> list[str]:
        """What a control would send again."""
        found = []
        for control in self.tree.find_all(["input", "textarea", "select"], attrs={"name": name}):
            if control.name == "textarea":
                found.append(control.get_text().removeprefix("\n"))
            elif control.name == "select":
                found += [option["value"] for option in control.find_all("option", selected=True)]
            elif control.get("type") not in ("checkbox", "radio") or control.has_attr("checked"):
                found.append(control.get("value", "on" if control.get("type") == "checkbox" else ""))
        return found


def refused(browser, url: str, sent: dict, field: str, sentence: str, *, lost: tuple[str, ...] = ()) -> Page:
    """Send a form that comes back: see the head of this file. `lost` are values that no control can hold."""
    before = rows()
    page = Page(browser.post(url, sent))

    assert page.status == 422
    assert page.said_at(field) == sentence
    assert [line.endswith(sentence) for line in page.summary()] == [True]
    for name, value in sent.items():
        if name not in lost and value != "":
            values = value if isinstance(value, list) else [value]
            assert page.holds(name) == values, name
    assert rows() == before
    return page


def too_long(length: int, most: int) -> str:
    return f"È lungo {length} caratteri: al massimo {most}. Accorcialo."


def none_of_them(value: str) -> str:
    return f"«{value}» non è fra le scelte: scegline una dall’elenco."


def names(what: str, part: str) -> str:
    return f"Sembra che ci sia {what} («{part}»). Toglilo, oppure conferma che non identifica nessuno."


PHONE = names("un numero di telefono", "333 123 4567")
WITH_PHONE = "Chiama il 333 123 4567, risponde la zia."


@pytest.fixture
def kept(ask, desk, bruno):
    """A request that Bruna follows."""
    one = ask(RECEIPT, desk=desk)
    return actions.take(one, by=bruno)


@pytest.fixture
def hers(kept, visit, bruno):
    """Bruna's browser."""
    return visit(bruno)


@pytest.fixture
def at_work(kept):
    """The address of the request, for who works on it."""
    return f"/richieste/{kept.code}/"


# ── who follows it ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Scrivi la risposta prima di inviarla."),
        ("  \r\n ", "Scrivi la risposta prima di inviarla."),
        ("\x00\x08", "Scrivi la risposta prima di inviarla."),
        ("a" * 2001, too_long(2001, 2000)),
        ("Il codice è RSSMRA85T10A562S, giusto?", names("un codice fiscale", "RSSMRA85T10A562S")),
    ],
)
def test_an_answer(hers, at_work, text, sentence):
    cid = str(uuid.uuid4())
    page = refused(hers, f"{at_work}rispondi/", {"text": text, "cid": cid}, "text", sentence, lost=("text",))

    # The form is on the page of the request, with how to reach her and the story.
    assert page.holds("text") == [text]
    assert CANARIES["contact"] in page.tree.get_text() and CANARIES["text"] in page.tree.get_text()


def test_an_answer_with_the_desks_own_number_and_address_goes_out(hers, at_work):
    sent = {"text": "Vieni in via di Pagnana 3, o chiama Bruna Taddei allo 0571 000 012.", "cid": str(uuid.uuid4())}

    assert hers.post(f"{at_work}rispondi/", sent).status_code == 302
    assert Line.objects.get().kind == Line.Kind.ANSWER


REFER = {"organisation": "comune", "ask": "Un posto in casa famiglia", "agreed": "on"}


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"organisation": ""}, "organisation", "Scegli l’ente."),
        ({"organisation": "altrove"}, "organisation", "Scegli uno degli enti dell’elenco."),
        ({"organisation": "chiuso"}, "organisation", "Scegli uno degli enti dell’elenco."),
        ({"organisation": "non-prende"}, "organisation", "Scegli uno degli enti dell’elenco."),
        ({"organisation": "di-torino"}, "organisation", "Scegli uno degli enti dell’elenco."),
        ({"ask": ""}, "ask", "Scrivi che cosa chiedi all’ente."),
        ({"ask": "a" * 401}, "ask", too_long(401, 400)),
        ({"ask": WITH_PHONE}, "ask", PHONE),
        ({"agreed": ""}, "agreed", "Chiedilo prima alla persona, poi metti il segno qui."),
    ],
)
def test_passed_on_to_a_body(hers, at_work, town, change, field, sentence):
    Organisation.objects.create(slug="chiuso", name="Chiuso", kind="public", closed_at=now())
    Organisation.objects.create(slug="non-prende", name="Non prende", kind="public", takes_referrals=False)
    Organisation.objects.create(slug="di-torino", name="Di Torino", kind="public", territory=territory("torino"))

    # A choice that is not in the list has no control to stay in.
    lost = ("organisation",) if "organisation" in change else ()
    refused(hers, f"{at_work}passa/", REFER | change, field, sentence, lost=lost)


def test_passed_on_to_a_body_that_is_at_it(hers, at_work, kept, town, bruno):
    actions.refer(kept, town, "Un posto", agreed_on=today(), by=bruno)

    sentence = "A questo ente l’hai già passata, e non ha ancora finito."
    refused(hers, f"{at_work}passa/", REFER, "organisation", sentence)


@pytest.fixture
def moved_at(kept, town, bruno):
    """Where it is written down what the body said."""
    referral = actions.refer(kept, town, "Un posto", agreed_on=today(), by=bruno)
    return f"/richieste/{kept.code}/invii/{referral.pk}/"


WHY = "Scrivi perché l’ente ha detto di no."


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"state": "", "answer": "Ci pensa"}, "state", "Scegli a che punto è."),
        ({"state": "refused", "answer": ""}, "answer", WHY),
        ({"state": "refused", "answer": " \t"}, "answer", WHY),
        ({"state": "refused", "answer": WITH_PHONE}, "answer", PHONE),
        ({"state": "accepted", "answer": WITH_PHONE}, "answer", PHONE),
        ({"state": "done", "answer": "a" * 401}, "answer", too_long(401, 400)),
    ],
)
def test_what_a_body_said(hers, moved_at, sent, field, sentence):
    refused(hers, moved_at, sent, field, sentence)
    assert Referral.objects.get().state == "sent"


@pytest.mark.parametrize("state", ["sent", "ended", "inventato"])
def test_a_body_cannot_say_what_is_not_in_the_list(hers, moved_at, state):
    before = rows()
    page = Page(hers.post(moved_at, {"state": state, "answer": "Ha detto così"}))

    assert page.status == 422 and page.said_at("state") == none_of_them(state)
    assert page.holds("answer") == ["Ha detto così"] and rows() == before


def test_a_body_that_ended_says_no_more(hers, moved_at, bruno):
    actions.move_referral(Referral.objects.get(), "refused", "Finiti", by=bruno)
    before = rows()

    assert hers.post(moved_at, {"state": "done", "answer": "Invece sì"}).status_code in (302, 403)
    assert rows() == before


REASON = "Scrivi perché la passi, in una riga."
OF_THE_LIST = "Scegli una persona dell’elenco."


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"to": "ilaria-conti", "reason": ""}, "reason", REASON),
        ({"to": "", "reason": " "}, "reason", REASON),
        ({"to": "ilaria-conti", "reason": "a" * 601}, "reason", too_long(601, 600)),
        ({"to": "ilaria-conti", "reason": WITH_PHONE}, "reason", PHONE),
        ({"to": "bruna-taddei", "reason": "La tengo io"}, "to", OF_THE_LIST),
        ({"to": "ada-ferrero", "reason": "È brava"}, "to", OF_THE_LIST),
        ({"to": "nino-ruggeri", "reason": "Vuole provare"}, "to", OF_THE_LIST),
        ({"to": "nessuno-qui", "reason": "Chiunque"}, "to", OF_THE_LIST),
    ],
)
def test_handed_over(hers, at_work, kept, ilaria, ada, nina, bruno, sent, field, sentence):
    refused(hers, f"{at_work}affida/", sent, field, sentence, lost=("to",) if field == "to" else ())

    kept.refresh_from_db()
    assert can_work(bruno, kept)


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"to": "", "reason": "Nessuno la prende"}, "to", "Scegli a chi affidarla."),
        ({"to": "elena-vannini", "reason": "La seguo io"}, "to", OF_THE_LIST),
        ({"to": "bruna-taddei", "reason": "La segue già"}, "to", OF_THE_LIST),
        ({"to": "ada-ferrero", "reason": "È brava"}, "to", OF_THE_LIST),
        ({"to": "ilaria-conti", "reason": ""}, "reason", REASON),
        ({"to": "ilaria-conti", "reason": WITH_PHONE}, "reason", PHONE),
    ],
)
def test_entrusted_by_who_coordinates(at_work, kept, visit, elena, ilaria, ada, bruno, sent, field, sentence):
    page = refused(visit(elena), f"{at_work}affida/", sent, field, sentence, lost=("to",) if field == "to" else ())

    kept.refresh_from_db()
    assert kept.taken_by == bruno and "Affidala a un operatore" in page.tree.h1.get_text()
    assert CANARIES["contact"] not in page.tree.get_text()


def test_entrusted_what_nobody_took_for_a_working_day(ask, visit, elena, tino, ada):
    one = ask(area=territory("empolese-valdelsa"))
    HelpRequest.objects.filter(pk=one.pk).update(waiting_since=now() - timedelta(days=6))
    browser, url = visit(elena), f"/richieste/{one.code}/affida/"

    refused(browser, url, {"to": "", "reason": "Abita vicino"}, "to", "Scegli a chi affidarla.")
    refused(browser, url, {"to": "ada-ferrero", "reason": "È brava"}, "to", OF_THE_LIST, lost=("to",))
    refused(browser, url, {"to": "tino-bassi", "reason": ""}, "reason", REASON)
    assert browser.post(url, {"to": "tino-bassi", "reason": "Abita vicino"}).status_code == 302
    one.refresh_from_db()
    assert one.taken_by == tino


TWO_LINES = "Scrivi due righe: che cosa è successo, quale altra strada c’è."


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"outcome": "", "words": "È andata"}, "outcome", "Scegli com’è finita."),
        ({"outcome": "not_found", "words": ""}, "words", TWO_LINES),
        ({"outcome": "partly", "words": "\n"}, "words", TWO_LINES),
        ({"outcome": "passed_on", "words": ""}, "words", TWO_LINES),
        ({"outcome": "solved", "words": "a" * 1001}, "words", too_long(1001, 1000)),
        ({"outcome": "not_found", "words": "a" * 1001}, "words", too_long(1001, 1000)),
        (
            {"outcome": "solved", "words": "Scrivi a lei@example.org"},
            "words",
            names("un indirizzo e-mail", "lei@example.org"),
        ),
    ],
)
def test_closed(hers, at_work, kept, sent, field, sentence):
    refused(hers, f"{at_work}chiudi/", sent, field, sentence, lost=("words",) if not sent["words"].strip() else ())

    kept.refresh_from_db()
    assert kept.is_open and Contact.objects.count() == 1


def test_an_outcome_that_is_not_in_the_list(hers, at_work):
    before = rows()
    page = Page(hers.post(f"{at_work}chiudi/", {"outcome": "stufa", "words": "Basta così"}))

    assert page.status == 422 and page.said_at("outcome") == none_of_them("stufa")
    assert page.holds("words") == ["Basta così"] and rows() == before


DOWN = {
    "to": "sportello:empoli", "needs": ["bolletta", "casa"], "text": CANARIES["text"], "name": CANARIES["name"],
    "way": "call", "contact": CANARIES["contact"], "when": CANARIES["when"], "may_say_who": "on", "follow": "on",
    "agrees": "on",
}  # fmt: skip
NUMBER = "Scrivi il suo numero, oppure scegli che torna con il codice."


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"to": ""}, "to", "Scegli a chi va."),
        ({"needs": []}, "needs", "Scegli almeno una cosa. Se non sai, scegli «Preferisco dirlo a voce»."),
        ({"needs": ["inventato"]}, "needs", "Scegli una delle cose dell’elenco."),
        ({"text": "a" * 1001}, "text", too_long(1001, 1000)),
        ({"name": "a" * 41}, "name", too_long(41, 40)),
        ({"way": ""}, "way", "Scegli come vuole essere ricontattata."),
        ({"contact": ""}, "contact", NUMBER),
        ({"contact": "12345"}, "contact", NUMBER),
        ({"contact": "1234567890123456"}, "contact", NUMBER),
        ({"contact": "3" * 41}, "contact", too_long(41, 40)),
        ({"when": "a" * 81}, "when", too_long(81, 80)),
        ({"agrees": ""}, "agrees", "Serve il suo sì: leggete insieme, poi metti il segno qui."),
    ],
)
def test_written_down_with_the_person_in_front(visit, bruno, desk, change, field, sentence):
    offered = actions.offer_receipt()
    lost = ("needs",) if "needs" in change else ()

    refused(visit(bruno), "/richieste/nuova/", DOWN | {"receipt": offered} | change, field, sentence, lost=lost)


def test_written_down_for_a_desk_that_is_not_hers(visit, ada, desk):
    """Ada works at no desk: the one of Empoli is not for her to choose."""
    before = rows()
    page = Page(visit(ada).post("/richieste/nuova/", DOWN))

    assert page.status == 422 and page.said_at("to") == none_of_them("sportello:empoli")
    assert page.holds("text") == [CANARIES["text"]] and page.holds("needs") == ["bolletta", "casa"]
    assert rows() == before


def test_several_things_at_once_are_each_said_where_they_are(visit, bruno, desk):
    before = rows()
    page = Page(visit(bruno).post("/richieste/nuova/", {"text": "Fa freddo", "way": "message"}))

    said = {name: page.said_at(name) for name in ("to", "needs", "contact", "agrees")}
    assert page.status == 422 and all(said.values()) and len(page.summary()) == len(said)
    assert page.holds("text") == ["Fa freddo"] and page.holds("way") == ["message"] and rows() == before


def test_written_down_too_often_in_a_day_what_was_typed_stays(visit, bruno, desk, still, monkeypatch):
    monkeypatch.setattr("portal.network.requests.views.working.WRITTEN_A_DAY", 1)
    browser = visit(bruno)
    assert browser.post("/richieste/nuova/", DOWN).status_code == 201
    before = rows()
    page = Page(browser.post("/richieste/nuova/", DOWN | {"text": "Un’altra persona"}))

    assert page.status == 422 and len(page.summary()) == 1 and rows() == before
    assert page.holds("text") == ["Un’altra persona"] and page.holds("contact") == [CANARIES["contact"]]


# ── the person herself ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("receipt", "sentence"),
    [
        ("", "Scrivi il codice di sedici cifre che hai sul foglio."),
        ("   ", "Scrivi il codice di sedici cifre che hai sul foglio."),
        ("4831 0962 7754 1209", "Con questo codice non troviamo niente. Controlla le cifre, una alla volta."),
        ("4831 0962 7754", "Il codice ha 16 cifre: ne mancano 4."),
        ("4831-0962-7754-12081", "Il codice ha 16 cifre: ce n’è una in più."),
        ("quello di ieri", "Il codice ha solo cifre: sono sedici. Controlla il foglio."),
        ("4" * 41, "Il codice ha sedici cifre. Controlla il foglio."),
    ],
)
@pytest.mark.parametrize("door", ["", "aggiungi/", "servito/", "cancella/"])
def test_a_receipt_that_opens_nothing(client, kept, door, receipt, sentence):
    page = refused(client, f"/richiesta/{door}", {"receipt": receipt}, "receipt", sentence)

    assert page.tree.h1.get_text() == "La tua richiesta" and CANARIES["text"] not in page.tree.get_text()


def test_a_wrong_receipt_with_other_things_gives_nothing_away_and_changes_nothing(client, kept):
    """Who guesses learns that it is wrong, whatever else she sends."""
    before = rows()
    sent = {"receipt": "4831 0962 7754 1209", "text": "Ciao", "helped": "yes", "sicuro": "1", "contact": "333 1234567"}
    pages = [client.post(f"/richiesta/{door}", sent) for door in ("", "aggiungi/", "servito/", "cancella/")]

    assert [page.status_code for page in pages] == [422] * 4 and rows() == before
    assert len({Page(page).said_at("receipt") for page in pages}) == 1


@pytest.fixture
def still(settings, monkeypatch):
    """Limits count as they are meant to, and no window ends while one looks."""
    settings.LIMITS_FACTOR = 1
    moment = real_now()
    monkeypatch.setattr(limits, "real_now", lambda: moment)


def test_who_tries_too_many_receipts_waits_and_what_she_typed_stays(client, kept, still):
    for number in range(30):
        assert client.post("/richiesta/", {"receipt": f"{number:016d}"}).status_code == 422
    page = Page(client.post("/richiesta/", {"receipt": RECEIPT}))

    (said,) = page.summary()
    assert page.status == 422 and "oppure chiama" in said and page.holds("receipt") == [RECEIPT]
    assert CANARIES["text"] not in page.tree.get_text()
    # Elsewhere it opens.
    assert client.post("/richiesta/", {"receipt": RECEIPT}, REMOTE_ADDR="203.0.113.9").status_code == 200


NOTHING = "Scegli una risposta, oppure scrivi due righe."


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"text": ""}, "text", NOTHING),
        ({"text": "", "choice": ""}, "text", NOTHING),
        ({"text": "a" * 1001}, "text", too_long(1001, 1000)),
        ({"text": "a" * 1001, "choice": "other"}, "text", too_long(1001, 1000)),
    ],
)
def test_what_the_person_answers(client, kept, bruno, sent, field, sentence):
    actions.answer(kept, "Ci vediamo giovedì alle 10?", cid=uuid.uuid4(), by=bruno)
    told = {"receipt": RECEIPT, "cid": str(uuid.uuid4())} | sent

    page = refused(client, "/richiesta/aggiungi/", told, field, sentence, lost=("receipt",))
    # Every form of the page goes on with the same receipt.
    assert set(page.holds("receipt")) == {RECEIPT} and "Ci vediamo giovedì" in page.tree.get_text()


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"text": "", "contact": ""}, "text", "Scrivi due righe prima di inviare."),
        ({"text": "Meglio a voce", "contact": "1234"}, "contact", "Questo numero non sembra completo. Controllalo."),
        ({"text": "", "contact": "ciao"}, "contact", "Questo numero non sembra completo. Controllalo."),
        ({"text": "A voce", "contact": "1" * 41}, "contact", too_long(41, 40)),
    ],
)
def test_what_a_person_adds_who_wanted_no_contact(client, ask, desk, sent, field, sentence):
    one = ask(RECEIPT, desk=desk, way=HelpRequest.Way.NONE)
    told = {"receipt": RECEIPT, "cid": str(uuid.uuid4())} | sent

    refused(client, "/richiesta/aggiungi/", told, field, sentence, lost=("receipt",))
    one.refresh_from_db()
    assert one.way == "none" and not Contact.objects.exists()


def test_an_answer_that_is_none_of_the_three(client, kept, bruno):
    actions.answer(kept, "Ci vediamo giovedì alle 10?", cid=uuid.uuid4(), by=bruno)
    before = rows()
    page = Page(client.post("/richiesta/aggiungi/", {"receipt": RECEIPT, "choice": "boh", "text": "Non so"}))

    assert page.status == 422 and page.said_at("choice") == none_of_them("boh")
    assert page.holds("text") == ["Non so"] and rows() == before


def test_a_request_that_was_closed_while_she_wrote(client, kept, bruno):
    """Nobody would read it: nothing is added, and the page says where one asks again."""
    actions.close_request(kept, "solved", by=bruno)
    before = rows()
    page = Page(client.post("/richiesta/aggiungi/", {"receipt": RECEIPT, "text": "La zampogna suona ancora"}))

    assert page.status == 422 and rows() == before
    assert page.tree.h1.get_text() == "La tua richiesta è chiusa"
    assert page.tree.select_one('main a[href="/chiedi-aiuto/"]')


@pytest.mark.parametrize("helped", ["", "forse", "\x00"])
def test_a_tap_that_is_none_of_the_three_is_not_kept(client, kept, bruno, helped):
    actions.close_request(kept, "solved", by=bruno)
    before = rows()

    assert client.post("/richiesta/servito/", {"receipt": RECEIPT, "helped": helped}).status_code == 200
    assert rows() == before


# ── a name in the words of who helps ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("where", "sent", "field"),
    [
        ("passa/", REFER, "ask"),
        ("affida/", {"to": "ilaria-conti"}, "reason"),
        ("chiudi/", {"outcome": "solved"}, "words"),
    ],
)
def test_what_the_guard_stops_goes_once_she_vouches_for_it(hers, at_work, ilaria, town, where, sent, field):
    part = "lei@example.org"
    told = sent | {field: f"Scrivi a {part}"}
    page = refused(hers, f"{at_work}{where}", told, field, names("un indirizzo e-mail", part))
    tick = page.tree.find("input", attrs={"name": "guard_checked"})
    assert not tick.has_attr("checked") and page.tree.mark.get_text() == part

    assert hers.post(f"{at_work}{where}", told | {"guard_checked": tick["value"]}).status_code == 302


def test_a_button_that_changes_a_part_stores_nothing_yet(hers, at_work, town):
    before = rows()
    told = REFER | {"ask": WITH_PHONE, "guard_replace": "ask|phone|333 123 4567"}
    page = Page(hers.post(f"{at_work}passa/", told))

    assert page.status == 422 and rows() == before
    (ask,) = page.holds("ask")
    assert "333 123 4567" not in ask and ask.endswith(", risponde la zia.")
    assert page.holds("organisation") == ["comune"] and page.holds("agreed") == ["on"]
