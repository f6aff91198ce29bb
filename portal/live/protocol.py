"""What is said on the socket: frames, limits, close codes. Knows nothing of Django (realtime.md 2)."""

from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

SUBPROTOCOL = "snodo.v1.json"
VERSION = 1

FRAME_BYTES = 64 * 1024  # the largest frame a client may send
FULL_TOPICS, LIGHT_TOPICS = 64, 500
CONNECTIONS_A_PERSON = 8
FRAMES, FRAMES_SECONDS = 30, 10
STRIKES, STRIKES_SECONDS = 3, 60
BAD_FRAMES, BAD_SECONDS = 3, 10
HANDSHAKES_A_MINUTE = 20
HELLO_SECONDS = 5
HEARTBEAT_SECONDS = 25
REPLAY_CHANGES, REPLAY_ROWS, REPLAY_BYTES = 500, 100, 128 * 1024
CONNECTION_HOURS = 12

# Close codes. After SIGNED_OUT, NO_ACCESS and WRONG_VERSION a client does not come back by itself.
GOING_AWAY, TOO_BIG, RESTART, OVERLOADED = 1001, 1009, 1012, 1013
BAD_FRAME, SIGNED_OUT, NO_ACCESS, NO_HELLO, TOO_MANY, FLOOD, TOO_SLOW, WRONG_VERSION = (
    4400,
    4401,
    4403,
    4408,
    4409,
    4429,
    4503,
    4510,
)
CLOSE_CODES = frozenset(
    {GOING_AWAY, TOO_BIG, RESTART, OVERLOADED, BAD_FRAME, SIGNED_OUT, NO_ACCESS}
    | {NO_HELLO, TOO_MANY, FLOOD, TOO_SLOW, WRONG_VERSION}
)

_LARGEST = 2**53 - 1  # numbers that a script can hold exactly


class BadFrame(Exception):
    """A frame that is not the protocol's. `fatal`: not even JSON, nobody of ours would send it."""

    def __init__(self, *, fatal: bool = False):
        super().__init__("bad frame")
        self.fatal = fatal


class Segment(NamedTuple):
    """A frame that carries a cursor from `start` to `end`, encoded once for all readers."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a client asks to follow."""

    topic: str
    cursor: int  # -1: none, begin at the head
    epoch: str
    light: bool
    presence: bool


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def decode(text: str) -> dict[str, Any]:
    """Read one frame: a JSON object with a word in `t`."""
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadFrame(fatal=True) from error
    if not isinstance(frame, dict):
        raise BadFrame(fatal=True)
    if not isinstance(frame.get("t"), str):
        raise BadFrame
    return frame


def number(frame: dict, name: str, *, least: int = 0) -> int:
    value = frame.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _LARGEST:
        raise BadFrame
    return value


def word(frame: dict, name: str, *, most: int = 100, default: str | None = None) -> str:
    """Read a short text; a number is taken for its digits, `default` stands for one that is missing."""
    value = frame.get(name)
    if value is None and default is not None:
        return default
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise BadFrame
    return value


def subscription(frame: object) -> Subscription:
    if not isinstance(frame, dict) or frame.get("lvl", "full") not in ("full", "light"):
        raise BadFrame
    return Subscription(
        topic=word(frame, "topic"),
        cursor=number(frame, "s", least=-1),
        epoch=word(frame, "ep", default=""),
        light=frame.get("lvl") == "light",
        presence=frame.get("pres") is True,
    )


def subscriptions(hello: dict) -> list[Subscription]:
    """Read what a `hello` asks to follow."""
    subs = hello.get("subs", [])
    if not isinstance(subs, list) or len(subs) > FULL_TOPICS + LIGHT_TOPICS:
        raise BadFrame
    return [subscription(sub) for sub in subs]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def encode(t: str, **fields) -> str:
    return orjson.dumps({"t": t, **fields}).decode()


def error(code: str, **fields) -> str:
    """Say that something was refused: bad size rate denied gone busy storage."""
    return encode("err", code=code, **fields)


def item(change) -> dict[str, Any]:
    return {"s": change.seq, "k": change.kind, "d": change.data}


def segments(topic: str, seq: int, head: int, changes: list, limit: int) -> list[Segment]:
    """Turn what follows `seq` in the log into frames.

    Args:
        topic: its name.
        seq: the number after which was asked.
        head: the topic's last number in the same snapshot.
        changes: the present state of each thing changed after `seq`, in order of number.
        limit: how many were asked for.

    Returns:
        One `ev` a change when no number is missing; else `sync` frames, because a thing changed twice stands only
        at its last number. Together they lead from `seq` to the last number that was read.
    """
    whole = len(changes) < limit
    end = max(head, changes[-1].seq if changes else seq) if whole else changes[-1].seq
    if [change.seq for change in changes] == list(range(seq + 1, end + 1)):
        return [Segment(c.seq - 1, c.seq, encode("ev", topic=topic, **item(c))) for c in changes]
    made: list[Segment] = []
    part: list[bytes] = []
    start, size = seq, 0
    for position, change in enumerate(changes):
        encoded = orjson.dumps(item(change))
        part.append(encoded)
        size += len(encoded)
        last = position == len(changes) - 1
        if size >= REPLAY_BYTES or last:
            to = end if last else change.seq
            made.append(Segment(start, to, _sync(topic, start, to, part, more=to < head)))
            part, start, size = [], to, 0
    if not changes and end > seq:
        made.append(Segment(seq, end, _sync(topic, seq, end, [], more=False)))
    return made


def _sync(topic: str, start: int, end: int, items: list[bytes], *, more: bool) -> str:
    fields = {"t": "sync", "topic": topic, "from": start, "to": end, "more": more}
    return orjson.dumps(fields | {"items": [orjson.Fragment(one) for one in items]}).decode()


# ── how much is too much ─────────────────────────────────────────────────────────────────────────────────────────────


class Window:
    """Counts what happened in the last seconds."""

    def __init__(self, limit: int, seconds: float):
        self.limit, self.seconds = limit, seconds
        self.moments: deque[float] = deque()

    def passed(self, now: float) -> bool:
        """Count one more and say whether that is over the limit."""
        while self.moments and self.moments[0] <= now - self.seconds:
            self.moments.popleft()
        if len(self.moments) >= self.limit:
            return True
        self.moments.append(now)
        return False
