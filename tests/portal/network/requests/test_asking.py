"""A person asks for guidance: four screens, no account, no trace."""

import logging
import re
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from portal.clock import real_now
from portal.limits.models import DayKey, Spending
from portal.mail.models import Letter
from portal.network.receipts import digest_of, grouped, new_receipt
from portal.network.requests import actions
from portal.network.requests.actions import offer_receipt, read_request, receipt_in, request_of
from portal.network.requests.actions.words import reach_of
from portal.network.requests.models import Contact, HelpRequest
from tests.portal.network.requests.conftest import CANARIES, RECEIPT
from tests.traces import everything

WHAT = {"area": "empolese-valdelsa", "needs": ["bolletta"], "text": CANARIES["text"], "name": CANARIES["name"]}
HOW = {
    "to": "zona", "way": "call", "contact": CANARIES["contact"], "when": CANARIES["when"], "agrees": "on",
    "risposta": "1",
}  # fmt: skip


def slip(page: str) -> str:
    """The number on the slip."""
    return re.search(r"\b(\d{4} \d{4} \d{4} \d{4})\b", page)[1]


def test_call_go_or_write_stand_side_by_side(client, desk):
    page = client.get("/chiedi-aiuto/").content.decode()

    assert 'href="tel:0571000012"' in page and 'href="/trova/"' in page and 'action="/chiedi-aiuto/richiesta/"' in page
    assert "no-store" in client.get("/chiedi-aiuto/")["Cache-Control"] and "meteoam" in page


def test_two_pages_of_questions_and_a_slip(client, desk):
    first = client.get("/chiedi-aiuto/richiesta/?zona=empolese-valdelsa").content.decode()
    assert "Che cosa ti preoccupa" in first and 'name="area" value="empolese-valdelsa"' in first

    second = client.post("/chiedi-aiuto/richiesta/", WHAT)
    page = second.content.decode()
    assert second.status_code == 200 and "Come vuoi la risposta" in page and CANARIES["text"] in page
    assert HelpRequest.objects.count() == 0

    offered = re.search(r'name="receipt" value="([^"]+)"', page)[1]
    last = client.post("/chiedi-aiuto/richiesta/", WHAT | HOW | {"to": f"sportello:{desk.slug}", "receipt": offered})
    assert last.status_code == 201 and last["Cache-Control"] == "no-store"
    kept = HelpRequest.objects.get()
    assert kept.desk == desk and kept.needs == ["bolletta"] and kept.way == "call"
    assert kept == request_of(slip(last.content.decode()))


def test_sent_twice_it_is_one_request_and_the_same_slip(client, desk):
    offered = offer_receipt()
    pages = [client.post("/chiedi-aiuto/richiesta/", WHAT | HOW | {"receipt": offered}) for _ in range(2)]

    assert HelpRequest.objects.count() == 1
    assert slip(pages[0].content.decode()) == slip(pages[1].content.decode()) == grouped(receipt_in(offered))


def test_the_same_page_used_for_other_words_is_another_request_with_its_own_slip(client, desk):
    """A form that a browser kept, after somebody else sent it."""
    offered = offer_receipt()
    first = client.post("/chiedi-aiuto/richiesta/", WHAT | HOW | {"receipt": offered}).content.decode()
    other = client.post("/chiedi-aiuto/richiesta/", WHAT | HOW | {"receipt": offered, "text": "Un’altra cosa"})

    assert other.status_code == 201 and slip(other.content.decode()) != slip(first)
    assert HelpRequest.objects.count() == 2


def test_a_number_put_right_on_the_same_page_is_not_lost(client, desk):
    sent = WHAT | HOW | {"receipt": offer_receipt()}
    first, again, right = (
        slip(client.post("/chiedi-aiuto/richiesta/", sent | {"contact": number}).content.decode())
        for number in ("333 000 0042", "333 000 0042", "333 000 0099")
    )
    assert first == again != right
    assert sorted(reach_of(one)[0] for one in Contact.objects.all()) == ["333 000 0042", "333 000 0099"]


def test_an_area_where_nobody_would_read_is_not_offered(client, desk):
    page = client.get("/chiedi-aiuto/richiesta/").text
    assert 'value="empolese-valdelsa"' in page and 'value="cosenza"' not in page
    answer = client.post("/chiedi-aiuto/richiesta/", WHAT | {"area": "cosenza"})
    assert answer.status_code == 422 and CANARIES["text"] in answer.text


