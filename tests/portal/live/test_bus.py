"""Hints between processes: never in the writer's way, and their loss is noticed (decisions.md 3)."""

import asyncio
import os
import threading
import time

import pytest

from portal.live import bus, lifespan


class Wire:
    """A channel layer between this process and another, which may be cut or frozen."""

    def __init__(self):
        self.queues: dict[str, asyncio.Queue] = {}
        self.cut = self.frozen = False
        self.sent: list[dict] = []

    async def new_channel(self):
        self.queues["mine"] = asyncio.Queue()
        return "mine"

    async def group_add(self, group, channel):
        if self.cut:
            raise ConnectionError("no bus")

    async def receive(self, channel):
        return await self.queues[channel].get()

    async def group_send(self, group, message):
        if self.frozen:
            await asyncio.sleep(60)
        if self.cut:
            raise ConnectionError("no bus")
        self.sent.append(message)
        for queue in self.queues.values():
            queue.put_nowait(message)

    def from_another(self, kind: str, **what):
        self.queues["mine"].put_nowait({"type": "live.bell", "kind": kind, "from": "another", "what": what})


@pytest.fixture
def wire(monkeypatch):
    made = Wire()
    monkeypatch.setattr(bus, "get_channel_layer", lambda: made)
    monkeypatch.setattr(bus, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(bus, "DEAD_SECONDS", 0.2)
    return made


async def until(condition, seconds: float = 3):
    for _ in range(int(seconds / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("did not happen")


async def test_another_process_is_heard(wire, here, open_screen, sub, log):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    await until(lambda: here.listener.healthy)

    seq = log.write("1", "a")
    wire.from_another("hint", topic="log:1", seq=seq)

    await screen.next("ev")


async def test_a_bell_of_another_process_closes_sockets_here(wire, here, open_screen, sub, log):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    await until(lambda: here.listener.healthy)

    log.readers.discard(1)
    wire.from_another("person", user=1)

    assert await screen.closed() == 4403


async def test_what_is_announced_here_travels_without_words(wire, here, open_screen, sub, post):
    await until(lambda: here.listener.healthy)

    post(text="parole")

    await until(lambda: any(message["kind"] == "hint" for message in wire.sent))
    hint = next(message for message in wire.sent if message["kind"] == "hint")
    assert hint == {"type": "live.bell", "kind": "hint", "from": bus.ME, "what": {"topic": "log:1", "seq": 1}}


async def test_a_silent_bus_is_noticed_and_made_good(wire, here, open_screen, sub, log, monkeypatch):
    monkeypatch.setattr("portal.live.poller.DEAF_SECONDS", 0.05)
    monkeypatch.setattr("portal.live.poller.HEALTHY_SECONDS", 0.05)
    screen = await open_screen(1, sub())
    await screen.next("subd")
    await until(lambda: here.listener.healthy)

    wire.cut = True
    await until(lambda: not here.listener.healthy)
    log.write("1", "a")  # another process wrote, its hint is lost
    await screen.next("ev")  # the poller has it

    wire.cut = False
    await until(lambda: here.listener.healthy)


async def test_the_first_beat_after_a_gap_makes_every_room_look(wire, here, open_screen, sub, log, monkeypatch):
    monkeypatch.setattr("portal.live.poller.DEAF_SECONDS", 60)
    screen = await open_screen(1, sub())
    await screen.next("subd")
    await until(lambda: here.listener.healthy)

    wire.cut = True
    await asyncio.sleep(0.12)
    log.write("1", "a")
    wire.cut = False

    await screen.next("ev")


async def test_a_bus_that_is_away_at_the_start_is_found_later(wire, log, sessions):
    wire.cut = True
    here = lifespan.house()
    await asyncio.sleep(0.1)
    assert not here.listener.healthy

    wire.cut = False
    await until(lambda: here.listener.healthy)
    await lifespan.stop()


async def test_announcing_takes_no_time_when_the_bus_is_frozen(wire, here, monkeypatch):
    monkeypatch.setattr(bus, "PUBLISH_SECONDS", 0.2)
    wire.frozen = True

    begun = time.perf_counter()
    for seq in range(3 * bus.WAITING_MOST):
        bus.announce("log:1", seq)
    took = time.perf_counter() - begun

    assert took / (3 * bus.WAITING_MOST) < 0.001
    assert bus._attached.waiting == bus.WAITING_MOST
    await until(lambda: bus._attached.waiting == 0)


def test_a_page_process_announces_from_a_thread_of_its_own(wire):
    """No hub here, as under gunicorn or in the worker."""
    bus.announce("log:1", 7)

    for _ in range(200):
        if wire.sent:
            break
        time.sleep(0.01)
    assert wire.sent[0]["what"] == {"topic": "log:1", "seq": 7}
    assert any(thread.name == "live-bus" and thread.daemon for thread in threading.enumerate())


def test_alone_and_without_a_hub_announcing_is_nothing():
    bus.announce("log:1", 1)
    bus.kick(1)
    bus.ask_again("log:1")


def test_an_error_of_the_bus_is_not_the_writers(monkeypatch):
    def no_layer():
        raise ConnectionError

    monkeypatch.setattr(bus, "get_channel_layer", no_layer)

    bus.announce("log:1", 1)


@pytest.mark.skipif(not os.environ.get("SNODO_TEST_REDIS"), reason="apt-get install redis-server")
async def test_the_real_bus_carries_beats_and_hints(monkeypatch, log, sessions, new_screen, sub):
    """Through Redis: this process hears itself, and a message of another."""
    from channels_redis.pubsub import RedisPubSubChannelLayer

    layer = RedisPubSubChannelLayer(hosts=[os.environ["SNODO_TEST_REDIS"]], prefix=f"test{os.getpid()}")
    monkeypatch.setattr(bus, "get_channel_layer", lambda: layer)
    monkeypatch.setattr(bus, "BEAT_SECONDS", 0.1)
    here = lifespan.house()
    await until(lambda: here.listener.healthy)
    screen = new_screen(here, sessions["s1"], cookie="s1")
    await screen.hello(sub())
    await screen.next("subd")

    seq = log.write("1", "a")
    message = {"type": "live.bell", "kind": "hint", "from": "another", "what": {"topic": "log:1", "seq": seq}}
    await layer.group_send(bus.GROUP, message)

    await screen.next("ev")
    await screen.leave()
    await lifespan.stop()
    await layer.flush()
