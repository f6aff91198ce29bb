"""What «Oggi» shows of the forum. Ada asked yesterday, Lara asked today, Bruno reads."""

from datetime import timedelta
from uuid import uuid4

from forum.actions import open_thread, post_message, report_message
from forum.today import items
from portal.clock import at, now


def titles(user):
    return [item.title for item in items(user)]


def test_a_question_that_waits_since_yesterday_is_for_operators(bills, ada, bruno, lara):
    with at(now() - timedelta(days=2)):
        open_thread(bills, "Chi firma?", "Testo", cid=uuid4(), by=ada)

    item = items(bruno)[0]
    assert (item.title, item.weight) == ("Rispondi a Ada F., se lo sai", 40)
    assert "«Chi firma?»" in item.text and item.url == "/canali/bollette-e-contratti/chi-firma/"
    assert titles(ada) == [] and titles(lara) == []


def test_a_question_of_today_or_answered_does_not_wait(bills, ada, bruno, carla):
    open_thread(bills, "Di oggi", "Testo", cid=uuid4(), by=ada)
    with at(now() - timedelta(days=2)):
        answered = open_thread(bills, "Risposta", "Testo", cid=uuid4(), by=ada)
    post_message(answered, "Ecco.", cid=uuid4(), by=carla)
    with at(now() - timedelta(days=9)):
        open_thread(bills, "Vecchia", "Testo", cid=uuid4(), by=ada)

    assert titles(bruno) == []


def test_answers_and_mentions_are_mine(thread, ada, bruno, after_commit, say):
    with after_commit():
        say(thread, bruno)
    assert titles(ada) == ["Leggi la risposta che ti hanno dato"]

    with after_commit():
        post_message(thread, "@ada-ferrero", cid=uuid4(), by=bruno)
    assert titles(ada) == ["Leggi 2 risposte per te"]


def test_reports_wait_for_who_moderates(thread, ada, bruno, dino, say):
    report_message(say(thread, bruno), "other", by=ada)

    assert titles(dino)[0] == "Guarda un messaggio segnalato"
    assert "Guarda un messaggio segnalato" not in titles(ada)


def test_it_costs_few_queries(thread, dino, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        items(dino)