def test_closed_while_she_wrote_her_words_come_back(client, desk, ask, bruno, monkeypatch):
    kept = ask(RECEIPT, desk=desk)
    actions.take(kept, by=bruno)
    add = actions.add

    def late(request, *args, **kwargs):
        actions.close_request(kept, "solved", by=bruno)
        return add(request, *args, **kwargs)

    monkeypatch.setattr(actions, "add", late)
    answer = client.post("/richiesta/aggiungi/", {"receipt": RECEIPT, "text": "Ho trovato anche la seconda bolletta"})
    assert answer.status_code == 422
    assert "è stata chiusa poco fa" in answer.text and "Ho trovato anche la seconda bolletta" in answer.text


def test_characters_that_nobody_types(client, desk):
    """A NUL in an address or in a text is an answer, never an error of the database."""
    assert client.get("/chiedi-aiuto/richiesta/?sportello=a%00b&persona=%00").status_code == 200
    told = WHAT | {"text": "Una lettera\x00 \x08strana", "sportello": "\x00"} | HOW
    assert client.post("/chiedi-aiuto/richiesta/", told).status_code == 201
    assert client.post("/richiesta/", {"receipt": "\x00"}).status_code == 422


def test_back_to_the_question_before_loses_nothing(client, desk):
    page = client.post("/chiedi-aiuto/richiesta/", WHAT | HOW | {"indietro": "1"}).content.decode()

    assert CANARIES["text"] in page and CANARIES["name"] in page and CANARIES["contact"] in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"needs": []}, "Scegli almeno una cosa"),
        ({"area": ""}, "Scegli la zona"),
        ({"text": "a" * 1001}, "È lungo 1001 caratteri"),
        ({"needs": ["inventato"]}, "Scegli una delle cose"),
    ],
)
def test_a_first_page_that_lacks_something(client, desk, change, sentence):
    answer = client.post("/chiedi-aiuto/richiesta/", WHAT | change)

    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert CANARIES["name"] in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"contact": ""}, "Scrivi un numero di telefono"),
        ({"contact": "ciao"}, "Scrivi un numero di telefono"),
        ({"agrees": ""}, "metti il segno qui"),
        ({"to": "sportello:altrove"}, "valida"),
        ({"way": ""}, "Scegli come vuoi la risposta"),
    ],
)
def test_a_second_page_that_lacks_something(client, desk, change, sentence):
    answer = client.post("/chiedi-aiuto/richiesta/", WHAT | HOW | change)

    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and CANARIES["text"] in page
    assert HelpRequest.objects.count() == 0


def test_who_wants_no_contact_leaves_none(client, desk):
    client.post("/chiedi-aiuto/richiesta/", WHAT | HOW | {"way": "none"})

    assert HelpRequest.objects.get().way == "none" and Contact.objects.count() == 0


def test_a_name_in_the_text_sends_nobody_away(client, desk):
    told = WHAT | {"text": "Sono la signora Maria Bianchi, via Roma 3, CF RSSMRA85T10A562S"} | HOW

    assert client.post("/chiedi-aiuto/richiesta/", told).status_code == 201


def test_from_a_desks_or_a_persons_page(client, desk, listing):
    assert "Sportello di Empoli" in client.get("/chiedi-aiuto/richiesta/?sportello=empoli").content.decode()
    client.post(
        "/chiedi-aiuto/richiesta/",
        WHAT | HOW | {"area": "torino", "persona": "ada-ferrero", "to": "persona:ada-ferrero"},
    )

    assert HelpRequest.objects.get().listing == listing


def test_a_desk_that_takes_no_requests_is_not_offered(client, desk):
    desk.takes_requests = False
    desk.save()

    assert "sportello:empoli" not in client.post("/chiedi-aiuto/richiesta/", WHAT).content.decode()


