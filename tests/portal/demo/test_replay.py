"""While the demo runs its people go on: they say what the last hour says, and look again at the board.

Two discussions are open, the meeting of the three territories and Nino's first day; Ada posted to the board.
"""

from datetime import datetime, timedelta
from itertools import cycle
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from forum.actions import lock_thread, open_channel, open_thread, post_message, reopen
from forum.events import MESSAGE_POSTED
from forum.models import Message, Thread
from portal.accounts.actions import join_network
from portal.accounts.models import User
from portal.clock import at
from portal.demo import chores, replay
from portal.demo.management.commands.demo import Command
from portal.demo.story import load
from portal.demo.story.people import files
from portal.journal.models import Event
from portal.network.models import Organisation
from portal.opportunities.actions import check_opportunity, post_opportunity, withdraw_opportunity
from portal.opportunities.events import OPPORTUNITY_CHECKED
from portal.opportunities.models import Check, Opportunity
from portal.vocabulary.models import Territory, Theme
from tests.conftest import operator, person

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Rome"))
MEETING, FIRST_DAY = "riunione-dei-tre-territori", "primo-giorno-da-dove-comincio"
SCRIPT = replay.script()


@pytest.fixture(autouse=True)
def tuesday(monkeypatch):
    """Every story begins with the first turn, on a Tuesday morning."""
    monkeypatch.setattr(replay, "_turns", cycle(("word", "look", "word")))
    with at(MORNING):
        yield


@pytest.fixture
def people(db) -> dict[str, User]:
    """Who speaks in the last hour, by the names of the story."""
    speak = {line["by"] for line in SCRIPT}
    told = {meta["key"]: meta for meta, _about in files() if meta["key"] in speak}
    cast = {}
    for key, meta in told.items():
        first, last = meta["name"].split(" ", 1)
        make = operator if meta.get("certified") else person
        cast[key] = make(meta["email"].split("@")[0], first, last, territory=meta["territory"])
    for one in cast.values():
        if not one.qualifications.exists():
            join_network(one)
    return {key: User.objects.get(pk=one.pk) for key, one in cast.items()}


@pytest.fixture
def threads(dino, people) -> dict[str, Thread]:
    """The two discussions, as the story has opened them."""
    rete = open_channel("La rete", purpose="Ci raccontiamo che cosa succede.", by=dino)
    first = open_channel("Prime domande", purpose="Chi studia chiede.", audience="members", by=dino)
    return {
        MEETING: open_thread(
            rete, "Riunione", "Chi viene?", cid=uuid4(), by=people["elena"], slug=MEETING
        ),
        FIRST_DAY: open_thread(
            first, "Il primo giorno", "Da dove comincio?", cid=uuid4(), by=people["nina"], slug=FIRST_DAY
        ),
    }  # fmt: skip


@pytest.fixture
def post(ada):
    """Put something on the board, some days ago."""
    body = Organisation.objects.create(
        slug="casa", name="Casa del quartiere", kind="public", territory=Territory.objects.get(slug="torino")
    )

    def posted(title: str, *, days_ago: int, by=None, **changes) -> Opportunity:
        fields = {
            "title": title,
            "summary": "Due mattine a settimana.",
            "organisation": body,
            "territory": Territory.objects.select_related("parent").get(slug="torino"),
            "themes": list(Theme.objects.filter(slug="energia")),
            "for_whom": "Per tutti.",
            "contact": "La portineria",
        }
        with at(MORNING - timedelta(days=days_ago)):
            return post_opportunity(fields | changes, by=by or ada)

    return posted


def said() -> list[tuple[str, str, str]]:
    """What was said after the opening: where, who, words."""
    spoken = Message.objects.exclude(pk__in=Thread.objects.exclude(opening=None).values("opening")).order_by("pk")
    return [(one.thread.slug, one.author.email, one.body) for one in spoken.select_related("thread", "author")]


def scripted() -> list[tuple[str, str, str]]:
    emails = {meta["key"]: meta["email"] for meta, _about in files()}
    return [(line["thread"], emails[line["by"]], line["text"]) for line in SCRIPT]


def rows() -> dict:
    return {model: list(model.objects.order_by("pk").values_list()) for model in (Message, Thread, Opportunity, Check)}


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_last_hour_is_said_whole_in_its_order_by_who_says_it_there(threads):
    turns = [replay.play_next() for _ in range(len(SCRIPT))]

    assert turns == [True] * len(SCRIPT) and said() == scripted()


def test_what_is_said_is_said_as_everybody_does(threads, people):
    """A real message: counted, told to the journal, with the number that open screens wait for."""
    thread = threads[MEETING]
    channel = thread.channel
    channel.refresh_from_db()
    before = channel.last_seq
    Event.objects.all().delete()

    assert replay.play_next()

    spoken = Message.objects.get(author=people["marta"])
    channel.refresh_from_db()
    assert spoken.thread == thread and spoken.html and spoken.posted_at == MORNING
    assert channel.last_seq > before and spoken.mod_seq == channel.last_seq
    assert [(event.kind, event.actor_id) for event in Event.objects.all()] == [(MESSAGE_POSTED, people["marta"].pk)]


def test_what_was_said_is_not_said_again_also_after_a_restart(threads, monkeypatch):
    for _ in range(4):
        replay.play_next()
    monkeypatch.setattr(replay, "_turns", cycle(("word", "look", "word")))
    for _ in range(2 * len(SCRIPT)):
        replay.play_next()

    assert said() == scripted()


def test_when_all_is_said_and_seen_nothing_moves(threads):
    while replay.play_next():
        pass
    before = rows()

    assert [replay.play_next() for _ in range(6)] == [False] * 6 and rows() == before


