"""A person asks for guidance: four screens, no account, no trace."""

import logging
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from portal.clock import real_now
from portal.limits.models import DayKey
from portal.mail.models import Letter
from portal.network.receipts import digest_of, grouped, new_receipt
from portal.network.requests.actions import offer_receipt, read_request, receipt_in, request_of
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
