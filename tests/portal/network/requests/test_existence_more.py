"""A request's existence, where programs and the office look: calendars, feeds, the admin, the audit.

As in `test_existence`: somebody writes to the desk of Empoli, Bruna takes it and passes it on, and later the person
takes all of it away. Before, meanwhile and after, everybody else is answered the same, byte by byte.
"""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal.agenda.actions import calendar_of, say_coming, set_appointment
from portal.agenda.models import Appointment
from portal.agenda.permissions import can_have_calendar
from portal.audit.actions import is_whole
from portal.audit.models import Note
from portal.clock import now, today
from portal.journal.actions import deliver_waiting
from portal.network.requests import actions
from portal.network.requests.models import HelpRequest
from portal.opportunities.actions import post_opportunity
from portal.vocabulary.models import Theme
from tests.portal.network.requests.conftest import RECEIPT, territory
from tests.portal.network.requests.test_existence import OUTSIDERS, WORDS

pytestmark = pytest.mark.both_databases

EDITORS = ["anita", "dino"]
# Where the office and who moderates can look: Wagtail tells there what was done, and by whom.
ADMIN = [
    "",
    "account/",
    "pages/search/?q=zampogna",
    "reports/site-history/",
    "reports/site-history/?label=zampogna",
    "reports/workflow/",
    "users/",
]
FEEDS = ["/feed/pratiche.xml", "/feed/opportunita.xml", "/feed/opportunita.xml?zona=empolese-valdelsa"]
HEADERS = ("Content-Type", "Cache-Control", "Last-Modified", "Content-Disposition", "Location", "Vary")


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in OUTSIDERS if name}


@pytest.fixture
def meeting(ada, circle):
    """An event of the network in three days, and something on the board: calendars and feeds are not empty."""
    starts = now() + timedelta(days=3)
    fields = {
        "title": "Leggere la bolletta insieme",
        "kind": Appointment.Kind.WORKSHOP,
        "audience": Appointment.Audience.PUBLIC,
        "summary": "Porta una bolletta.",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "place": "Circolo Pagnana, Empoli",
        "territory": territory("empolese-valdelsa"),
    }
    offer = {
        "title": "Doposcuola in via di Pagnana",
        "summary": "Due pomeriggi a settimana.",
        "organisation": circle,
        "territory": territory("empoli"),
        "themes": list(Theme.objects.filter(slug="energia")),
        "for_whom": "Per chi va a scuola.",
        "contact": "La segreteria del circolo",
    }
    post_opportunity(offer, by=ada)
    return set_appointment(fields, by=ada)


@pytest.fixture
def tell_a_request(desk, town, ask, bruno, elena, people, meeting, after_commit):
    deliver_waiting()  # what follows from the cast's own beginnings is no matter of the request

    def telling() -> HelpRequest:
        with after_commit():
            one = ask(RECEIPT, desk=desk)
        with after_commit():
            actions.take(one, by=bruno)
            actions.read_request(one.code, by=bruno)
            actions.answer(one, "Ci vediamo con la mongolfiera", cid=uuid.uuid4(), by=bruno)
            actions.add(one, "Va bene, la zampogna", cid=uuid.uuid4())
            actions.refer(one, town, "Una mongolfiera", agreed_on=today(), by=bruno)
        return one

    return telling


def answered(browser, path: str) -> tuple:
    """An answer without what changes by itself: tokens, and the moment at which it was made."""
    answer = browser.get(path)
    page = answer.content.decode()
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    page = re.sub(r'("CSRF_TOKEN": )"[^"]+"', r"\1", page)
    page = re.sub(r"^DTSTAMP:\w+\r$", "", page, flags=re.M)
    page = re.sub(r"<updated>[^<]+</updated>", "", page)
    return answer.status_code, page, {name: answer.get(name) for name in HEADERS}


def the_same_with_and_without(look, tell_a_request, after_commit) -> dict:
    """Look before, while the request is there, and when it was taken away; give what was seen."""
    look()  # what a first visit changes is no matter of the request
    before = look()
    one = tell_a_request()
    meanwhile = look()
    with after_commit():
        actions.erase_request(one)
    after = look()

    assert [where for where in meanwhile if meanwhile[where] != before[where]] == []
    assert [where for where in after if after[where] != before[where]] == []
    assert before.keys() == meanwhile.keys() == after.keys()
    return before


