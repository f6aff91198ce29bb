"""What can be followed on an open screen: the rooms say how, the hub only asks.

A room registers a kind of topic once, in its `topics.py`, imported by its `apps.py`:

    @topic("channel")
    class ChannelTopic:
        ids_only = False      # True: frames and bus carry ids, never words (cases)
        presence = True       # False: nobody is told who has it open

        def may_follow(self, user, key: str) -> bool: ...
        def head(self, key: str) -> tuple[str, int] | None: ...     # epoch and last number; None: no such thing
        def heads(self, keys: Collection[str]) -> dict[str, int]: ...
        def after(self, key: str, seq: int, limit: int) -> tuple[int, list[Change]]: ...
        def mark_read(self, marks: list[Mark]) -> None: ...         # optional: one bulk upsert, the highest wins
        takes_away = ("hide",)                                      # optional: kinds after which no kept frame is sent

`after` answers from one snapshot, or reads the head before the changes: read after them, a change that commits between
the two would be counted as told and never be. Changes come in order of their number, at most `limit` of them.

A topic is written `kind:key`, as `channel:12`. The key comes from the network: any text up to 80 characters.
All methods are called in threads of the hub's own, one statement each where possible.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Change:
    """The present state of one thing that changed: the same bytes for every reader.

    Attributes:
        seq: the number of its last change, from the topic's one counter.
        kind: what to do with it, a word of the room's script (`message`, `hidden`).
        data: JSON. No word of ours, no relative time, no address of ours, nothing that depends on who reads.
    """

    seq: int
    kind: str
    data: dict[str, Any]


class Mark(NamedTuple):
    """How far a person has read in one discussion of a topic."""

    user_id: int
    key: str
    thread: str
    n: int


_topics: dict[str, Any] = {}


def topic(kind: str):
    """Register a class as a kind of topic."""

    def register(cls):
        _topics[kind] = cls()
        return cls

    return register


def registered() -> dict[str, Any]:
    """Say which kinds there are."""
    return _topics


def source_of(name: object) -> tuple[Any, str] | None:
    """Find the kind and the key of a topic's name; None if there is no such kind."""
    if not isinstance(name, str) or len(name) > 100:
        return None
    kind, colon, key = name.partition(":")
    source = _topics.get(kind)
    # A NUL would be an error of the database, not an answer.
    if source is None or not colon or not 0 < len(key) <= 80 or not key.isprintable():
        return None
    return source, key
