"""«C’è un errore?»: anybody says so without a name, who looks after the page answers, a receipt reads the answer."""

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.journal.actions import deliver_waiting
from portal.journal.models import Event
from portal.network.actions import AlreadyAnswered, answer_correction, assign, report_error
from portal.network.models import Correction, Desk
from portal.network.permissions import can_answer, visible_corrections
from portal.network.queries import correction_by_receipt
from portal.network.today import items
from portal.notifications.models import Notification

ADDRESS, AGENT = "203.0.113.77", "CanaryBrowser/77.7"


def report_at(thing) -> str:
    return reverse("network:desk_report", args=[thing.slug])


@pytest.fixture
def correction(desk):
    return report_error("Il numero non risponde.", desk=desk)[0]


def test_a_report_goes_from_the_page_to_the_answer(desk, at_the_desk, bruno, browse, after_commit):
    with after_commit():
        answer = browse(None).post(report_at(desk), {"text": "Il giovedì non c’è nessuno."})
    seen = answer.content.decode()
    receipt = re.search(r"\d{4} \d{4} \d{4} \d{4}", seen).group()

    assert answer.status_code == 201 and "Si vede solo adesso" in seen and "«La tua richiesta»" in seen
    correction = correction_by_receipt(receipt)
    assert correction.text == "Il giovedì non c’è nessuno." and correction.state == "waiting"
    assert receipt.replace(" ", "") not in str(vars(correction))
    page = reverse("network:correction_answer", args=[correction.pk])
    assert Notification.objects.get(reader=bruno, kind="correction.reported").url == page

    browser = browse(bruno)
    assert "Il giovedì non c’è nessuno." in browser.get(page).content.decode()
    sent = {"state": "fixed", "answer": "Grazie: ora l’orario è giusto."}
    assert browser.post(page, sent).status_code == 302

    correction = correction_by_receipt(receipt.replace(" ", ""))
    assert (correction.get_state_display(), correction.answer) == ("corretto", "Grazie: ora l’orario è giusto.")
    assert Desk.objects.get(pk=desk.pk).checked_by == bruno


def test_who_wrote_it_takes_it_away(desk, at_the_desk, bruno, browse, after_commit):
    with after_commit():
        receipt = report_error("Il mio numero è 333 000 0042.", desk=desk)[1]
    browser = browse(None)
    assert "Cancella la segnalazione" in browser.post("/richiesta/", {"receipt": receipt}).text
    assert "Cancellare la segnalazione?" in browser.post("/richiesta/cancella/", {"receipt": receipt}).text
    assert Correction.objects.exists()

    browser.post("/richiesta/cancella/", {"receipt": receipt, "sicuro": "1"})
    assert not Correction.objects.exists()
    assert not Notification.objects.filter(reader=bruno, kind="correction.reported").exists()
    assert browser.post("/richiesta/", {"receipt": receipt}).status_code == 422


def test_right_as_it_is_does_not_count_as_a_look(correction, desk, at_the_desk, bruno, elena):
    answer_correction(correction, "kept", "Abbiamo chiamato: risponde.", by=bruno)

    assert Desk.objects.get(pk=desk.pk).checked_by == elena


def test_a_report_is_answered_once(correction, desk, at_the_desk, bruno, elena, browse):
    again = Correction.objects.get(pk=correction.pk)
    answer_correction(correction, "fixed", "Fatto.", by=bruno)

    with pytest.raises(AlreadyAnswered):
        answer_correction(again, "kept", "Va bene così.", by=elena)
    page = reverse("network:correction_answer", args=[correction.pk])
    assert browse(elena).post(page, {"state": "kept", "answer": "Va bene."}).status_code == 302
    assert Correction.objects.get(pk=correction.pk).answer == "Fatto."


@pytest.mark.parametrize(
    "name, answers",
    [("bruno", True), ("elena", True), ("anita", True), ("ada", False), ("carla", False), ("dino", False),
     ("lara", False), ("gina", False)],
)  # fmt: skip
def test_answering_follows_who_looks_after_the_desk(request, correction, at_the_desk, browse, name, answers):
    user = request.getfixturevalue(name)
    page = reverse("network:correction_answer", args=[correction.pk])

    assert can_answer(user, correction) is answers
    assert (correction in visible_corrections(user)) is answers
    assert browse(user).get(page).status_code == (200 if answers else 404)
    if not answers:
        with pytest.raises(PermissionDenied):
            answer_correction(correction, "fixed", "Fatto.", by=user)


def test_a_listed_person_answers_about_herself_and_no_other_ted_does(listing, ada, carla, after_commit):
    with after_commit():
        correction, _receipt = report_error("Il lunedì non c’è più.", listing=listing)

    assert can_answer(ada, correction) and not can_answer(carla, correction)
    assert [note.reader for note in Notification.objects.filter(kind="correction.reported")] == [ada]


def test_where_nobody_works_the_coordinator_is_told(desk, elena, ada, after_commit):
    with after_commit():
        report_error("Non c’è più.", desk=desk)

    assert [note.reader for note in Notification.objects.filter(kind="correction.reported")] == [elena]