def read(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def words(part) -> str:
    return " ".join(part.get_text().split())


def test_the_numbers_are_folded_by_area_and_a_code_has_its_door_in_the_head(client, desk):
    page = read(client.get("/chiedi-aiuto/"))

    (folded,) = page.select("#call ~ div details")
    assert words(folded.summary) == "Empolese Valdelsa: un numero" and folded.select_one('a[href="tel:0571000012"]')
    assert page.select_one('.page-head a[href="/richiesta/"]')
    assert "non siamo ancora arrivati" in words(page.select_one("#zona_hint"))


def test_who_comes_from_a_desk_is_not_asked_again_to_whom(client, desk, other_desk):
    told = WHAT | {"sportello": "empoli"}
    page = read(client.post("/chiedi-aiuto/richiesta/", told))

    assert "A chi lo chiedi? Sportello di Empoli (Empoli)" in words(page.main)
    # The other ones are there, folded, and what is chosen is sent with them.
    assert [one["value"] for one in page.select("details input[name=to][checked]")] == ["sportello:empoli"]
    assert len(page.select("details input[name=to]")) == 3 and "chi coordina la zona" not in words(page.main)

    other = read(client.post("/chiedi-aiuto/richiesta/", told | HOW | {"to": "sportello:certaldo", "agrees": ""}))
    assert not other.select("details input[name=to]")
    assert [one["value"] for one in other.select("input[name=to][checked]")] == ["sportello:certaldo"]
    forged = read(client.post("/chiedi-aiuto/richiesta/", told | HOW | {"to": "sportello:altrove"}))
    assert not forged.select("details input[name=to]") and HelpRequest.objects.count() == 0


def test_who_writes_to_a_person_reads_what_happens_if_she_cannot(client, listing):
    told = WHAT | {"area": "torino", "persona": "ada-ferrero"}
    page = words(read(client.post("/chiedi-aiuto/richiesta/", told)).main)

    assert "A chi lo chiedi? Ada Ferrero" in page
    assert "Se entro un giorno di lavoro non può, chi coordina la zona la affida a un’altra persona della rete." in page


def labels(page: BeautifulSoup) -> dict[str, str]:
    """What stands over each field of one line or more."""
    return {label["for"].removeprefix("id_"): words(label) for label in page.select(".field > label[for]")}


def test_what_is_needed_at_times_is_not_called_optional(client, ask, desk):
    second = labels(read(client.post("/chiedi-aiuto/richiesta/", WHAT)))
    assert second["contact"] == "A quale numero di telefono?" and second["when"].endswith("(se vuoi)")

    ask(RECEIPT, desk=desk, way=HelpRequest.Way.NONE)
    added = client.post("/richiesta/aggiungi/", {"receipt": RECEIPT})
    assert labels(read(added))["text"] == "Aggiungi qualcosa"
    assert "Scrivi due righe prima di inviare." in words(read(added)) and "Scegli una risposta" not in words(
        read(added)
    )


# ── with the code ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("4831", "Il codice ha 16 cifre: ne mancano 12."),
        ("4831 0962 7754 120", "Il codice ha 16 cifre: ne manca una."),
        ("4831-0962-7754-1208 5", "Il codice ha 16 cifre: ce n’è una in più."),
        ("4831 0962 7754 1208 4831", "Il codice ha 16 cifre: ce ne sono 4 in più."),
        ("quello di ieri", "Il codice ha solo cifre: sono sedici. Controlla il foglio."),
    ],
)
def test_a_code_of_another_length_is_told_before_it_is_looked_up(client, ask, settings, typed, sentence):
    settings.LIMITS_FACTOR = 1
    ask(RECEIPT)
    answer = client.post("/richiesta/", {"receipt": typed})

    assert answer.status_code == 422 and sentence in words(read(answer))
    assert not Spending.objects.exists()
    wrong = client.post("/richiesta/", {"receipt": "4831 0962 7754 1209"})
    assert "Con questo codice non troviamo niente" in words(read(wrong)) and Spending.objects.exists()


def test_the_example_opens_nothing(client, ask):
    ask(RECEIPT)

    assert "1234 5678 9012 3456" in words(read(client.get("/richiesta/")))
    assert client.post("/richiesta/", {"receipt": "1234 5678 9012 3456"}).status_code == 422


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("desk", "Allo sportello «Sportello di Empoli»"),
        ("listing", "Ad Ada Ferrero"),
        ("", "A chi può, nella tua zona: Torino"),
    ],
)
def test_the_story_says_what_about_and_to_whom(client, ask, request, to, said):
    ask(RECEIPT, needs=("bolletta", "casa"), **({to: request.getfixturevalue(to)} if to else {}))

    meta = read(client.post("/richiesta/", {"receipt": RECEIPT})).select_one("header .row--meta")
    assert [words(part) for part in meta.find_all("span")] == ["Una bolletta o una lettera", "La casa", said]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("solved", "hai trovato quello che cercavi"),
        ("partly", "in parte"),
        ("passed_on", "ora la segue un altro ente"),
        ("not_found", "qui non c’era una risposta"),
        ("no_contact", "non ci siamo più sentiti"),
    ],
)
def test_how_it_ended_in_words_for_her(client, ask, desk, bruno, outcome, said):
    one = ask(RECEIPT, desk=desk)
    actions.take(one, by=bruno)
    actions.close_request(one, outcome, by=bruno)
    page = read(client.post("/richiesta/", {"receipt": RECEIPT})).main

    assert f"Com’è finita: {said}." in words(page)
    assert page.select_one('a[href="/chiedi-aiuto/"]').get_text() == "scrivi una richiesta nuova"


