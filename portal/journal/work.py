"""What runs later: events, letters, the index, and what the clock brings."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from .actions import bell, deliver_next

log = logging.getLogger("snodo.worker")

AT_ONCE = 50  # deliveries, then the chores have their turn: a steady flow of events holds up no letter

# Rooms add what they want done regularly: name → (seconds between, what to do).
_chores: dict[str, tuple[int, Callable[[], object]]] = {}


def every(seconds: int) -> Callable:
    """Let the worker call a function again and again, at least `seconds` apart. It may run on several workers."""

    def register(chore: Callable[[], object]) -> Callable[[], object]:
        _chores[f"{chore.__module__}.{chore.__name__}"] = (seconds, chore)
        return chore

    return register


def work_until(stopping: threading.Event) -> None:
    """Work until told to stop; a failure is logged and never ends the work."""
    due = dict.fromkeys(_chores, 0.0)
    while not stopping.is_set():
        bell.clear()
        try:
            may_be_more = _deliver_some(stopping)
        except Exception:
            _stumbled()
            stopping.wait(2)
            continue
        for name, (seconds, chore) in _chores.items():
            moment = time.monotonic()
            if moment < due.get(name, 0.0) or stopping.is_set():
                continue
            due[name] = moment + seconds
            # Each alone: one that fails every time must not keep those after it from their turn.
            try:
                chore()
            except Exception:
                _stumbled()
        if not may_be_more:
            bell.wait(timeout=1)


def _deliver_some(stopping: threading.Event) -> bool:
    """Deliver for a while. Returns whether more may be waiting."""
    for _ in range(AT_ONCE):
        if stopping.is_set() or deliver_next() is None:
            return False
    return True


def _stumbled() -> None:
    log.exception("the worker stumbled")
    close_old_connections()
