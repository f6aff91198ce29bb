"""Closing and deleting; what goes to the network and to the library. Ada owns the case, Bruna reads it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from forum.actions import open_channel
from forum.cases.actions import (
    ask_the_network,
    close_case,
    delete_case,
    delete_due_cases,
    draft_practice,
    read_case,
)
from forum.cases.models import Case, Entry, Reader, Reading
from forum.models import Message, Thread
from portal.audit.actions import is_whole
from portal.audit.models import Note
from portal.clock import at, now, today
from portal.guard.detect import Identifies
from portal.journal.models import Event
from portal.notifications.models import Notification
from practices.models import PracticePage
from tests.forum.cases.conftest import CANARIES


@pytest.fixture
def closed(case, talk, ada):
    return close_case(case, outcome_kind="solved", outcome=CANARIES["outcome"], by=ada)


def test_a_case_closes_with_its_outcome_and_readers_read_it(case, talk, ada, bruno, visit):
    assert visit(bruno).get(f"/casi/{case.code}/chiudi/").status_code == 403
    assert visit(ada).post(f"/casi/{case.code}/chiudi/", {"outcome_kind": "solved"}).status_code == 422
    sent = {"outcome_kind": "solved", "outcome": CANARIES["outcome"]}
    assert visit(ada).post(f"/casi/{case.code}/chiudi/", sent).status_code == 302

    page = visit(bruno).get(f"/casi/{case.code}/").content.decode()
    assert CANARIES["outcome"] in page and "Si è risolto" in page
    case.refresh_from_db()
    assert case.delete_on == today() + timedelta(days=90)


def test_an_invitation_ends_when_the_case_closes(case, ada, carla):
    from forum.cases.actions import invite

    invite(case, carla, by=ada)
    close_case(case, outcome_kind="unsolved", outcome="Niente.", by=ada)

    assert not Reader.objects.get(person=carla).is_standing


def test_a_wrong_outcome_and_a_second_closing_are_refused(case, ada):
    with pytest.raises(ValueError):
        close_case(case, outcome_kind="boh", outcome="?", by=ada)
    close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)
    with pytest.raises(PermissionDenied):
        close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)


def test_deleting_takes_rows_key_events_and_notices(case, talk, ada, bruno, after_commit, visit):
    from forum.cases.actions import comment

    with after_commit():
        comment(case, "Ancora una.", cid=uuid4(), by=bruno)
    pk, code = case.pk, case.code
    assert visit(bruno).post(f"/casi/{code}/elimina/").status_code == 403

    assert visit(ada).post(f"/casi/{code}/elimina/").status_code == 302

    assert not Case.objects.exists() and not Entry.objects.exists()
    assert not Reader.objects.exists() and not Reading.objects.exists()
    assert not Event.objects.filter(subject_id=str(pk)).exists()
    assert not Notification.objects.filter(url__contains=code).exists()
    assert visit(ada).get(f"/casi/{code}/").status_code == visit(bruno).get(f"/casi/{code}/").status_code == 404
    assert Note.objects.filter(act="case.deleted").count() == 1


def test_nothing_in_the_audit_leads_from_a_deleted_case_to_who_read_it(case, talk, ada, bruno, carla, dino):
    from forum.cases.actions import accept_invitation, invite, remove_reader

    remove_reader(accept_invitation(invite(case, carla, by=ada), by=carla), by=ada)
    invite(case, dino, by=ada)
    pk, code = case.pk, case.code
    close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)
    delete_case(case, by=ada)

    lines = list(Note.objects.filter(act__startswith="case."))
    assert {line.act for line in lines} == {
        f"case.{act}" for act in "opened invited joined removed closed deleted".split()
    }
    for line in lines:
        written = f"{line.subject} {line.labels}"
        assert not any(name in written for name in (str(pk), pk.hex, code)) and set(line.labels) == {"case"}
    # Who asked and who came are known, of one case; whom she asked is not.
    assert len({line.labels["case"] for line in lines}) == 1 and is_whole()


def test_after_ninety_days_the_clock_deletes_it_and_not_before(closed):
    with pytest.raises(PermissionDenied):
        delete_case(closed, by=None)
    with at(now() + timedelta(days=89)):
        assert delete_due_cases() == 0
    with at(now() + timedelta(days=90)):
        assert delete_due_cases() == 1
    assert not Case.objects.exists()


# ── the network ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def channel(ada):
    return open_channel("Bollette e contratti", purpose="Di bollette.", by=ada)


def test_the_key_question_goes_to_a_channel_and_nothing_else(case, ada, channel, visit):
    page = visit(ada).get(f"/casi/{case.code}/chiedi-alla-rete/")
    assert CANARIES["question"] in page.content.decode()
    sent = {"channel": channel.slug, "title": "Come parlo con il venditore?", "text": CANARIES["question"]}

    answer = visit(ada).post(f"/casi/{case.code}/chiedi-alla-rete/", sent)

    thread = Thread.objects.get()
    assert answer.status_code == 302 and answer.url == thread.get_absolute_url()
    message = Message.objects.get(thread=thread, author=ada)
    assert message.body == CANARIES["question"]
    assert not thread.themes.exists() and thread.territory is None and thread.about is None
    for word in ("Fiordaliso", CANARIES["situation"], case.code, str(case.pk)):
        assert word not in message.body + message.html + thread.title + thread.slug


def test_only_the_owner_asks_the_network_and_the_guard_stands_before(case, ada, bruno, channel, visit):
    with pytest.raises(PermissionDenied):
        ask_the_network(case, channel, "Una domanda", "Testo", cid=uuid4(), by=bruno)
    with pytest.raises(Identifies):
        ask_the_network(case, channel, "Una domanda", "CF RSSMRA85T10A562S", cid=uuid4(), by=ada)
    sent = {"channel": channel.slug, "title": "Che dico a Maria Rossi?", "text": "E poi?"}
    assert visit(ada).post(f"/casi/{case.code}/chiedi-alla-rete/", sent).status_code == 422
    assert not Thread.objects.exists()


# ── the library ──────────────────────────────────────────────────────────────────────────────────────────────────────


def words_of_a_sheet(practice) -> str:
    sheet = practice.get_latest_revision_as_object()
    return " ".join(str(getattr(sheet, field.name, "")) for field in PracticePage._meta.get_fields() if field.concrete)


def test_a_closed_case_begins_a_sheet_with_questions_and_themes_only(closed, ada, visit):
    answer = visit(ada).post(f"/casi/{closed.code}/pratica/")

    practice = PracticePage.objects.get()
    assert answer.url == f"/pratiche/bozze/{practice.pk}/"
    sheet = practice.get_latest_revision_as_object()
    assert {theme.slug for theme in sheet.themes.all()} == {"bollette", "distacchi-e-rate"}
    assert sheet.territory is None and sheet.source_thread is None and not sheet.live
    found = words_of_a_sheet(practice)
    for word in (*CANARIES.values(), "Fiordaliso", closed.code, str(closed.pk), "6.000–12.000"):
        assert word not in found
    closed.refresh_from_db()
    assert closed.practice == practice.pk
    assert draft_practice(closed, by=ada).pk == practice.pk  # asked again, it is the same


def test_an_open_case_and_a_reader_make_no_sheet(case, ada, bruno):
    with pytest.raises(PermissionDenied):
        draft_practice(case, by=ada)
    close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)
    with pytest.raises(PermissionDenied):
        draft_practice(case, by=bruno)


def test_the_case_goes_and_the_sheet_stays(closed, ada):
    practice = draft_practice(closed, by=ada)
    delete_case(closed, by=ada)

    assert PracticePage.objects.filter(pk=practice.pk).exists()


def test_reading_goes_on_after_closing(closed, bruno):
    assert read_case(closed.code, by=bruno).words.outcome == CANARIES["outcome"]
