"""One followed topic in this process: the last number delivered here, and the frames that led to it."""

import asyncio
from collections import deque
from typing import Any

from .clients import Sub
from .protocol import REPLAY_BYTES, REPLAY_CHANGES, REPLAY_ROWS, Segment

TAIL_BYTES = 1024 * 1024


class Room:
    """Moves only forward, one frame after the other, by its own pump."""

    def __init__(self, topic: str, source: Any, key: str):
        self.topic, self.source, self.key = topic, source, key
        self.seq: int | None = None  # None until the head was read
        self.epoch = ""
        self.tail: deque[Segment] = deque()
        self.tail_size = 0
        self.subs: set[Sub] = set()
        self.watchers: set[Sub] = set()  # light: badges only
        self.waiters: set[asyncio.Future] = set()  # long polls
        self.opening = asyncio.Lock()
        self.again = False  # the log may hold more than was read
        self.is_doubtful = False  # its history may have been rewritten: the head must be read anew
        self.pump: asyncio.Task | None = None
        self.idle_since: float | None = None

    @property
    def is_followed(self) -> bool:
        return bool(self.subs or self.watchers or self.waiters)

    @property
    def ids_only(self) -> bool:
        return getattr(self.source, "ids_only", False)

    def keep(self, segment: Segment) -> None:
        """Add a frame to the tail, and move to its end."""
        self.seq = segment.end
        self.tail.append(segment)
        self.tail_size += len(segment.text)
        while len(self.tail) > REPLAY_CHANGES or self.tail_size > TAIL_BYTES:
            self.tail_size -= len(self.tail.popleft().text)

    def after(self, cursor: int) -> list[Segment]:
        """The kept frames that lead on from `cursor`, up to one batch; empty when the tail does not reach back."""
        if not self.tail or self.tail[0].start > cursor:
            return []
        found: deque[Segment] = deque()
        for segment in reversed(self.tail):
            if segment.end <= cursor:
                break
            found.appendleft(segment)
        batch, size = [], 0
        for segment in found:
            size += len(segment.text)
            if batch and (size > REPLAY_BYTES or len(batch) == REPLAY_ROWS):
                break
            batch.append(segment)
        return batch

    def restart(self, epoch: str, seq: int) -> None:
        """Begin anew: the history was rewritten."""
        self.epoch, self.seq, self.is_doubtful = epoch, seq, False
        self.forget()

    def forget(self) -> None:
        """Drop the frames that are kept; the room goes on from its number."""
        self.tail.clear()
        self.tail_size = 0
