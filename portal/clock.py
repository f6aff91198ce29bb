"""What time it is. The one clock of the house, which demo, populate and tests can move."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

ROME = ZoneInfo("Europe/Rome")
_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """Say what time it is, in UTC and aware."""
    return _moved.get() or timezone.now()


def real_now() -> datetime:
    """Say what time it is for machines: leases, limits, sessions. No story moves it."""
    return timezone.now()


def today() -> date:
    """Say what day it is in Europe/Rome."""
    return day_of(now())


def day_of(moment: datetime | date) -> date:
    """Say what day it is in Rome at `moment`."""
    return moment.astimezone(ROME).date() if isinstance(moment, datetime) else moment


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do something as if it were `moment` (aware)."""
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)
