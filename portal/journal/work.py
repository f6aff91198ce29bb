"""What runs later: events, letters, the index, and what the clock brings."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from .actions import bell, deliver_next

log = logging.getLogger("snodo.worker")

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
            while not stopping.is_set() and deliver_next() is not None:
                pass
            moment = time.monotonic()
            for name, (seconds, chore) in _chores.items():
                if moment >= due.get(name, 0.0):
                    due[name] = moment + seconds
                    chore()
        except Exception:
            log.exception("the worker stumbled")
            close_old_connections()
            stopping.wait(2)
        bell.wait(timeout=1)