def test_who_works_for_the_body_but_may_not_answer_is_not_told(body, desk, ada, bruno, elena, after_commit):
    assign(body, ada, "operator", None, by=elena)
    with after_commit():
        first, _receipt = report_error("Non c’è più.", desk=desk)
    assert not can_answer(ada, first)
    assert [note.reader for note in Notification.objects.filter(kind="correction.reported")] == [elena]

    assign(body, bruno, "operator", desk, by=elena)
    with after_commit():
        report_error("È chiuso.", desk=desk)
    assert [note.reader for note in Notification.objects.filter(kind="correction.reported", reader=bruno)] == [bruno]
    assert Notification.objects.filter(kind="correction.reported").count() == 2


def test_thirty_reports_cost_the_queries_of_two(desk, at_the_desk, bruno, elena, browse):
    browser, address = browse(elena), reverse("network:corrections")

    def cost(query: str = "") -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address + query).status_code == 200
        return len(queries)

    for number in range(4):
        correction, _receipt = report_error(f"Errore {number}", desk=desk)
        if number % 2:
            answer_correction(correction, "kept", "Va bene così.", by=bruno)
    cost()
    few = cost(), cost("?stato=guardate")
    for number in range(30):
        correction, _receipt = report_error(f"Altro {number}", desk=desk)
        if number % 2:
            answer_correction(correction, "kept", "Va bene così.", by=bruno)

    assert (cost(), cost("?stato=guardate")) == few and max(few) <= 12


def test_today_asks_who_works_there_and_nobody_else(correction, at_the_desk, bruno, ada):
    assert [(item.weight, item.title) for item in items(bruno)] == [(22, "Guarda una segnalazione")]
    assert items(ada) == []


@pytest.mark.parametrize(
    "sent, sentence",
    [
        ({"text": ""}, "Scrivi che cosa non va"),
        ({"text": "x" * 601}, "È lungo 601 caratteri"),
        ({"text": "Chiuso.", "site": "https://example.org"}, "Lascia vuoto questo campo e invia"),
    ],
)
def test_a_report_that_cannot_be_kept_comes_back_whole(desk, browse, sent, sentence):
    answer = browse(None).post(report_at(desk), sent)

    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert sent["text"] in answer.content.decode() and not Correction.objects.exists()


def test_a_name_in_a_report_stops_nobody(desk, browse):
    answer = browse(None).post(report_at(desk), {"text": "Mario Rossi, 333 1234567: allo sportello non c’è nessuno."})

    assert answer.status_code == 201 and Correction.objects.count() == 1


@override_settings(LIMITS_FACTOR=1)
def test_five_an_hour_from_one_neighbourhood(desk, browse):
    browser = browse(None)
    near = {"REMOTE_ADDR": ADDRESS}
    answers = [browser.post(report_at(desk), {"text": f"Errore {n}"}, **near) for n in range(6)]

    assert [answer.status_code for answer in answers] == [201] * 5 + [422]
    assert "Riprova tra un’ora" in answers[-1].content.decode() and "Errore 5" in answers[-1].content.decode()


def test_an_answer_needs_a_choice_and_a_sentence(correction, at_the_desk, bruno, browse):
    page = reverse("network:correction_answer", args=[correction.pk])
    answer = browse(bruno).post(page, {"state": "fixed", "answer": ""})

    assert answer.status_code == 422 and "Scrivi una frase per chi ha segnalato." in answer.content.decode()
    assert "Scegli una delle due risposte." in browse(bruno).post(page, {}).content.decode()


# ── nothing of who wrote ─────────────────────────────────────────────────────────────────────────────────────────────


def everything() -> dict[str, set[str]]:
    """Every row of every table, as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = {repr(row) for row in cursor.fetchall()}
    return found


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_report_leaves_no_trace_of_who_wrote(
    desk, at_the_desk, bruno, carla, browse, after_commit, caplog, signed_in
):
    browser = browse(carla if signed_in else None)
    browser.get(report_at(desk), REMOTE_ADDR="198.51.100.1", HTTP_USER_AGENT="Other/1")
    deliver_waiting()  # what the making of the cast left to hear
    before = everything()
    with caplog.at_level(logging.DEBUG), after_commit():
        answer = browser.post(
            report_at(desk),
            {"text": "Il cancello è chiuso."},
            REMOTE_ADDR=ADDRESS,
            HTTP_USER_AGENT=AGENT,
            HTTP_X_FORWARDED_FOR=ADDRESS,
        )
    new = {table: rows - before[table] for table, rows in everything().items() if rows - before[table]}
    written = "\n".join(row for rows in new.values() for row in rows)

    assert answer.status_code == 201 and new["network_correction"]
    canaries = [ADDRESS, "203.0.113", AGENT, "CanaryBrowser", carla.email, carla.handle]
    assert not [canary for canary in canaries if canary in written or canary in caplog.text]
    event = Event.objects.get(kind="correction.reported")
    assert event.actor is None and event.labels == {}
    kept = {"network_correction", "journal_event", "limits_spending", "limits_daykey"}
    told = {"notifications_notification", "notifications_tray"}
    assert set(new) <= kept | told
    assert "sessionid" not in answer.cookies


def test_carla_is_not_told_of_what_she_wrote(desk, at_the_desk, carla, browse, after_commit):
    with after_commit():
        browse(carla).post(report_at(desk), {"text": "Il cancello è chiuso."})

    assert not Notification.objects.filter(reader=carla).exists()
    assert Notification.objects.filter(kind="correction.reported").count() == 1
