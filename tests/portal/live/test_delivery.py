"""Each change reaches each screen once and in order, whatever hints and connections do (realtime.md 5)."""

import asyncio
import random

import pytest

from portal.live import clients, protocol
from portal.live.bus import announce


async def test_what_is_posted_shows_on_the_open_screens(open_screen, post, sub):
    one, two = await open_screen(1, sub()), await open_screen(2, sub())
    await one.next("subd"), await two.next("subd")

    post(text="ciao")

    frame = await one.next("ev")
    assert frame == {"t": "ev", "topic": "log:1", "s": 1, "k": "set", "d": {"thing": "t1", "text": "ciao"}}
    assert await two.next("ev") == frame


async def test_a_cursor_of_zero_is_a_cursor(open_screen, post, sub):
    """Rule (a): taken for «no cursor», what was there before would be lost."""
    for _ in range(3):
        post(told=False)

    screen = await open_screen(1, sub(cursor=0))

    assert (await screen.next("subd"))["s"] == 3
    assert screen.numbers() == [1, 2, 3]


async def test_no_cursor_begins_at_the_head(open_screen, post, sub):
    post(told=False)

    screen = await open_screen(1, sub(cursor=-1))

    answer = await screen.next("subd")
    assert (answer["s"], answer["mode"], answer["ep"]) == (1, "live", "one")
    assert screen.numbers() == []


async def test_doubled_late_and_early_hints_change_nothing(open_screen, post, sub, log):
    screen = await open_screen(1, sub())
    await screen.next("subd")

    post(), post()
    for seq in (1, 2, 1, 2, 2):
        announce("log:1", seq)
    await screen.next("ev", 2)
    announce("log:1", 99)  # nobody wrote it
    post()
    await screen.next("ev", 3)

    await asyncio.sleep(0.05)
    assert screen.numbers() == [1, 2, 3]
    assert len(screen.of("ev")) == 3


async def test_a_lost_hint_is_made_good_by_the_next(open_screen, post, sub):
    screen = await open_screen(1, sub())
    await screen.next("subd")

    post(told=False), post(told=False), post()

    await screen.next("ev", 3)
    assert screen.numbers() == [1, 2, 3]


async def test_the_poller_finds_what_no_hint_brought(open_screen, post, sub, here):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    post(told=False)

    await here.poller.look()

    await screen.next("ev")
    assert screen.numbers() == [1]


async def test_a_thing_changed_twice_while_away_comes_once(open_screen, post, sub):
    """A compacted replay has holes between its numbers and is whole all the same."""
    post(thing="a"), post(thing="b"), post(thing="a", text="new")

    screen = await open_screen(1, sub(cursor=0))

    await screen.next("subd")
    (frame,) = screen.of("sync")
    assert (frame["from"], frame["to"], frame["more"]) == (0, 3, False)
    assert [(item["s"], item["d"]["thing"]) for item in frame["items"]] == [(2, "b"), (3, "a")]


async def test_a_thing_changed_twice_between_two_looks_comes_as_a_sync(open_screen, post, sub):
    screen = await open_screen(1, sub())
    await screen.next("subd")

    post(thing="a", told=False), post(thing="a", told=False), post(thing="b")

    frame = await screen.next("sync")
    assert (frame["from"], frame["to"]) == (0, 3)
    post(thing="c")
    assert (await screen.next("ev"))["s"] == 4


async def test_a_screen_that_saw_a_hole_gets_the_rest(open_screen, post, sub):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    for _ in range(5):
        post()
    await screen.wait_for(lambda: len(screen.numbers()) == 5)
    screen.frames.clear()

    await screen.say("resync", id=7, topic="log:1", s=2)

    answer = await screen.next("subd")
    assert (answer["id"], answer["s"], answer["mode"]) == ("7", 5, "replay")
    assert screen.numbers() == [3, 4, 5]


async def test_a_page_that_is_ahead_of_the_hub_misses_nothing_and_gets_nothing_twice(open_screen, post, sub, here):
    """Rule (b): the page was read from the log before the hint came."""
    first = await open_screen(1, sub())
    await first.next("subd")
    post(told=False), post(told=False)

    ahead = await open_screen(2, sub(cursor=2))
    await ahead.next("subd")
    post()

    await ahead.next("ev"), await first.next("ev", 3)
    assert ahead.numbers() == [3]
    assert first.numbers() == [1, 2, 3]


