"""A request's existence: for who may not know of it, the network with it is the network without it, surface by surface.

Somebody writes to the desk of Empoli, Bruna takes it and passes it on. Elena coordinates there. Everybody else looks
everywhere, before and after.
"""

import json
import re
import uuid
from importlib import import_module

import pytest

from portal.clock import today
from portal.journal.actions import deliver_waiting
from portal.journal.models import Event
from portal.live.topics import registered, source_of
from portal.mail.models import Letter
from portal.network.requests import actions
from portal.network.requests.models import HelpRequest
from portal.notifications.models import Notification
from tests.portal.network.requests.conftest import CANARIES, RECEIPT

pytestmark = pytest.mark.both_databases

OUTSIDERS = ["ada", "carla", "dino", "franca", "nina", "lara", "gina", "rosa", "furio", "sara", "tino", "anita", None]
WORDS = [*CANARIES.values(), "zampogna", "tramonto", "mongolfiera"]
EVERYWHERE = [
    "/",
    "/richieste/",
    "/trova/?dove=empoli",
    "/rete/",
    "/rete/enti/",
    "/rete/enti/circolo-pagnana/",
    "/rete/enti/comune/",
    "/rete/sportelli/empoli/",
    "/rete/territori/empolese-valdelsa/",
    "/rete/segnalazioni/",
    "/io/avvisi/",
    "/opportunita/",
    "/eventi/",
    "/casi/",
    "/canali/",
    "/cerca/?q=zampogna",
    "/cerca/?q=empoli",
    "/cerca/suggerimenti/?q=sportel",
    "/feed/pratiche.xml",
    "/chiedi-aiuto/",
]


@pytest.fixture
def outsiders(request):
    return {name: request.getfixturevalue(name) if name else None for name in OUTSIDERS}


@pytest.fixture
def tell_a_request(desk, town, ask, bruno, elena, outsiders, after_commit):
    deliver_waiting()  # what follows from the cast's own beginnings is no matter of the request

    def telling() -> HelpRequest:
        with after_commit():
            one = ask(RECEIPT, desk=desk)
        with after_commit():
            actions.take(one, by=bruno)
            actions.answer(one, "Ci vediamo con la mongolfiera", cid=uuid.uuid4(), by=bruno)
            actions.add(one, "Va bene, la zampogna", cid=uuid.uuid4())
            actions.refer(one, town, "Una mongolfiera", agreed_on=today(), by=bruno)
        return one

    return telling


@pytest.fixture
def index(db, settings, tmp_path, desk, town):
    from search.actions import rebuild

    settings.SEARCH_DIR = tmp_path / "search"
    rebuild()


def seen(browser, path: str) -> tuple[int, str]:
    answer = browser.get(path)
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.status_code, re.sub(r"<updated>[^<]+</updated>", "", page)


def test_pages_lists_counts_search_suggestions_and_feeds(outsiders, index, tell_a_request, visit, bruno):
    browsers = {name: visit(one) for name, one in outsiders.items()}

    def look() -> dict:
        return {(name, path): seen(browser, path) for name, browser in browsers.items() for path in EVERYWHERE}

    look()  # what a first visit changes is no matter of the request
    before = look()
    one = tell_a_request()
    after = look()

    assert [where for where in after if after[where] != before[where]] == []
    # They found what is there for them, and Bruna finds the request.
    assert "/rete/sportelli/empoli/" in after[None, "/cerca/?q=empoli"][1]
    assert one.code in visit(bruno).get("/richieste/").content.decode()


PATHS = ["", "passa/", "affida/", "chiudi/"]
POSTS = ["prendi/", "rispondi/", "passa/", "affida/", "chiudi/"]


def test_the_address_of_a_request_is_one_that_does_not_exist(outsiders, tell_a_request, visit):
    one, nowhere = tell_a_request(), "a" * 20

    for name, who in outsiders.items():
        browser = visit(who)
        for path in PATHS:
            status, page = seen(browser, f"/richieste/{one.code}/{path}")
            other_status, other = seen(browser, f"/richieste/{nowhere}/{path}")
            assert status == other_status and status in (302, 404), (name, path)
            assert page == other.replace(nowhere, one.code), (name, path)
        for path in POSTS:
            answer, other = (browser.post(f"/richieste/{code}/{path}") for code in (one.code, nowhere))
            assert answer.status_code == other.status_code and answer.status_code in (302, 404), (name, path)
            assert answer.get("Location", "") == other.get("Location", "").replace(nowhere, one.code), (name, path)


def test_what_awaits_them_and_what_they_are_told(outsiders, tell_a_request):
    from portal.home.queries import ROOMS

    rooms = [import_module(f"{room}.today") for room in ROOMS]
    people = {name: one for name, one in outsiders.items() if one}
    before = {name: [room.items(one) for room in rooms] for name, one in people.items()}
    tell_a_request()

    assert {name: [room.items(one) for room in rooms] for name, one in people.items()} == before
    told = set(Notification.objects.filter(kind__startswith="help.").values_list("reader", flat=True))
    assert told and not told & {one.pk for one in people.values()}


def test_no_socket_follows_a_request(tell_a_request, bruno):
    one = tell_a_request()

    for kind in (*registered(), "request", "help"):
        source = source_of(f"{kind}:{one.pk}")
        assert source is None or not source[0].may_follow(bruno, source[1])


def test_journal_notices_and_letters_hold_no_word(tell_a_request):
    one = tell_a_request()

    labels = json.dumps(list(Event.objects.values_list("kind", "labels")))
    told = " ".join(notice.text for notice in Notification.objects.all())
    written = " ".join(letter.subject + letter.text for letter in Letter.objects.all())
    for text in (labels, told, written):
        assert not any(word in text for word in [*WORDS, RECEIPT, "Bolletta"]), text
    assert one.code not in written
