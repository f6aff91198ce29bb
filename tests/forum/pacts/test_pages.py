"""The pages of a programme, as each of the cast finds them."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.pacts.actions import give_guideline
from forum.pacts.models import AccessPoint, Guideline, Programme, Seat
from portal.audit.models import Note

from .conftest import FIELDS, on

HERE = "/rete/programmi/comunita-energetiche/"


def words_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_shows_the_open_programmes(programme, browse):
    page = words_of(browse(None).get("/rete/programmi/"))

    assert "Comunità energetiche" in page and HERE in page


def test_without_programmes_it_leads_elsewhere(db, browse):
    page = words_of(browse(None).get("/rete/programmi/"))

    assert "Nessun programma aperto" in page and "/opportunita/" in page


def test_a_visitor_reads_for_whom_where_and_when(programme, browse):
    with on(date(2026, 11, 24)):
        page = words_of(browse(None).get(HERE))

    assert "da 6.000 a 12.000 euro, compresi" in page and "Soglie al 24 novembre 2026" in page
    assert page.count("può verificare") == 2 and page.count("ti accompagna") == 1
    for month in ("dicembre 2026", "gennaio 2027", "febbraio 2027"):
        assert f"Giro di {month}" in page
    assert "giovedì 10 dicembre 2026" in page and "Il 20 dicembre 2026 è domenica: si passa a lunedì 21." in page
    assert "da venerdì 11 dicembre 2026, non si perde: entra nel giro di gennaio 2027" in page
    assert "entro martedì 9 marzo 2027" in page
    assert "patti@example.org" in page and "mai dati personali" in page
    assert f"{HERE}verifica/" in page
    assert page.count('class="button button--block"') == 1


def test_while_a_round_is_evaluated_the_page_says_until_when(programme, browse):
    with on(date(2026, 12, 15)):
        page = words_of(browse(None).get(HERE))

    assert "Il giro di dicembre 2026 è chiuso: il comitato lo valuta entro lunedì 21 dicembre 2026." in page
    assert "Giro di gennaio 2027" in page and "Giro di dicembre 2026" not in page


@pytest.mark.parametrize("name, sees", [("ada", True), ("gina", True), ("rosa", True), ("lara", False), (None, False)])
def test_seats_are_public_and_names_are_not(request, programme, browse, name, sees):
    page = words_of(browse(request.getfixturevalue(name) if name else None).get(HERE))

    assert "Responsabile del progetto" in page
    assert ("Gina Olivieri" in page) is sees
    assert ("Rosa Mancini" in page) is sees


def test_a_closed_programme_is_not_there(programme, browse):
    programme.closed_at = programme.checked_at
    programme.save()

    for address in (HERE, f"{HERE}verifica/"):
        assert browse(None).get(address).status_code == 404


# ── the office ───────────────────────────────────────────────────────────────────────────────────────────────────────


def edited(**changes) -> dict:
    return FIELDS | {"isee_from": "6.000", "isee_to": "12.000,00"} | changes


def test_the_office_corrects_the_page_and_has_checked_it(programme, anita, browse):
    browser = browse(anita)
    assert 'value="6000,00"' in words_of(browser.get(f"{HERE}modifica/"))

    with on(date(2026, 12, 1)):
        answer = browser.post(f"{HERE}modifica/", edited(isee_to="12.500,50", name="Comunità vive"))

    programme.refresh_from_db()
    assert answer.status_code == 302 and answer.url == HERE
    assert programme.isee_to == Decimal("12500.50") and programme.name == "Comunità vive"
    assert programme.checked_by == anita and programme.checked_at.date() == date(2026, 12, 1)
    assert Note.objects.filter(act="programme.changed", by=anita).count() == 1


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"isee_to": "5.000"}, "È più bassa della prima cifra."),
        ({"isee_from": "9,500.50"}, "Scrivila così: 9.500 oppure 9.500,50."),
        ({"isee_from": ""}, "Scrivi la cifra più bassa, compresa."),
        ({"thresholds_on": "ieri"}, "Scrivi la data così: 24/11/2026."),
        ({"mail": "patti"}, "Controlla l’indirizzo"),
        ({"name": "  "}, "Scrivi il nome."),
    ],
)
def test_what_is_wrong_comes_back_with_a_sentence(programme, anita, browse, changes, sentence):
    answer = browse(anita).post(f"{HERE}modifica/", edited(lead="Parole nuove") | changes)

    assert answer.status_code == 422
    assert sentence in words_of(answer) and "Parole nuove" in words_of(answer)
    programme.refresh_from_db()
    assert programme.isee_to == Decimal("12000") and programme.lead == FIELDS["lead"]


@pytest.mark.parametrize("name, status", [("elena", 403), ("gina", 403), ("rosa", 403), ("ada", 403), (None, 302)])
def test_nobody_else_corrects_it(request, programme, browse, name, status):
    browser = browse(request.getfixturevalue(name) if name else None)

    assert browser.get(f"{HERE}modifica/").status_code == status
    assert browser.post(f"{HERE}modifica/", edited(name="Altro")).status_code == status
    programme.refresh_from_db()
    assert programme.name == FIELDS["name"]


# ── guidelines ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name, read, give",
    [
        ("rosa", 200, 200),
        ("gina", 200, 403),
        ("elena", 404, 404),
        ("anita", 404, 404),
        ("furio", 404, 404),
        ("ada", 404, 404),
        (None, 302, 302),
    ],
)
def test_guidelines_have_their_readers(request, guideline, browse, name, read, give):
    browser = browse(request.getfixturevalue(name) if name else None)

    assert browser.get(f"{HERE}indirizzi/").status_code == read
    assert browser.get(f"{HERE}indirizzi/{guideline.pk}/").status_code == read
    assert browser.get(f"{HERE}indirizzi/nuovi/").status_code == give
    sent = browser.post(f"{HERE}indirizzi/nuovi/", {"title": "Guardate ai nonni", "text": "Anche a loro."})
    assert sent.status_code == (302 if name == "rosa" else give)
    assert Guideline.objects.count() == (2 if name == "rosa" else 1)


def test_rosa_gives_guidelines_and_gina_reads_them(programme, rosa, gina, browse):
    sent = browse(rosa).post(f"{HERE}indirizzi/nuovi/", {"title": "Guardate ai nonni", "text": "**Anche** a loro."})
    guideline = Guideline.objects.get()
    assert sent.url == guideline.get_absolute_url()

    listed = words_of(browse(gina).get(f"{HERE}indirizzi/"))
    assert "Guardate ai nonni" in listed and "da leggere" in listed
    assert "nessuno l’ha ancora letto" in words_of(browse(rosa).get(f"{HERE}indirizzi/"))

    opened = words_of(browse(gina).get(guideline.get_absolute_url()))
    assert "<strong>Anche</strong> a loro." in opened and "letto da una persona del comitato" in opened
    assert "da leggere" not in words_of(browse(gina).get(f"{HERE}indirizzi/"))


@pytest.mark.parametrize(
    "sent, sentence",
    [
        ({"title": "", "text": "Le mie parole"}, "Scrivi in una riga che cosa chiedi."),
        ({"title": "La mia riga", "text": " "}, "Scrivi gli indirizzi."),
        ({"title": "x" * 141, "text": "Le mie parole"}, "È lungo 141 caratteri"),
        ({"title": "La mia riga", "text": "Chiamate Giovanni Rossi al 333 1234567"}, "Toglilo, oppure conferma"),
    ],
)
def test_a_guideline_that_is_not_ready_comes_back_whole(programme, rosa, browse, sent, sentence):
    answer = browse(rosa).post(f"{HERE}indirizzi/nuovi/", sent)

    assert answer.status_code == 422 and not Guideline.objects.exists()
    assert sentence in words_of(answer)
    assert all(words in words_of(answer) for words in sent.values() if words.strip())


def test_after_many_in_a_day_the_text_comes_back(programme, rosa, browse, monkeypatch):
    monkeypatch.setattr("forum.pacts.views.GUIDELINES_A_DAY", 0)

    answer = browse(rosa).post(f"{HERE}indirizzi/nuovi/", {"title": "Guardate ai nonni", "text": "Anche a loro."})

    assert answer.status_code == 422 and "Riprova domani" in words_of(answer) and "Anche a loro." in words_of(answer)


# ── how often the database is asked ──────────────────────────────────────────────────────────────────────────────────


def asked(browser, address: str) -> int:
    browser.get(address)  # the first visit touches the session
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_pages_ask_no_more_with_many_rows(programme, rosa, gina, ada, browse):
    first = give_guideline(programme, "Prima riga", "Parole.", by=rosa)
    visits = [
        (None, "/rete/programmi/"),
        (ada, "/rete/programmi/"),
        (None, HERE),
        (gina, HERE),
        (None, f"{HERE}verifica/"),
        (gina, f"{HERE}indirizzi/"),
        (rosa, f"{HERE}indirizzi/"),
        (gina, first.get_absolute_url()),
    ]
    few = [asked(browse(who), address) for who, address in visits]

    for n in range(30):
        Programme.objects.create(slug=f"altro-{n}", **FIELDS | {"name": f"Altro {n}"})
        AccessPoint.objects.create(programme=programme, name=f"Porta {n}")
        Seat.objects.create(programme=programme, body="committee", title=f"Posto {n}", person=ada)
        Guideline.objects.create(programme=programme, title=f"Riga {n}", text="Parole.", given_by=rosa)
    many = [asked(browse(who), address) for who, address in visits]

    assert many == few and max(many) <= 12


def test_a_visitor_holds_no_seat(programme):
    from forum.pacts.permissions import can_see_names

    assert not can_see_names(AnonymousUser(), programme)
