"""«Prova la verifica»: the answer is on the page and nowhere else."""

import logging

import pytest
from django.apps import apps
from django.db import connection

HERE = "/rete/programmi/comunita-energetiche/verifica/"
CANARY = "8.765,43"
ANSWERS = {"isee": CANARY, "child": "yes", "vulnerable": "no", "others": ["housing"]}


def words_of(response) -> str:
    return " ".join(response.content.decode().split())


def rows() -> dict[str, int]:
    """Count the rows of every table."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def everything_stored() -> str:
    return " ".join(
        str(row) for model in apps.get_models() if model._meta.managed for row in model._base_manager.values_list()
    )


def test_a_family_that_fits_reads_why_and_who_verifies(programme, browse):
    page = words_of(browse(None).post(HERE, ANSWERS))

    assert "Con questi dati sembra di sì" in page
    assert "Un ISEE di 8.765,43 euro sta fra 6.000 e 12.000, compresi." in page
    assert "Si raccontano e si pesano, ma non sono condizioni." in page
    assert "Centro di ascolto" in page and "Servizi sociali" in page and "Consultorio" not in page
    assert "Soglie al 24 novembre 2026" in page and "Scheda del programma" in page
    assert 'value="8.765,43"' in page
    assert "8.765,43" in words_of(browse(None).post("/en" + HERE, ANSWERS))


@pytest.mark.parametrize(
    "changes, label, words",
    [
        ({"isee": "5.999,99"}, "Con questi dati sembra di no, per ora", "Assegno di inclusione"),
        ({"isee": "12.000,01"}, "Con questi dati sembra di no, per ora", "ISEE corrente"),
        ({"isee": "6.000"}, "Con questi dati sembra di sì", "Controlla che l’ISEE sia di quest’anno"),
        ({"isee": "12.000"}, "Con questi dati sembra di sì", "Controlla che l’ISEE sia di quest’anno"),
        ({"isee": ""}, "Con questi dati sembra possibile: manca ancora qualcosa", "Lo calcola gratis un CAF"),
        ({"child": "unknown"}, "Con questi dati sembra possibile: manca ancora qualcosa", "Manca una risposta"),
        ({"child": "no"}, "Con questi dati sembra di no, per ora", "lo dice un CAF o chi verifica"),
    ],
)
def test_whatever_the_answer_there_is_a_way_on(programme, browse, changes, label, words):
    answer = browse(None).post(HERE, ANSWERS | changes)
    page = words_of(answer)

    assert answer.status_code == 200
    assert label in page and words in page
    assert "/trova/" in page and "/opportunita/" in page and "Centro di ascolto" in page
    assert "<title>Prova la verifica · Snodo</title>" in page


@pytest.mark.parametrize("name", [None, "ada", "gina"])
def test_nothing_is_stored_logged_or_put_in_an_address(request, programme, browse, caplog, name):
    browser = browse(request.getfixturevalue(name) if name else None)
    browser.get(HERE)
    before, cookies = rows(), {key: cookie.value for key, cookie in browser.cookies.items()}

    with caplog.at_level(logging.DEBUG):
        caplog.handler.records.clear()
        answer = browser.post(HERE, ANSWERS)

    assert answer.status_code == 200 and CANARY in words_of(answer)
    assert answer.headers["Cache-Control"] == "private, no-store" and "Location" not in answer.headers
    assert rows() == before
    assert {key: cookie.value for key, cookie in browser.cookies.items()} == cookies
    # Not the bare digits: the microseconds of some moment have them one day.
    for trace in (CANARY, "8765.43", "8.765"):
        assert trace not in caplog.text and trace not in everything_stored()
        assert f"={trace}" not in words_of(answer).replace(f'value="{CANARY}"', "")


def test_the_form_goes_by_post_and_keeps_no_draft(programme, browse):
    page = words_of(browse(None).get(HERE + "?isee=9500&child=yes"))

    assert '<form class="form" method="post" autocomplete="off">' in page
    assert "data-draft" not in page and 'value="9500"' not in page
    assert "Con questi dati" not in page


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"isee": "9,500.50"}, "Non riesco a leggere la cifra. Scrivila così: 9.500 oppure 9.500,50."),
        ({"isee": "novemila"}, "Non riesco a leggere la cifra."),
        ({"isee": "-9.500"}, "Questa cifra è sotto lo zero."),
        ({"isee": "95.000.000"}, "Questa cifra è molto alta."),
        ({"child": ""}, "Scegli una risposta; va bene anche «Non lo so»."),
        ({"vulnerable": "forse"}, "Scegli una risposta; va bene anche «Non lo so»."),
        ({"others": ["casa"]}, "Scegli fra le risposte della lista."),
    ],
)
def test_what_cannot_be_read_comes_back_as_it_was(programme, browse, changes, sentence):
    answer = browse(None).post(HERE, ANSWERS | changes)
    page = words_of(answer)

    assert answer.status_code == 422 and answer.headers["Cache-Control"] == "private, no-store"
    assert sentence in page and "Con questi dati" not in page
    assert f'value="{(ANSWERS | changes)["isee"]}"' in page


@pytest.mark.parametrize("name", [None, "lara", "carla", "anita", "furio"])
def test_everybody_may_try(request, programme, browse, name):
    browser = browse(request.getfixturevalue(name) if name else None)

    assert browser.get(HERE).status_code == 200
    assert browser.post(HERE, ANSWERS).status_code == 200
