"""How a client comes up to date and goes live, with no hole between the two (realtime.md 4)."""

import logging
from typing import TYPE_CHECKING

from . import database, figures, protocol
from .clients import Sub
from .protocol import REPLAY_CHANGES, REPLAY_ROWS, Segment
from .rooms import Room

if TYPE_CHECKING:
    from .hub import Hub

log = logging.getLogger("snodo.live")


class Rewritten(Exception):
    """The log does not lead on from there: another epoch, shorter than it was, or too far ahead."""


async def join(hub: "Hub", sub: Sub, turn: int) -> None:
    """Bring a client from its cursor to the room's number, and make it live.

    Args:
        hub: whose rooms these are.
        sub: what is joined.
        turn: the beginning that this is; a later one makes this one void.
    """
    room = sub.room
    fields = {"topic": room.topic, "id": sub.id}
    try:
        if not await hub.open(room):
            last = protocol.error("gone", **fields)
        elif sub.light:
            sub.client.say(_subd(sub, room.seq, "live"))
            return
        else:
            await _catch_up(hub, sub, turn)
            return
    except Rewritten:
        # The page loads that part again and subscribes anew, from where it then stands.
        last = protocol.encode("reset", topic=room.topic, ep=room.epoch, head=room.seq)
    except Exception:
        log.exception("a client could not be brought up to date")
        last = protocol.error("storage", **fields, retry=2)
    if sub.turn == turn and not sub.held:
        hub.drop(sub, last)


async def _catch_up(hub: "Hub", sub: Sub, turn: int) -> None:
    room, client = sub.room, sub.client

    def is_over() -> bool:
        return sub.turn != turn or client.dead or sub.held

    fresh, mode = sub.cursor < 0, "live"
    if is_over():
        return
    if not fresh and sub.cursor > room.seq:
        # The page was read from the log before we heard of it; or the log is not the one it was.
        found = await database.read(room.source.head, room.key)
        if is_over():
            return
        if found is None or found[1] < sub.cursor:
            raise Rewritten
        hub.look(room)
    if fresh:
        sub.cursor = room.seq
    while sub.cursor < room.seq:
        if room.seq - sub.cursor > REPLAY_CHANGES or not sub.is_of(room.epoch):
            raise Rewritten
        mode = "replay"
        for segment in room.after(sub.cursor) or await _replay(room, sub.cursor):
            await client.drained.wait()
            if is_over():
                return
            if segment.end > sub.cursor:
                client.deliver(sub, segment)
    # From the last look at the cursor to here there was no await.
    if is_over():
        return
    if not sub.is_of(room.epoch):
        raise Rewritten
    client.confirm(sub, _subd(sub, sub.cursor, mode), -1 if fresh else sub.cursor)
    sub.epoch = room.epoch
    sub.live = True
    hub.on_follow(room)


async def _replay(room: Room, cursor: int) -> list[Segment]:
    """Read one batch from the log, for a cursor that the tail does not reach back to."""
    with figures.replay.time():
        head, changes = await database.read(room.source.after, room.key, cursor, REPLAY_ROWS)
    figures.catchup_rows.inc(len(changes))
    made = protocol.segments(room.topic, cursor, head, changes, REPLAY_ROWS)
    if head < cursor or not made:
        raise Rewritten
    return made


def _subd(sub: Sub, seq: int, mode: str) -> str:
    room = sub.room
    fields = {"topic": room.topic, "ep": room.epoch, "s": seq, "head": max(seq, room.seq), "mode": mode}
    return protocol.encode("subd", id=sub.id, **fields)
