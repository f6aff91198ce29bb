"""The hub: rooms and clients of one process, touched only from its event loop (realtime.md 4).

The database is the log; hints only say «look again». What keeps delivery exact:

- A room has one pump. It reads what follows the room's number and moves on frame by frame, so frames go out in the
  log's order whatever hints do: lost, doubled, late.
- A live client stands at its room's number or beyond it (its replay may have read further). A frame that does not
  lead beyond its cursor is skipped.
- No `await` between looking at a client's cursor and making it live.
"""

import asyncio
import logging
from time import perf_counter
from typing import Any

from . import database, figures, protocol
from .clients import Client, Sub
from .joining import Rewritten, join
from .protocol import REPLAY_CHANGES, REPLAY_ROWS, Segment
from .rooms import Room

log = logging.getLogger("snodo.live")

YIELD_EVERY = 500
PAUSES = (0.5, 1, 2, 5)


class Hub:
    def __init__(self):
        self.rooms: dict[str, Room] = {}
        self.clients: set[Client] = set()
        self.people: dict[Any, set[Client]] = {}
        self.bumped: set[Client] = set()
        # Told when a sub begins or ends, so that presence need not be known here.
        self.on_follow = lambda room: None

    # ── clients come and go ──────────────────────────────────────────────────────────────────────────────────────────

    def enter(self, client: Client) -> bool:
        """Take a client in, unless the person has too many already."""
        mine = self.people.setdefault(client.user.pk, set())
        if len(mine) >= protocol.CONNECTIONS_A_PERSON:
            return False
        mine.add(client)
        self.clients.add(client)
        client.on_drained = self.resume
        figures.connections.set(len(self.clients))
        return True

    def leave(self, client: Client) -> None:
        for topic in list(client.subs):
            self.unfollow(client, topic)
        self.clients.discard(client)
        self.bumped.discard(client)
        mine = self.people.get(client.user.pk, set())
        mine.discard(client)
        if not mine:
            self.people.pop(client.user.pk, None)
        figures.connections.set(len(self.clients))

    def room(self, topic: str, source: Any, key: str) -> Room:
        if topic not in self.rooms:
            self.rooms[topic] = Room(topic, source, key)
            self.rooms[topic].idle_since = asyncio.get_running_loop().time()
        return self.rooms[topic]

    def follow(self, client: Client, asked: protocol.Subscription, source: Any, key: str, id: Any = None) -> Sub:
        """Let a client follow a topic that it may follow; a second time begins again from the new cursor."""
        if asked.topic in client.subs:
            self.unfollow(client, asked.topic)
        room = self.room(asked.topic, source, key)
        sub = Sub(client, room, asked, id)
        client.subs[asked.topic] = sub
        (room.watchers if sub.light else room.subs).add(sub)
        room.idle_since = None
        self.rejoin(sub)
        self.on_follow(room)
        return sub

    def unfollow(self, client: Client, topic: str) -> None:
        """Stop at once: what is queued and not sent goes too."""
        sub = client.subs.get(topic)
        if sub is None:
            return
        client.rewind(topic)
        del client.subs[topic]
        client.bumps.pop(topic, None)
        sub.turn += 1
        sub.room.subs.discard(sub)
        sub.room.watchers.discard(sub)
        if not sub.room.is_followed:
            sub.room.idle_since = client.loop.time()
        self.on_follow(sub.room)

    # ── hints ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def hint(self, topic: str, seq: int) -> None:
        """Somebody says that a topic has reached a number."""
        room = self.rooms.get(topic)
        if room is None:
            return
        if room.seq is None:
            room.again = True  # its head is being read, perhaps from before this commit
        elif seq > room.seq:
            self.look(room)

    def look(self, room: Room) -> None:
        """Read the log of a room, now or once more when the reading under way is over."""
        room.again = True
        if room.pump is None:
            room.pump = asyncio.get_running_loop().create_task(self._pump(room))

    def look_everywhere(self, source: str) -> None:
        """Hints may have been lost: every room asks the log."""
        for room in list(self.rooms.values()):
            if room.seq is not None:
                figures.gaps.labels(source).inc()
                self.look(room)

    async def _pump(self, room: Room) -> None:
        failures = 0
        try:
            while room.again and self.rooms.get(room.topic) is room:
                room.again = False
                try:
                    if room.is_doubtful:
                        raise Rewritten
                    await self._move(room)
                    failures = 0
                except Rewritten:
                    await self._restart(room)
                except Exception:
                    log.exception("the log of %s could not be read", room.topic.partition(":")[0])
                    room.again = True
                    await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                    failures += 1
        finally:
            room.pump = None

    async def _move(self, room: Room) -> None:
        """Read one batch and hand it out."""
        head, changes = await database.read(room.source.after, room.key, room.seq, REPLAY_ROWS)
        if head < room.seq or head - room.seq > REPLAY_CHANGES:
            raise Rewritten  # or so far ahead that a page is loaded sooner than replayed
        figures.catchup_rows.inc(len(changes))
        # Words were taken away: the frames kept from before still have them. Who comes back reads the log.
        if any(change.kind in getattr(room.source, "takes_away", ()) for change in changes):
            room.forget()
        if len(changes) >= REPLAY_ROWS:
            room.again = True
        for segment in protocol.segments(room.topic, room.seq, head, changes, REPLAY_ROWS):
            room.keep(segment)
            await self._fan_out(room, segment)

    async def _fan_out(self, room: Room, segment: Segment) -> None:
        begun = perf_counter()
        for position, sub in enumerate(list(room.subs), start=1):
            if position % YIELD_EVERY == 0:
                await asyncio.sleep(0)
            if not sub.live or segment.end <= sub.cursor:
                continue
            try:
                sub.client.deliver(sub, segment)
            except Exception:
                # One client's trouble is its own.
                log.exception("a client was dropped")
                figures.shed.labels("broken").inc()
                sub.client.end(protocol.GOING_AWAY)
        for sub in list(room.watchers):
            if not sub.held:
                sub.client.bumps[room.topic] = segment.end
                self.bumped.add(sub.client)
        for waiter in list(room.waiters):
            if not waiter.done():
                waiter.set_result(None)
        figures.fanout.observe(perf_counter() - begun)

    def flush_bumps(self) -> None:
        """Tell who only watches; called once a second."""
        for client in list(self.bumped):
            topics = [[topic, seq, 0] for topic, seq in client.bumps.items()]
            if not topics or client.say_if_idle(protocol.encode("bump", topics=topics)):
                client.bumps.clear()
                self.bumped.discard(client)

    async def _restart(self, room: Room) -> None:
        found = await database.read(room.source.head, room.key)
        if found is None:
            self.close(room)
            return
        if room.epoch in ("", found[0]) and 0 <= found[1] - room.seq <= REPLAY_CHANGES:
            room.epoch, room.is_doubtful, room.again = found[0], False, True  # a false alarm: read on
            return
        room.restart(*found)
        for sub in list(room.subs):
            # Each sees for itself whether its cursor still leads on; one that is joining does already.
            if sub.live:
                self.rejoin(sub)
        for waiter in list(room.waiters):
            if not waiter.done():
                waiter.set_result(None)

    def close(self, room: Room) -> None:
        """The thing is gone: tell who follows it."""
        for sub in [*room.subs, *room.watchers]:
            self.drop(sub, protocol.error("gone", topic=room.topic, id=sub.id))

    # ── joining ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def open(self, room: Room) -> bool:
        """Read where the topic stands, once; False if there is no such thing."""
        async with room.opening:
            if room.seq is None:
                found = await database.read(room.source.head, room.key)
                if found is None:
                    return False
                room.restart(*found)
                if room.again:
                    self.look(room)
        return True

    def rejoin(self, sub: Sub) -> None:
        """Bring a client up to date from its cursor; until then it is not live."""
        sub.turn += 1
        sub.live = False
        sub.client.spawn(join(self, sub, sub.turn))

    def resume(self, client: Client) -> None:
        """A client that was slow has drained: the log gives it what it missed."""
        figures.gaps.labels("slow").inc()
        for sub in client.subs.values():
            if not (sub.light or sub.live or sub.held):
                self.rejoin(sub)

    def drop(self, sub: Sub, text: str) -> None:
        """End a subscription with a word to the client; none if it ended meanwhile."""
        if sub.client.subs.get(sub.room.topic) is sub:
            self.unfollow(sub.client, sub.room.topic)
            sub.client.say(text)

    # ── waiting without a socket ─────────────────────────────────────────────────────────────────────────────────────

    async def wait(self, room: Room, cursor: int, seconds: float) -> None:
        """Return when a room has moved beyond `cursor`, or the time is over."""
        if room.seq > cursor:
            return
        waiter = asyncio.get_running_loop().create_future()
        room.waiters.add(waiter)
        room.idle_since = None
        try:
            await asyncio.wait({waiter}, timeout=seconds)
        finally:
            room.waiters.discard(waiter)
            if not room.is_followed:
                room.idle_since = asyncio.get_running_loop().time()
