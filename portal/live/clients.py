"""One open socket as the hub sees it: what it follows, its queue, and what happens when it is slow."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NamedTuple

from . import figures, protocol
from .protocol import Segment

log = logging.getLogger("snodo.live")

QUEUE_FRAMES, QUEUE_BYTES = 256, 512 * 1024
STUCK_SECONDS = 30


class Sub:
    """What one client follows, and where it stands."""

    __slots__ = ("client", "room", "id", "light", "presence", "cursor", "epoch", "live", "held", "turn")

    def __init__(self, client: "Client", room, asked: protocol.Subscription, id: Any = None):
        self.client, self.room, self.id = client, room, id
        self.light, self.presence = asked.light, asked.presence
        self.cursor, self.epoch = asked.cursor, asked.epoch
        # live: gets each frame as it comes. Otherwise it is being brought up to date, or waits for its turn.
        self.live = False
        # held: whether she may still follow is being asked; not a byte until the answer.
        self.held = False
        # Raised at each new beginning, so that an older one that was waiting knows it is over.
        self.turn = 0

    def is_of(self, epoch: str) -> bool:
        """Say whether its cursor counts the same history; who names none is believed."""
        return not self.epoch or not epoch or self.epoch == epoch


class Queued(NamedTuple):
    text: str
    size: int
    sub: Sub | None = None  # whose cursor it carries
    start: int = 0


class Client:
    """A socket: a bounded queue and one task that writes it."""

    def __init__(self, user, send: Callable[[dict], Awaitable[None]], *, cookies: dict[str, str] | None = None):
        self.user, self.cookies = user, cookies or {}
        self.send = send
        self.loop = asyncio.get_running_loop()
        self.subs: dict[str, Sub] = {}
        self.queue: deque[Queued] = deque()
        self.size = 0
        self.wake = asyncio.Event()
        self.drained = asyncio.Event()
        self.drained.set()
        self.behind = False  # it was too slow: the queue was emptied, the log will be read when it has drained
        self.writing_since: float | None = None
        self.born = self.loop.time()
        self.ending: asyncio.Future[tuple[int, str]] = self.loop.create_future()
        self.bumps: dict[str, int] = {}
        self.bells: int | None = None  # how many had rung when the gate was asked
        self.doubt = 0  # raised when something of her rights may have changed; an answer to an older doubt is void
        self._tasks: set[asyncio.Task] = set()
        self.on_drained: Callable[[Client], None] = lambda client: None

    @property
    def dead(self) -> bool:
        return self.ending.done()

    def spawn(self, work: Coroutine) -> None:
        """Do something for this client that ends with it."""
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("a task of a client failed", exc_info=task.exception())
            self.end(protocol.OVERLOADED, "trouble")

    def end(self, code: int, reason: str = "") -> None:
        """Close the socket; the first reason counts."""
        if not self.ending.done():
            self.ending.set_result((code, reason))

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ── what goes out ────────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, text: str) -> None:
        """Queue an answer that carries no cursor."""
        self._put(Queued(text, len(text)))
        if len(self.queue) > 4 * QUEUE_FRAMES:
            self.end(protocol.TOO_SLOW)

    def say_if_idle(self, text: str) -> bool:
        """Queue what may be lost (typing, presence, badges) unless the client is slow; say whether it went."""
        if not self.is_idle:
            figures.shed.labels("soft").inc()
            return False
        self._put(Queued(text, len(text)))
        return True

    @property
    def is_idle(self) -> bool:
        return len(self.queue) <= QUEUE_FRAMES // 4 and self.size <= QUEUE_BYTES // 4

    def has_space(self, size: int) -> bool:
        return not self.queue or (len(self.queue) < QUEUE_FRAMES and self.size + size <= QUEUE_BYTES)

    def deliver(self, sub: Sub, segment: Segment) -> None:
        """Queue a durable frame for who is at its start or later; the cursor goes with it."""
        if not self.has_space(len(segment.text)):
            figures.shed.labels("slow").inc()
            self.behind = True
            self.rewind()
            return
        self._put(Queued(segment.text, len(segment.text), sub, sub.cursor))
        sub.cursor = segment.end
        figures.deliveries.inc()

    def confirm(self, sub: Sub, text: str, start: int) -> None:
        """Queue a `subd`. It carries a cursor too: dropped with the frames before it, it is said again."""
        self._put(Queued(text, len(text), sub, start))

    def rewind(self, only: str | None = None) -> None:
        """Take back the durable frames that were not sent; each cursor returns to what was.

        Args:
            only: one topic, instead of all.
        """
        kept: deque[Queued] = deque()
        first: dict[Sub, int] = {}
        for queued in self.queue:
            if queued.sub is None or (only is not None and queued.sub.room.topic != only):
                kept.append(queued)
            else:
                first.setdefault(queued.sub, queued.start)
        self.queue = kept
        self.size = sum(queued.size for queued in kept)
        for sub, start in first.items():
            sub.cursor = start
        for topic, sub in self.subs.items():
            if not sub.light and only in (None, topic):
                sub.live = False
                sub.turn += 1

    def _put(self, queued: Queued) -> None:
        if self.dead:
            return
        self.queue.append(queued)
        self.size += queued.size
        if not self.is_idle:
            self.drained.clear()
        self.wake.set()

    async def write(self) -> None:
        """Send the queue to the socket, as long as it lives."""
        try:
            while True:
                await self.wake.wait()
                self.wake.clear()
                while self.queue:
                    queued = self.queue.popleft()
                    self.size -= queued.size
                    self.writing_since = self.loop.time()
                    await self.send({"type": "websocket.send", "text": queued.text})
                    self.writing_since = None
                    if self.is_idle:
                        self.drained.set()
                self.drained.set()
                if self.behind:
                    self.behind = False
                    self.on_drained(self)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            # The socket went away while we wrote; nobody else is touched.
            log.debug("a socket could not be written: %r", error)
            self.end(protocol.GOING_AWAY)

    @property
    def is_writing(self) -> bool:
        return bool(self.queue) or self.writing_since is not None

    def is_stuck(self, now: float) -> bool:
        return self.writing_since is not None and now - self.writing_since > STUCK_SECONDS