def test_whether_it_helped_is_asked_after_an_answer_and_below(client, ask, desk, bruno):
    one = ask(RECEIPT, desk=desk)
    actions.take(one, by=bruno)
    assert "Ti è servito?" not in words(read(client.post("/richiesta/", {"receipt": RECEIPT})))

    actions.answer(one, "Ci vediamo giovedì alle 10?", cid=uuid.uuid4(), by=bruno)
    page = read(client.post("/richiesta/servito/", {"receipt": RECEIPT, "helped": "partly"})).main
    assert words(page).index("Rispondi a Bruna") < words(page).index("Ti è servito?")
    assert [button["value"] for button in page.select("[aria-pressed=true]")] == ["partly"]
    assert page.select_one("[aria-pressed=true] svg")
    assert [words(button) for button in page.select("button") if button["class"] == ["button"]] == ["Rispondi a Bruna"]

    actions.close_request(one, "solved", by=bruno)
    page = read(client.post("/richiesta/", {"receipt": RECEIPT})).main
    assert page.select_one("form")["action"] == "/richiesta/servito/"


def test_who_says_no_more_contact_is_not_asked_for_a_number(client, ask, desk, bruno):
    one = ask(RECEIPT, desk=desk)
    actions.take(one, by=bruno)
    actions.answer(one, "Ti chiamo?", cid=uuid.uuid4(), by=bruno)
    sent = {"receipt": RECEIPT, "choice": "none", "cid": str(uuid.uuid4())}

    after = read(client.post("/richiesta/aggiungi/", sent)).main
    assert "Non ti contattiamo più" in words(after) and not after.select("input[name=contact]")
    # She may change her mind another day.
    assert read(client.post("/richiesta/", {"receipt": RECEIPT})).select("input[name=contact]")


def test_too_many_from_one_place_and_the_number_to_call_stays(client, desk, settings):
    settings.LIMITS_FACTOR = 1
    for _ in range(10):
        client.post("/chiedi-aiuto/richiesta/", WHAT | HOW)
    answer = client.post("/chiedi-aiuto/richiesta/", WHAT | HOW)

    assert answer.status_code == 422 and "oppure chiama" in answer.content.decode()
    assert client.get("/chiedi-aiuto/").status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.9").post("/chiedi-aiuto/richiesta/", WHAT | HOW).status_code == 201


# ── no trace ─────────────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = ["zampogna", "Biancospino", "333 000 0042", "tramonto"]
TRACES = ["198.51.100.77", "198.51.100", "Canarino/9.9"]


@pytest.mark.parametrize("who", ["nobody", "a colleague for herself"])
def test_no_address_browser_session_account_or_word_anywhere(who, desk, ada, browse, caplog, after_commit, mailoutbox):
    caplog.set_level(logging.DEBUG)
    browser = browse(ada) if who != "nobody" else Client()
    with after_commit():
        before = Session.objects.count()
        for path in ("/chiedi-aiuto/", "/chiedi-aiuto/richiesta/", "/richiesta/"):
            browser.get(path, REMOTE_ADDR=TRACES[0], headers={"user-agent": TRACES[2]})
        send = {"REMOTE_ADDR": TRACES[0], "headers": {"user-agent": TRACES[2]}}
        last = browser.post("/chiedi-aiuto/richiesta/", WHAT | HOW | {"to": "sportello:empoli"}, **send)
        receipt = slip(last.content.decode())
        story = browser.post("/richiesta/", {"receipt": receipt}, **send).content.decode()
        browser.post("/richiesta/aggiungi/", {"receipt": receipt, "text": "Anche la zampogna di sopra"}, **send)
    assert CANARIES["text"] in story

    kept = everything()
    assert len(kept) > 10_000
    for word in [*WORDS, *TRACES, receipt, receipt.replace(" ", "")]:
        assert word not in kept, word
        assert word not in caplog.text, word
        assert not any(word in letter.subject + letter.text for letter in Letter.objects.all())
    assert Session.objects.count() == before
    request = HelpRequest.objects.get()
    assert request.written_by is None
    rows = connection.cursor()
    rows.execute("SELECT actor_id FROM journal_event WHERE kind LIKE 'help.%%'")
    assert {row[0] for row in rows.fetchall()} == {None}
    rows.execute("SELECT by_id FROM audit_note WHERE act LIKE 'help.%%'")
    assert ada.pk not in {row[0] for row in rows.fetchall()}


