"""The life of the open screens in one process: hub, bus, poller, rounds; started and stopped with the server."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from . import bus, figures, protocol
from .clients import Client
from .hub import Hub
from .marks import FLUSH_SECONDS, Marks
from .poller import Poller
from .presence import SNAPSHOT_EVERY, Presence
from .watch import ROUND_SECONDS, Watch

log = logging.getLogger("snodo.live")

STOP_SECONDS = 2


class Polls:
    """How many long polls a person has open, and how often she asks."""

    def __init__(self):
        self.open: dict[int, int] = {}
        self.windows: dict[int, protocol.Window] = {}

    def enter(self, user_pk: int) -> bool:
        now = asyncio.get_running_loop().time()
        if len(self.windows) > 1000:
            self.windows = {pk: one for pk, one in self.windows.items() if one.moments and one.moments[-1] > now - 10}
        window = self.windows.setdefault(user_pk, protocol.Window(protocol.FRAMES, protocol.FRAMES_SECONDS))
        if self.open.get(user_pk, 0) >= protocol.CONNECTIONS_A_PERSON or window.passed(now):
            return False
        self.open[user_pk] = self.open.get(user_pk, 0) + 1
        return True

    def leave(self, user_pk: int) -> None:
        self.open[user_pk] -= 1
        if not self.open[user_pk]:
            del self.open[user_pk]


class House:
    """All the parts, on one event loop."""

    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.hub = Hub()
        self.watch = Watch(self.hub)
        self.marks = Marks()
        self.polls = Polls()
        self.presence = Presence(self.hub, self._publish, bus.ME)
        self.poller = Poller(self.hub, lambda: self.listener is None or self.listener.healthy)
        self.listener: bus.Listener | None = None
        self.tasks: list[asyncio.Task] = []
        self.stopping = False

    def start(self) -> None:
        bus.attach(self.loop, self.hear)
        layer = bus.shared_layer()
        if layer is None:
            figures.bus_healthy.set(1)
        else:
            self.listener = bus.Listener(layer, self.hear, lambda: self.hub.look_everywhere("bus"))
            self.listener.start()
        self.tasks = [
            self.loop.create_task(self.poller.run()),
            self._every(1, self._each_second),
            self._every(2, self._flush_presence),
            self._every(SNAPSHOT_EVERY, self._snapshot),
            self._every(FLUSH_SECONDS, self.marks.flush),
            self._every(ROUND_SECONDS, self._round),
        ]

    async def stop(self) -> None:
        """Say goodbye, write the read marks, be silent."""
        self.stopping = True
        bus.detach()
        for client in list(self.hub.clients):
            client.say(protocol.encode("bye"))
            client.end(protocol.RESTART, "restart")
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        if self.listener:
            await self.listener.stop()
        for room in self.hub.rooms.values():
            if room.pump is not None:
                room.pump.cancel()
        try:
            await asyncio.wait_for(self.marks.flush(), STOP_SECONDS)
        except TimeoutError:
            log.warning("read marks of the last seconds are lost")

    def hear(self, kind: str, what: dict) -> None:
        """A bell, from this process or another."""
        if kind == "hint":
            self.hub.hint(what["topic"], what["seq"])
        elif kind == "person":
            self.watch.doubt_person(what["user"])
        elif kind == "rights":
            self.watch.doubt_topic(what["topic"])
        elif kind == "typing":
            self.presence.hear_typing(what)
        elif kind == "here":
            self.presence.hear_here(what)
        elif kind == "screens":
            self._tell_screens(what["user"], what["topic"], what["text"])

    def tell_other_screens(self, client: Client, topic: str, text: str) -> None:
        """Say something to the person's other screens that follow the same topic, in all processes."""
        user_pk = client.user.pk
        self._tell_screens(user_pk, topic, text, but=client)
        self._publish("screens", {"user": user_pk, "topic": topic, "text": text})

    def _tell_screens(self, user_pk: int, topic: str, text: str, *, but: Client | None = None) -> None:
        for client in self.hub.people.get(user_pk, ()):
            sub = client.subs.get(topic)
            if client is not but and sub is not None and not sub.held:
                client.say_if_idle(text)

    def _publish(self, kind: str, what: dict) -> None:
        try:
            bus.publish(kind, what)
        except Exception:
            log.exception("presence was not told to the other processes")

    def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> asyncio.Task:
        async def again() -> None:
            while True:
                await asyncio.sleep(seconds)
                try:
                    await work()
                except Exception:
                    log.exception("a round failed")

        return self.loop.create_task(again())

    async def _each_second(self) -> None:
        self.hub.flush_bumps()
        self.presence.flush_typing()

    async def _flush_presence(self) -> None:
        self.presence.flush_presence()

    async def _snapshot(self) -> None:
        self.presence.snapshot()

    async def _round(self) -> None:
        await self.watch.round()
        await self.poller.look_for_rewritten()


_house: House | None = None


def house() -> House:
    """The one of this loop; a server without lifespan starts it at the first socket."""
    global _house
    if _house is None or _house.loop is not asyncio.get_running_loop():
        _house = House()
        _house.start()
    return _house


async def start() -> None:
    house()


async def stop() -> None:
    global _house
    if _house is not None and _house.loop is asyncio.get_running_loop():
        await _house.stop()
    _house = None