def test_private_calendars_hold_nothing_of_it_whoever_they_are_of(
    people, bruno, elena, meeting, tell_a_request, after_commit
):
    """Not even that of who follows it: calendars live on other people's machines."""
    theirs = {name: one for name, one in (people | {"bruno": bruno, "elena": elena}).items() if can_have_calendar(one)}
    for name in ("bruno", "elena", "nina"):
        say_coming(meeting, by=theirs[name])
    addresses = {
        name: reverse("agenda:calendar_feed", args=[calendar_of(one, by=one).token]) for name, one in theirs.items()
    }
    program = Client()

    seen = the_same_with_and_without(
        lambda: {name: answered(program, address) for name, address in addresses.items()}, tell_a_request, after_commit
    )
    assert {name for name, (status, _text, _headers) in seen.items() if status == 200} == set(theirs) - {"sara"}
    held = {name for name, (_status, text, _headers) in seen.items() if meeting.title in text}
    assert held == {"ada", "bruno", "elena", "nina"}
    assert not any(word in text for _status, text, _headers in seen.values() for word in WORDS)


def test_feeds_and_the_file_of_an_event_are_the_same_for_everybody(
    people, meeting, visit, tell_a_request, after_commit
):
    browsers = {name: visit(one) for name, one in people.items()} | {None: Client()}
    paths = [*FEEDS, reverse("agenda:appointment_ics", args=[meeting.pk]), reverse("agenda:calendar")]

    seen = the_same_with_and_without(
        lambda: {(name, path): answered(one, path) for name, one in browsers.items() for path in paths},
        tell_a_request,
        after_commit,
    )
    assert all("Doposcuola" in seen[name, FEEDS[1]][1] for name in browsers if name != "sara")
    assert all(meeting.title in seen[name, paths[3]][1] for name in browsers if name != "sara")
    for path in (*FEEDS, paths[3]):
        assert len({seen[name, path][:2] for name in browsers if name != "sara"}) == 1, path


def test_the_admin_tells_nothing_of_it_to_the_office_nor_to_who_moderates(people, visit, tell_a_request, after_commit):
    browsers = {name: visit(people[name]) for name in EDITORS}

    seen = the_same_with_and_without(
        lambda: {(name, path): answered(one, f"/gestione/{path}") for name, one in browsers.items() for path in ADMIN},
        tell_a_request,
        after_commit,
    )
    for name in EDITORS:
        assert [seen[name, path][0] for path in ("", "reports/site-history/", "reports/workflow/")] == [200] * 3
        assert not any("help." in seen[name, path][1] for path in ADMIN if "search" not in path)


# Who trains writes her course there.
@pytest.mark.parametrize("name", [name for name in OUTSIDERS if name not in (*EDITORS, "franca")])
def test_for_the_others_there_is_no_admin_at_all(name, people, visit):
    browser = visit(people[name]) if name else Client()

    assert {browser.get(f"/gestione/{path}").status_code for path in ADMIN} == {404}


def test_the_audit_says_who_read_and_nothing_of_what(tell_a_request, bruno, after_commit):
    """No page shows it; who reads the database with it cannot tell which request a line is about."""
    one = tell_a_request()
    notes = Note.objects.filter(act__startswith="help.")

    assert list(notes.values_list("act", flat=True)) == ["help.taken", "help.read", "help.referred"]
    assert set(notes.values_list("by", "subject")) == {(bruno.pk, "")}
    kept = json.dumps(list(Note.objects.values_list("act", "subject", "labels")))
    for trace in (*WORDS, RECEIPT, one.receipt, one.code, str(one.pk), one.pk.hex, "bolletta", "empoli"):
        assert trace not in kept, trace
    # The lines of one request can be told to be of one, and no more when it is gone.
    assert {note.labels["help"] for note in notes} == {actions.audit_name(one)}
    with after_commit():
        actions.erase_request(one)
    assert Note.objects.filter(act="help.deleted", by=None, subject="").count() == 1 and is_whole()
