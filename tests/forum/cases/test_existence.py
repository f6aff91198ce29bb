"""A case's existence: for who was not invited, the network with it is the network without it, surface by surface.

Ada brings a case to Bruna; they talk. Everybody else looks everywhere, before and after.
"""

import json
import logging
import re
import uuid

import pytest
from django.apps import apps

from forum.cases.actions import accept_invitation, close_case, comment, invite, open_case, recommend
from forum.cases.models import Case, CaseDraft
from forum.cases.topics import CaseTopic
from portal.journal.actions import deliver_waiting
from portal.journal.models import Event
from portal.mail.models import Letter
from portal.notifications.models import Notification
from tests.forum.cases.conftest import CANARIES, fields_of, form_of
from tests.traces import everything

pytestmark = pytest.mark.both_databases

OUTSIDERS = ["carla", "dino", "elena", "franca", "nina", "lara", "gina", "rosa", "furio", "sara", "tino", "anita", None]
WORDS = [*CANARIES.values(), "zampogna", "mongolfiera", "clavicembalo"]


@pytest.fixture
def outsiders(request):
    return {name: request.getfixturevalue(name) if name else None for name in OUTSIDERS}


@pytest.fixture
def tell_a_case(ada, bruno, outsiders, after_commit):
    deliver_waiting()  # what follows from the cast's own beginnings is no matter of the case

    def telling() -> Case:
        with after_commit():
            case = open_case(fields_of(), by=ada)
            invitation = invite(case, bruno, by=ada)
        with after_commit():
            accept_invitation(invitation, by=bruno)
            comment(case, CANARIES["comment"], cid=uuid.uuid4(), by=bruno)
            recommend(case, CANARIES["recommendation"], cid=uuid.uuid4(), by=bruno)
            close_case(case, outcome_kind="solved", outcome=CANARIES["outcome"], by=ada)
        return case

    return telling


def seen(browser, path: str) -> tuple[int, str]:
    answer = browser.get(path)
    page = answer.content.decode() if answer.content else ""
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


@pytest.fixture
def index(db, settings, tmp_path, dino, ada):
    """A search of one's own, with something to find: a practice for everybody and a discussion of the network."""
    from forum.actions import open_channel, open_thread
    from practices.actions import accept, submit_for_review, write_practice
    from practices.models import Criterion
    from search.actions import rebuild
    from tests.practices.conftest import fields

    settings.SEARCH_DIR = tmp_path / "search"
    sheet = write_practice(fields(title="La zampogna e la mongolfiera", slug="zampogna"), by=ada)
    accept(submit_for_review(sheet, by=ada), Criterion.values, by=dino)
    channel = open_channel("Fiori", purpose="Di fiori.", by=dino)
    open_thread(channel, "Il fiordaliso in cortile", "Quando la zampogna tace?", cid=uuid.uuid4(), by=ada)
    rebuild()


EVERYWHERE = [
    "/",
    "/casi/",
    "/canali/",
    "/canali/fiori/",
    "/canali/simili/?title=Il+fiordaliso+in+cortile",
    "/pratiche/",
    "/io/avvisi/",
    "/rete/persone/ada-ferrero/",
    "/cerca/?q=zampogna",
    "/cerca/?q=fiordaliso",
    "/cerca/?q=clavicembalo",
    "/cerca/suggerimenti/?q=fiorda",
    "/cerca/suggerimenti/?q=clavicem",
]


def test_pages_lists_counts_search_and_suggestions(outsiders, index, tell_a_case, visit):
    """Everybody looks everywhere."""
    browsers = {name: visit(one) for name, one in outsiders.items()}

    def look() -> dict:
        return {(name, path): seen(browser, path) for name, browser in browsers.items() for path in EVERYWHERE}

    before = look()
    tell_a_case()
    after = look()

    assert [where for where in after if after[where] != before[where]] == []
    # They found what is there for them: it is the case that they did not find.
    assert "/pratiche/zampogna/" in after[None, "/cerca/?q=zampogna"][1]
    assert "/canali/fiori/il-fiordaliso-in-cortile/" in after["carla", "/cerca/?q=fiordaliso"][1]
    assert "cortile" in after["carla", "/cerca/suggerimenti/?q=fiorda"][1]


def test_search_does_not_find_it_for_who_reads_it_either(index, tell_a_case, ada, bruno):
    from search.queries import find, suggest

    def found(one) -> list:
        hits = [find(word, {}, one).hits for word in ("zampogna", "fiordaliso", "clavicembalo", "torino")]
        return [[str(hit) for hit in some] for some in hits] + [[str(hit) for hit in suggest("fiorda", one)]]

    before = [found(one) for one in (ada, bruno)]
    tell_a_case()

    assert [found(one) for one in (ada, bruno)] == before and before[0][0]


PATHS = [
    "",
    "discussione/",
    "modifica/",
    "chiudi/",
    "elimina/",
    "chiedi-alla-rete/",
    "letture/",
    "invito/",
    "chi-legge/",
]
POSTS = ["scrivi/", "lascia/", "pratica/", "si-capisce/", "invito/accetta/", "invito/declina/", "chi-legge/chiedi/"]