async def test_too_far_behind_is_sent_to_the_page(open_screen, post, sub, log):
    for _ in range(protocol.REPLAY_CHANGES + 1):
        log.write("1", "a")

    screen = await open_screen(1, sub(cursor=0))

    answer = await screen.next("reset")
    assert answer == {"t": "reset", "topic": "log:1", "ep": "one", "head": 501}
    await screen.say("sub", id=1, topic="log:1", s=501, ep="one")
    post()
    await screen.next("ev")
    assert screen.numbers() == [502]


@pytest.mark.parametrize("behind", [protocol.REPLAY_CHANGES, protocol.REPLAY_CHANGES - 1])
async def test_just_near_enough_is_replayed(open_screen, log, sub, behind):
    for number in range(behind):
        log.write("1", f"t{number}")

    screen = await open_screen(1, sub(cursor=0))

    assert (await screen.next("subd"))["s"] == behind
    assert screen.numbers() == list(range(1, behind + 1))


@pytest.mark.parametrize("asked", [{"cursor": 9}, {"cursor": 1, "ep": "another"}])
async def test_a_cursor_of_another_history_is_sent_to_the_page(open_screen, post, sub, asked):
    post(told=False), post(told=False)

    screen = await open_screen(1, sub(**asked))

    assert (await screen.next("reset"))["head"] == 2
    assert screen.of("subd", "ev", "sync") == []


async def test_a_restored_backup_is_noticed_on_open_screens(open_screen, post, sub, log, here):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    post(), post()
    await screen.next("ev", 2)

    log.epoch, log.seqs["1"] = "two", 1
    log.things["1"].pop("t2")
    await here.poller.look()

    assert (await screen.next("reset"))["ep"] == "two"


async def test_a_restored_backup_that_has_grown_again_is_noticed_by_the_round(open_screen, post, sub, log, here):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    post()
    await screen.next("ev")

    log.epoch = "two"
    await here.poller.look_for_rewritten()

    assert (await screen.next("reset"))["ep"] == "two"


async def test_a_thing_that_is_gone_says_so(open_screen, sub, log, post, here):
    screen = await open_screen(1, sub("log:404"), sub("log:1"))

    assert (await screen.next("err"))["code"] == "gone"


async def test_the_database_away_for_a_while_loses_nothing(open_screen, post, sub, log):
    screen = await open_screen(1, sub())
    await screen.next("subd")

    log.broken = True
    post(), post()
    await asyncio.sleep(0.1)
    log.broken = False

    await screen.next("ev", 2)
    assert screen.numbers() == [1, 2]


async def test_joining_while_the_database_is_away_says_when_to_try_again(open_screen, sub, log):
    log.broken = True

    screen = await open_screen(1, sub(id="a"))

    answer = await screen.next("err")
    assert (answer["code"], answer["retry"]) == ("storage", 2)


async def test_one_broken_socket_is_its_own_trouble(open_screen, post, sub):
    """Rule (c): an error in the fan-out may not be paid by the others, nor be swallowed."""
    broken, well = await open_screen(1, sub()), await open_screen(2, sub())
    await broken.next("subd"), await well.next("subd")
    broken.broken = True

    for _ in range(20):
        post()

    await well.next("ev", 20)
    assert await broken.closed() == protocol.GOING_AWAY


async def test_a_slow_screen_costs_a_cursor_and_catches_up(open_screen, post, sub, log):
    slow, quick = await open_screen(1, sub()), await open_screen(2, sub())
    await slow.next("subd"), await quick.next("subd")

    slow.free.clear()
    for number in range(clients.QUEUE_FRAMES + 100):
        post(thing=f"t{number}")
        await asyncio.sleep(0)
    total = clients.QUEUE_FRAMES + 100
    await quick.wait_for(lambda: len(quick.numbers()) == total)
    assert len(slow.client.queue) <= clients.QUEUE_FRAMES

    slow.free.set()
    await slow.wait_for(lambda: len(slow.numbers()) == total)
    assert slow.numbers() == list(range(1, total + 1))
    assert not slow.client.dead


