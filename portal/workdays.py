"""Working days in Italy. A law may add a holiday (it did in 2026): the library knows, not we."""

from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils.timezone import localtime, make_aware


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # half a second: only where a date is asked

    return frozenset(country_holidays("IT", years=year))


def is_holiday(day: date) -> bool:
    """A national holiday, whatever the day of the week."""
    return day in _holidays(day.year)


def is_working_day(day: date) -> bool:
    """Neither a Saturday, nor a Sunday, nor a national holiday. Patron saints' days are local, and count as work."""
    return day.weekday() < 5 and not is_holiday(day)


def working_day_from(day: date) -> date:
    """Give `day` itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def a_working_day_after(moment: datetime) -> datetime:
    """Say when a whole working day has gone by since `moment` (aware), by the clock of Europe/Rome.

    What comes on a Saturday begins to count on Monday at midnight.
    """
    local = localtime(moment)
    first = working_day_from(local.date())
    clock = local.time() if first == local.date() else time()
    return _at(working_day_from(first + timedelta(days=1)), clock)


def a_working_day_before(moment: datetime) -> datetime:
    """Say up to when what came has waited a whole working day by now: the twin of `a_working_day_after`."""
    local = localtime(moment)
    last = _working_day_up_to(local.date())
    before = _working_day_up_to(last - timedelta(days=1))
    if last == local.date():
        return _at(before, local.time())
    # On a day of rest all is late that came up to the end of the last working day but one.
    return _at(before + timedelta(days=1), time()) - timedelta(microseconds=1)


def _working_day_up_to(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _at(day: date, clock: time) -> datetime:
    return make_aware(datetime.combine(day, clock.replace(tzinfo=None)))
