"""Hints between processes: «topic 12 has reached 4712», «ask again for this person».

A hint is a convenience: lost, doubled or late, the database has the truth (realtime.md 0). In its own process it
goes straight to the hub; to the other processes it goes over the Channels layer, when that is one they share.
"""

import asyncio
import logging
import os
import threading
import uuid
from collections.abc import Callable
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

from . import figures

log = logging.getLogger("snodo.live")

GROUP = "live"
PUBLISH_SECONDS = 2
WAITING_MOST = 1000
BEAT_SECONDS, DEAD_SECONDS = 2, 5
ME = uuid.uuid4().hex[:12]

Ear = Callable[[str, dict], None]


class Mouth:
    """The one event loop of this process that publishes, and how much waits there."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ear: Ear | None = None):
        self.loop, self.ear, self.pid = loop, ear, os.getpid()
        self.waiting = 0

    def say(self, layer: Any, message: dict) -> None:
        """Send without waiting; drop what is too much."""
        if self.waiting >= WAITING_MOST:
            figures.shed.labels("hint").inc()
            return
        sent = asyncio.run_coroutine_threadsafe(_send(layer, message), self.loop)
        self.waiting += 1
        sent.add_done_callback(self._said)

    def _said(self, future) -> None:
        self.waiting -= 1
        if not future.cancelled() and future.exception():
            figures.shed.labels("hint").inc()
            log.warning("the bus does not take hints: %r", future.exception())


_attached: Mouth | None = None  # the hub's
_outside: Mouth | None = None  # a thread's, where there is no hub
_starting = threading.Lock()


# ── what the rooms call ──────────────────────────────────────────────────────────────────────────────────────────────


def announce(topic: str, seq: int) -> None:
    """Say that a topic has reached a number. After the commit; never blocks, never raises.

    transaction.on_commit(lambda: announce(f"channel:{channel.pk}", seq), robust=True)
    """
    _ring("hint", topic=topic, seq=seq)


def kick(user_pk: int) -> None:
    """Say that a person's membership, role, session or suspension changed: what she follows is asked again at once.

    What she may no longer follow is dropped; without a session or suspended, her sockets close. After the commit.
    """
    _ring("person", user=user_pk)


def ask_again(topic: str) -> None:
    """Say that it changed who may follow a topic: everyone who does is asked again at once. After the commit."""
    _ring("rights", topic=topic)


# ── one loop a process speaks to the layer ───────────────────────────────────────────────────────────────────────────


def attach(loop: asyncio.AbstractEventLoop, ear: Ear) -> None:
    """Let the hub of this process hear, and its loop publish."""
    global _attached
    _attached = Mouth(loop, ear)


def detach() -> None:
    global _attached
    _attached = None


def shared_layer() -> Any | None:
    """The layer between processes; None when there is only this one."""
    layer = get_channel_layer()
    return None if layer is None or isinstance(layer, InMemoryChannelLayer) else layer


def _ring(kind: str, **what) -> None:
    try:
        if _attached is not None:
            _attached.loop.call_soon_threadsafe(_attached.ear, kind, what)
        publish(kind, what)
    except Exception:
        # The writer's page must not know: whoever follows hears from the poller.
        log.exception("a hint was lost")


def publish(kind: str, what: dict) -> None:
    """Send to the other processes, without waiting."""
    layer = shared_layer()
    if layer is not None:
        _mouth().say(layer, {"type": "live.bell", "kind": kind, "from": ME, "what": what})


async def _send(layer: Any, message: dict) -> None:
    await asyncio.wait_for(layer.group_send(GROUP, message), PUBLISH_SECONDS)


def _mouth() -> Mouth:
    """The hub's loop, or one in a thread of this process, started after the fork."""
    global _outside
    if _attached is not None:
        return _attached
    with _starting:
        if _outside is None or _outside.pid != os.getpid():
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="live-bus", daemon=True).start()
            _outside = Mouth(loop)
    return _outside


# ── listening ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Listener:
    """Hears the other processes, and knows by a heartbeat through the layer when it has become deaf.

    The layer subscribes again by itself after an outage but tells nobody that hints were lost.
    """

    def __init__(self, layer: Any, ear: Ear, on_return: Callable[[], None]):
        self.layer, self.ear, self.on_return = layer, ear, on_return
        self.beat = self.heard = 0
        self.healthy = False
        self.last = asyncio.get_running_loop().time()
        self.tasks: list[asyncio.Task] = []

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self.tasks = [loop.create_task(self._listen()), loop.create_task(self._beat())]

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            try:
                channel = await self.layer.new_channel()
                await self.layer.group_add(GROUP, channel)
                while True:
                    self._hear(await self.layer.receive(channel))
            except Exception:
                log.warning("the bus cannot be heard", exc_info=True)
                await asyncio.sleep(1)

    def _hear(self, message: dict) -> None:
        kind, sender = message.get("kind"), message.get("from")
        if kind == "beat":
            if sender == ME:
                self._own_beat(message["what"]["n"])
        elif sender != ME:
            try:
                self.ear(kind, message["what"])
            except Exception:
                log.exception("a hint was not understood")

    def _own_beat(self, n: int) -> None:
        missed = n != self.heard + 1
        self.heard, self.last = n, asyncio.get_running_loop().time()
        if missed or not self.healthy:
            self._set_healthy(True)
            self.on_return()

    def _set_healthy(self, healthy: bool) -> None:
        if self.healthy != healthy:
            log.info("the bus is %s", "heard" if healthy else "silent")
        self.healthy = healthy
        figures.bus_healthy.set(healthy)

    async def _beat(self) -> None:
        while True:
            self.beat += 1
            try:
                await _send(self.layer, {"type": "live.bell", "kind": "beat", "from": ME, "what": {"n": self.beat}})
            except Exception as error:
                log.debug("a beat was not sent: %r", error)
                self._set_healthy(False)
            if asyncio.get_running_loop().time() - self.last > DEAD_SECONDS:
                self._set_healthy(False)
            await asyncio.sleep(BEAT_SECONDS)
