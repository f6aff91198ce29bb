"""How far people have read: kept in memory, written together (realtime.md 7).

A crash loses five seconds of marks and never moves one backwards: the rooms write the greater of two numbers.
"""

import logging

from . import database
from .topics import Mark, source_of

log = logging.getLogger("snodo.live")

FLUSH_SECONDS = 5


class Marks:
    def __init__(self):
        self.waiting: dict[tuple[str, int, str], int] = {}  # (topic, person, thread) → n

    def read(self, topic: str, user_id: int, thread: str, n: int) -> None:
        key = (topic, user_id, thread)
        self.waiting[key] = max(n, self.waiting.get(key, -1))

    async def flush(self) -> None:
        """Hand what waits to the rooms, one call a kind; what fails waits again."""
        taken, self.waiting = self.waiting, {}
        kinds: dict[str, list[tuple[str, Mark]]] = {}
        for (topic, user_id, thread), n in taken.items():
            kind, _, key = topic.partition(":")
            kinds.setdefault(kind, []).append((topic, Mark(user_id, key, thread, n)))
        for rows in kinds.values():
            source, _ = source_of(rows[0][0])
            try:
                await database.read(source.mark_read, [mark for _, mark in rows])
            except Exception:
                log.exception("read marks could not be written")
                for topic, mark in rows:
                    self.read(topic, mark.user_id, mark.thread, mark.n)