def test_the_address_of_a_case_is_one_that_does_not_exist(outsiders, tell_a_case, visit):
    case = tell_a_case()
    nowhere = "a" * 20

    for name, one in outsiders.items():
        browser = visit(one)
        for path in PATHS:
            status, page = seen(browser, f"/casi/{case.code}/{path}")
            other_status, other = seen(browser, f"/casi/{nowhere}/{path}")
            assert status == other_status and status in (302, 404), (name, path)
            assert page == other.replace(nowhere, case.code), (name, path)
        for path in [*POSTS, *PATHS[2:6]]:
            answer, other = browser.post(f"/casi/{case.code}/{path}"), browser.post(f"/casi/{nowhere}/{path}")
            assert answer.status_code == other.status_code and answer.status_code in (302, 404), (name, path)
            assert answer.get("Location", "") == other.get("Location", "").replace(nowhere, case.code), (name, path)


def test_notices(outsiders, tell_a_case):
    tell_a_case()

    told = set(Notification.objects.values_list("reader", flat=True))
    assert not told & {one.pk for one in outsiders.values() if one}
    assert not any(
        word in notice.text for notice in Notification.objects.all() for word in [*WORDS, "Fiordaliso", "Ada"]
    )


def test_what_awaits_them_today(outsiders, tell_a_case):
    from importlib import import_module

    rooms = [import_module(f"{room}.today") for room in ("forum.cases", "forum", "courses", "practices")]
    before = {name: [room.items(one) for room in rooms] for name, one in outsiders.items() if one}
    tell_a_case()

    assert {name: [room.items(one) for room in rooms] for name, one in outsiders.items() if one} == before


def test_open_screens(outsiders, tell_a_case):
    case, topic = tell_a_case(), CaseTopic()

    for one in outsiders.values():
        if one:
            assert topic.may_follow(one, str(case.pk)) is topic.may_follow(one, str(uuid.uuid4())) is False
    for key in ("", "12", "nessuno", case.code):
        assert topic.head(key) is None and topic.heads([key]) == {} and topic.after(key, 0, 10) == (0, [])


def test_who_takes_part_follows_keys_and_no_words(tell_a_case, ada, bruno):
    case, topic = tell_a_case(), CaseTopic()

    assert topic.may_follow(ada, str(case.pk)) and topic.may_follow(bruno, str(case.pk))
    head, changes = topic.after(str(case.pk), 0, 50)
    assert topic.head(str(case.pk))[1] == head == topic.heads([str(case.pk)])[str(case.pk)]
    assert {change.kind for change in changes} == {"entry", "case"}
    assert [change.seq for change in changes] == sorted(change.seq for change in changes)
    sent = json.dumps([change.data for change in changes])
    assert not any(word in sent for word in [*WORDS, "Fiordaliso", "Bruna"])
    assert topic.ids_only and topic.presence is False
    assert topic.after(str(case.pk), head, 50) == (head, [])


def test_the_journal(tell_a_case):
    tell_a_case()

    labels = json.dumps(list(Event.objects.values_list("kind", "labels")))
    assert not any(word in labels for word in [*WORDS, "Fiordaliso", "torino", "bollette"])


def test_letters(tell_a_case, outsiders):
    case = tell_a_case()

    letters = [letter for letter in Letter.objects.all() if "consultazione" in letter.text]
    assert [letter.to for letter in letters] == ["attivatrice@example.org"]
    for letter in letters:
        assert case.code not in letter.text
        assert not any(word in letter.subject + letter.text for word in [*WORDS, "Fiordaliso", "Ada"])


def test_no_table_and_no_log_holds_a_word_of_a_case(ada, bruno, visit, caplog, after_commit):
    caplog.set_level(logging.DEBUG)
    with after_commit():
        browser = visit(ada)
        browser.post("/casi/nuovo/", form_of(**{k: CANARIES[k] for k in ("question", "situation")}, save_draft="1"))
        draft = CaseDraft.objects.get()
        sent = form_of(**{name: CANARIES[name] for name in ("question", "situation", "tried_text")})
        browser.post(f"/casi/bozze/{draft.pk}/", sent)
        case = Case.objects.get()
        browser.post(f"/casi/{case.code}/chi-legge/chiedi/", {"person": bruno.handle})
        reader = visit(bruno)
        reader.post(f"/casi/{case.code}/invito/accetta/")
        for kind in ("comment", "recommendation"):
            reader.post(f"/casi/{case.code}/scrivi/", {"kind": kind, "text": CANARIES[kind]})
        reader.post(
            f"/casi/{case.code}/scrivi/", {"kind": "comment", "text": CANARIES["comment"] + " CF RSSMRA85T10A562S"}
        )
        reader.get(f"/casi/{case.code}/")
        browser.get(f"/casi/{case.code}/modifica/")
        browser.post(f"/casi/{case.code}/chiudi/", {"outcome_kind": "solved", "outcome": CANARIES["outcome"]})
    assert CANARIES["outcome"] in visit(bruno).get(f"/casi/{case.code}/").content.decode()

    kept = everything()
    assert len(kept) > 10_000 and len(apps.get_models()) > 40
    for word in [*WORDS, "sestante", "barometro", "chinotto", "RSSMRA85T10A562S"]:
        assert word not in kept, word
        assert word not in caplog.text, word