async def test_a_slow_screen_with_large_frames_is_bounded_by_bytes(open_screen, post, sub):
    slow = await open_screen(1, sub())
    await slow.next("subd")

    slow.free.clear()
    for number in range(60):
        post(thing=f"t{number}", text="x" * 20_000)
        await asyncio.sleep(0.002)
    assert slow.client.size <= clients.QUEUE_BYTES
    slow.free.set()

    await slow.wait_for(lambda: len(slow.numbers()) == 60)
    assert slow.numbers() == list(range(1, 61))


async def test_a_replay_larger_than_the_queue_arrives_whole(open_screen, log, sub):
    for number in range(90):
        log.write("1", f"t{number}", "x" * 15_000)

    screen = await open_screen(1, sub(cursor=0))

    await screen.next("subd")
    assert screen.numbers() == list(range(1, 91))


async def test_who_is_stuck_is_let_go(open_screen, post, sub, here, monkeypatch):
    monkeypatch.setattr(clients, "STUCK_SECONDS", 0.05)
    screen = await open_screen(1, sub())
    await screen.next("subd")

    screen.free.clear()
    post()
    await asyncio.sleep(0.1)
    here.poller.let_go()

    assert await screen.closed() == protocol.TOO_SLOW


async def test_an_unfollowed_topic_is_silent(open_screen, post, sub):
    screen = await open_screen(1, sub(), sub("log:2"))
    await screen.next("subd", 2)

    await screen.say("unsub", topic="log:1")
    post("1"), post("2")

    assert (await screen.next("ev"))["topic"] == "log:2"
    assert screen.numbers("log:1") == []


async def test_who_only_watches_gets_badges_and_no_words(open_screen, post, sub, here):
    screen = await open_screen(1, sub(lvl="light"))
    await screen.next("subd")

    post(text="parole"), post()
    await screen.wait_for(lambda: screen.client.bumps.get("log:1") == 2)
    here.hub.flush_bumps()

    assert (await screen.next("bump"))["topics"] == [["log:1", 2, 0]]
    assert screen.of("ev", "sync") == []


async def test_an_empty_room_is_forgotten(open_screen, post, sub, here, monkeypatch):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    await screen.say("unsub", topic="log:1")

    here.poller.let_go()
    assert "log:1" in here.hub.rooms
    monkeypatch.setattr("portal.live.poller.IDLE_SECONDS", -1)
    here.poller.let_go()

    assert here.hub.rooms == {}


async def test_churn_loses_nothing_and_doubles_nothing(open_screen, post, sub, log, here):
    """Twelve screens that come and go at random while 300 changes are made, with hints lost and doubled."""
    chance = random.Random(7)
    seen: dict[int, list[int]] = {}

    async def visitor(number: int) -> None:
        cursor, got = 0, seen.setdefault(number, [])
        while cursor < 300:
            screen = await open_screen(1 + number, sub(cursor=cursor, ep="one"))
            until = asyncio.get_running_loop().time() + chance.uniform(0.005, 0.2)
            while asyncio.get_running_loop().time() < until and cursor + len(screen.numbers()) < 300:
                await asyncio.sleep(0.005)
            fresh = screen.numbers()
            got += fresh
            cursor = got[-1] if got else 0
            await screen.leave()
            await asyncio.sleep(chance.uniform(0, 0.02))

    async def writer() -> None:
        for number in range(300):
            post(thing=f"t{number}", told=chance.random() > 0.2)
            if chance.random() < 0.1:
                announce("log:1", chance.randint(1, 300))
            await asyncio.sleep(0.003)
        for _ in range(50):
            await here.poller.look()
            await asyncio.sleep(0.05)

    log.readers |= set(range(20))
    writing = asyncio.ensure_future(writer())
    await asyncio.wait_for(asyncio.gather(*(visitor(number) for number in range(12))), 15)
    writing.cancel()

    assert all(got == list(range(1, 301)) for got in seen.values())