def test_where_there_is_no_story_nothing_is_said(people):
    assert [replay.play_next() for _ in range(3)] == [False] * 3
    assert not Message.objects.exists()


def test_in_between_a_visitor_may_write_too(threads, ada):
    replay.play_next()
    post_message(threads[MEETING], "Vengo anch’io.", cid=uuid4(), by=ada)
    while replay.play_next():
        pass

    spoken = said()
    assert spoken.pop(1) == (MEETING, ada.email, "Vengo anch’io.") and spoken == scripted()


def test_a_discussion_that_is_closed_meanwhile_is_left_alone_and_the_other_goes_on(threads, dino):
    replay.play_next()
    lock_thread(threads[MEETING], by=dino)
    while replay.play_next():
        pass

    lines = scripted()
    assert said() == lines[:1] + [line for line in lines if line[0] == FIRST_DAY]


def test_when_both_are_closed_nobody_says_a_word(threads, dino):
    for thread in threads.values():
        lock_thread(thread, by=dino)

    assert [replay.play_next() for _ in range(4)] == [False] * 4 and said() == []


def test_opened_again_it_goes_on_where_it_was(threads, dino):
    replay.play_next()
    lock_thread(threads[MEETING], by=dino)
    while replay.play_next():
        pass
    reopen(Thread.objects.get(slug=MEETING), by=dino)
    while replay.play_next():
        pass

    assert [line for line in said() if line[0] == MEETING] == [line for line in scripted() if line[0] == MEETING]


# ── looks at the board ───────────────────────────────────────────────────────────────────────────────────────────────


def test_of_three_turns_one_is_a_look_at_what_nobody_has_looked_at_for_longest(threads, post, ada):
    recent, old = post("Laboratorio", days_ago=2), post("Doposcuola", days_ago=20)
    for _ in range(3):
        replay.play_next()

    assert len(said()) == 2
    check = Check.objects.get()
    assert (check.opportunity, check.by, check.found, check.at) == (old, ada, "there", MORNING)
    old.refresh_from_db()
    assert old.checked_at == MORNING and recent.checks.count() == 0
    event = Event.objects.get(kind=OPPORTUNITY_CHECKED)
    assert event.actor_id == ada.pk and event.subject_id == str(old.pk)


def test_who_looked_last_looks_again(post, carla):
    one = post("Doposcuola", days_ago=20)
    with at(MORNING - timedelta(days=5)):
        check_opportunity(one, "there", by=carla)
    replay.play_next()

    assert list(one.checks.values_list("by__email", flat=True)) == [carla.email] * 2


def test_each_is_looked_at_once_a_day_and_again_on_the_next(post):
    for number in range(3):
        post(f"Corso {number}", days_ago=10 + number)
    assert [replay.play_next() for _ in range(6)] == [True] * 3 + [False] * 3
    assert Check.objects.count() == 3

    with at(MORNING + timedelta(days=1)):
        assert [replay.play_next() for _ in range(6)] == [True] * 3 + [False] * 3
    assert Check.objects.count() == 6


def test_what_is_grey_over_withdrawn_or_stopped_waits_for_the_visitor(post, anita):
    post("Grigia", days_ago=31)
    post("Esaurita", days_ago=3, state=Opportunity.State.EXHAUSTED)
    post("Sospesa", days_ago=3, state=Opportunity.State.SUSPENDED)
    withdraw_opportunity(post("Ritirata", days_ago=3), by=anita)
    before = rows()

    assert [replay.play_next() for _ in range(3)] == [False] * 3 and rows() == before


def test_who_may_look_no_more_is_passed_over(post, carla, ada):
    left, other = post("Di chi è andata via", days_ago=20, by=carla), post("Doposcuola", days_ago=5)
    carla.qualifications.update(withdrawn_at=MORNING)
    User.objects.filter(pk=carla.pk).update(member_since=None)

    assert [replay.play_next() for _ in range(2)] == [True, False]
    assert left.checks.count() == 0 and other.checks.get().by == ada


def test_a_turn_is_one_thing_at_most(threads, post):
    for number in range(4):
        post(f"Corso {number}", days_ago=10 + number)
    counts = []
    for _ in range(30):
        before = Message.objects.count() + Check.objects.count()
        moved = replay.play_next()
        counts.append((Message.objects.count() + Check.objects.count() - before, moved))

    assert set(counts) == {(1, True), (0, False)} and sum(count for count, _moved in counts) == len(SCRIPT) + 4


# ── only while the demo moves ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("demo", "moves"), [(False, False), (False, True), (True, False)])
def test_elsewhere_nobody_writes_by_herself(threads, settings, demo, moves):
    settings.DEMO, settings.DEMO_MOVES = demo, moves
    before = rows()
    chores.go_on()

    assert rows() == before


@pytest.mark.parametrize(("options", "lines"), [([], 1), (["--still"], 0)])
def test_the_command_lets_them_move_or_not(threads, settings, monkeypatch, options, lines):
    settings.DEMO, settings.DEMO_MOVES = True, False
    served = []
    monkeypatch.setattr(load, "is_empty", lambda: False)
    monkeypatch.setattr(Command, "_serve", lambda self, port: served.append(port))
    call_command("demo", *options)
    chores.go_on()

    assert len(served) == 1 and said() == scripted()[:lines]


# ── the file itself ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_line_is_said_by_somebody_of_the_story_in_one_of_the_two():
    keys = {meta["key"] for meta, _about in files() if not meta.get("suspended")}

    assert all(set(line) == {"thread", "by", "text"} and line["text"].strip() for line in SCRIPT)
    assert {line["by"] for line in SCRIPT} <= keys and {line["thread"] for line in SCRIPT} == {MEETING, FIRST_DAY}
