"""Withdrawn access: not a byte more (reliability.md M8). Person 1 reads, person 2 reads on."""

import asyncio
import threading

import pytest

from portal.live import lifespan, protocol
from portal.live.bus import ask_again, kick


async def test_who_lost_one_topic_gets_no_byte_more_of_it(open_screen, post, sub, log):
    lost, other = await open_screen(1, sub()), await open_screen(2, sub())
    await lost.next("subd"), await other.next("subd")
    post()
    await lost.next("ev"), await other.next("ev")

    log.readers.discard(1)
    kick(1)
    post()

    assert await lost.closed() == protocol.NO_ACCESS
    await other.next("ev", 2)
    assert lost.numbers() == [1]


async def test_who_keeps_another_topic_keeps_the_socket(open_screen, post, sub, log, monkeypatch):
    screen = await open_screen(1, sub("log:1"), sub("log:2"))
    await screen.next("subd", 2)

    monkeypatch.setattr(log, "may_follow", lambda user, key: key == "2")
    kick(1)
    post("1"), post("2")

    assert await screen.next("err") == {"t": "err", "code": "denied", "topic": "log:1"}
    await screen.wait_for(lambda: screen.numbers("log:2") == [1])
    assert screen.numbers("log:1") == [] and not screen.client.dead


async def test_while_it_is_being_asked_nothing_is_sent_and_then_nothing_is_missing(open_screen, post, sub, log):
    screen = await open_screen(1, sub())
    await screen.next("subd")

    log.slow = threading.Event()
    kick(1)
    post(), post()
    await asyncio.sleep(0.1)
    assert screen.numbers() == []
    log.slow.set()

    await screen.wait_for(lambda: screen.numbers() == [1, 2])


async def test_what_was_queued_and_not_sent_goes_too(open_screen, post, sub, log):
    screen = await open_screen(1, sub())
    await screen.next("subd")

    screen.free.clear()
    for _ in range(10):
        post()
    await screen.wait_for(lambda: len(screen.client.queue) == 9)  # one is on its way
    log.readers.discard(1)
    kick(1)
    await asyncio.sleep(0.1)
    screen.free.set()

    assert await screen.closed() == protocol.NO_ACCESS
    assert screen.numbers() == [1]


async def test_a_bell_during_the_question_makes_the_answer_void(open_screen, post, sub, log):
    screen = await open_screen(1)
    log.slow = threading.Event()

    asking = asyncio.ensure_future(screen.say("sub", id=1, topic="log:1", s=0))
    await asyncio.sleep(0.05)
    kick(1)
    await asyncio.sleep(0.05)
    log.readers.discard(1)  # the answer under way was «yes»
    log.slow.set()
    await asking

    assert (await screen.next("err"))["code"] == "denied"
    assert screen.client.subs == {}


@pytest.mark.parametrize("bell", [True, False])
async def test_without_a_session_the_socket_closes(open_screen, post, sub, sessions, here, bell):
    screen = await open_screen(1, sub())
    await screen.next("subd")

    del sessions["s1"]
    if bell:
        kick(1)
    else:
        await here.watch.round()
    post()

    assert await screen.closed() == protocol.SIGNED_OUT
    assert screen.numbers() == []


async def test_the_round_finds_what_no_bell_said(open_screen, post, sub, log, here):
    screen, other = await open_screen(1, sub()), await open_screen(2, sub())
    await screen.next("subd"), await other.next("subd")

    log.readers.discard(1)
    await here.watch.round()
    post()

    assert await screen.closed() == protocol.NO_ACCESS
    await other.next("ev")
    assert screen.numbers() == []


async def test_everyone_on_a_topic_can_be_asked_again(open_screen, post, sub, log):
    one, two = await open_screen(1, sub()), await open_screen(2, sub(lvl="light"))
    await one.next("subd"), await two.next("subd")

    log.readers.clear()
    ask_again("log:1")
    post()

    assert await one.closed() == protocol.NO_ACCESS
    assert await two.closed() == protocol.NO_ACCESS
    assert one.numbers() == [] and two.of("bump") == []


async def test_with_the_database_away_who_is_doubted_hears_nothing(open_screen, post, sub, log, monkeypatch):
    monkeypatch.setattr("portal.live.watch.AGAIN_SECONDS", 0.05)
    screen, other = await open_screen(1, sub()), await open_screen(2, sub())
    await screen.next("subd"), await other.next("subd")

    log.broken = True
    kick(1)
    await asyncio.sleep(0.05)
    log.readers.discard(1)
    log.broken = False
    post()

    assert await screen.closed() == protocol.NO_ACCESS
    assert screen.numbers() == []


async def test_eight_sockets_a_person(open_screen, here, sessions, new_screen):
    for _ in range(protocol.CONNECTIONS_A_PERSON):
        await open_screen(1)

    with pytest.raises(AssertionError):
        new_screen(here, sessions["s1"], cookie="s1")
    await open_screen(2)


async def test_an_old_socket_is_opened_anew(open_screen, here):
    screen = await open_screen(1)

    screen.client.born -= protocol.CONNECTION_HOURS * 3600 + 1
    here.poller.let_go()

    assert await screen.closed() == protocol.RESTART


async def test_a_server_that_stops_says_goodbye(open_screen, sub):
    screen = await open_screen(1, sub())
    await screen.next("subd")

    await lifespan.stop()

    assert await screen.closed() == protocol.RESTART
    await screen.next("bye")