def test_neither_her_session_nor_a_limit_says_when_a_colleague_asked(desk, ada, visit):
    from allauth.usersessions.models import UserSession

    from portal.limits.models import Spending

    browser = visit(ada)
    browser.get("/")
    session = browser.session
    session["touched"] = (real_now() - timedelta(minutes=5)).isoformat()
    session.save()
    UserSession.objects.create(
        user=ada, session_key=session.session_key, ip="203.0.113.5", last_seen_at=real_now() - timedelta(minutes=5)
    )
    seen = list(UserSession.objects.values_list("last_seen_at", flat=True))

    browser.get("/chiedi-aiuto/")
    browser.post("/chiedi-aiuto/richiesta/", WHAT | HOW)
    assert HelpRequest.objects.count() == 1
    assert list(UserSession.objects.values_list("last_seen_at", flat=True)) == seen
    windows = Spending.objects.filter(key__startswith="help").values_list("until", flat=True)
    assert windows and all((until.minute, until.second, until.microsecond) == (0, 0, 0) for until in windows)

    browser.get("/pratiche/")
    assert list(UserSession.objects.values_list("last_seen_at", flat=True)) != seen


def test_the_key_under_which_addresses_are_counted_is_thrown_away(client, desk):
    from portal.limits.actions import sweep

    client.post("/chiedi-aiuto/richiesta/", WHAT | HOW)
    DayKey.objects.update(day=real_now().date() - timedelta(days=1))
    sweep()

    assert not DayKey.objects.exists()


def test_a_receipt_is_sixteen_digits_and_only_its_digest_is_kept(ask):
    drawn = {new_receipt() for _ in range(200)}
    assert len(drawn) == 200 and all(len(one) == 16 and one.isdecimal() for one in drawn)

    kept = ask(RECEIPT)
    assert kept.receipt == digest_of("4831 0962 7754 1208") != RECEIPT
    assert request_of("4831-0962-7754-1208") == kept and request_of("4831096277541209") is None


def test_at_the_desk_it_is_known_who_wrote_it_down(visit, bruno, desk):
    sent = {
        "to": "sportello:empoli", "needs": ["casa"], "text": "In casa fa freddo", "way": "none",
        "agrees": "on", "follow": "on",
    }  # fmt: skip
    answer = visit(bruno).post("/richieste/nuova/", sent)

    assert answer.status_code == 201 and slip(answer.content.decode())
    kept = HelpRequest.objects.get()
    assert (
        kept.written_by == bruno
        and kept.taken_by == bruno
        and read_request(kept.code, by=bruno).text == "In casa fa freddo"
    )


def test_at_the_desk_the_page_speaks_to_the_operator_and_the_slip_names_her(visit, bruno, desk):
    browser = visit(bruno)
    page = read(browser.post("/richieste/nuova/", {"text": "In casa fa freddo"}))
    said = words(page.main)
    assert "A chi va?" in said and "Come vuole essere ricontattata?" in said and "Scegli a chi va." in said
    assert not [own for own in ("A chi lo chiedi", "torno io", "Per risponderti", "nella mia zona") if own in said]

    sent = {"to": "sportello:empoli", "needs": ["casa"], "way": "none", "agrees": "on"}
    taken, left = (words(read(browser.post("/richieste/nuova/", sent | more)).main) for more in ({"follow": "on"}, {}))
    assert "Ti segue Bruna" in taken and "Qualcuno ti legge" not in taken and "Di solito qualcuno" not in taken
    assert "Qualcuno ti legge" in left and "Di solito qualcuno risponde" in left
