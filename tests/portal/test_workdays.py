"""Working days in Italy, by properties: when a whole working day has gone by, and what has waited one by now."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import is_aware, localtime
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.workdays import (
    a_working_day_after,
    a_working_day_before,
    is_holiday,
    is_working_day,
    working_day_from,
)

ROME = ZoneInfo("Europe/Rome")
YEARS = range(2024, 2031)
# The same every year; and what Easter moves.
EVERY_YEAR = [(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)]
EASTER_MONDAYS = [date(2024, 4, 1), date(2025, 4, 21), date(2026, 4, 6), date(2027, 3, 29)]
# On the last Sundays of March and October an hour is missing, or comes twice.
CLOCK_CHANGES = [date(2025, 3, 30), date(2025, 10, 26), date(2026, 3, 29), date(2026, 10, 25)]

quick = settings(max_examples=300, deadline=None)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))
# Near a change of the clocks chance leads too seldom.
around_changes = st.builds(
    lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes),
    st.sampled_from(CLOCK_CHANGES),
    st.integers(-4 * 24 * 60, 4 * 24 * 60),
)
any_moment = st.one_of(moments, around_changes)


def rome(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ROME)


def works(moment: datetime) -> bool:
    return is_working_day(localtime(moment).date())


# ── which days ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_of_every_year(year):
    assert all(is_holiday(date(year, month, day)) for month, day in EVERY_YEAR)
    assert not any(is_working_day(date(year, month, day)) for month, day in EVERY_YEAR)


@pytest.mark.parametrize("monday", EASTER_MONDAYS)
def test_easter_monday_is_no_working_day_and_the_days_beside_it_are(monday):
    assert monday.weekday() == 0 and is_holiday(monday) and not is_working_day(monday)
    # Good Friday is a working day in Italy.
    assert is_working_day(monday - timedelta(days=3))
    assert working_day_from(monday - timedelta(days=2)) == working_day_from(monday) == monday + timedelta(days=1)


def test_a_patron_saint_is_local_and_counts_as_work():
    # Saint John, in Torino and in Firenze.
    assert is_working_day(date(2026, 6, 24))


@quick
@given(day=days)
def test_a_working_day_is_no_saturday_no_sunday_and_no_holiday(day):
    assert is_working_day(day) == (day.weekday() not in (5, 6) and not is_holiday(day))


@quick
@given(day=days)
def test_the_first_working_day_from_a_day_skips_nothing(day):
    first = working_day_from(day)

    assert is_working_day(first) and 0 <= (first - day).days <= 6
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((first - day).days))
    assert working_day_from(first) == first


# ── a whole working day later ────────────────────────────────────────────────────────────────────────────────────────


@quick
@given(moment=any_moment)
def test_a_working_day_after_falls_on_a_working_day_and_is_the_next_but_none(moment):
    after = a_working_day_after(moment)
    begun = working_day_from(localtime(moment).date())

    assert is_aware(after) and works(after) and after > moment
    assert localtime(after).date() == working_day_from(begun + timedelta(days=1))
    # Between the two lies no other working day.
    gap = (localtime(after).date() - begun).days
    assert not any(is_working_day(begun + timedelta(days=n)) for n in range(1, gap))


@quick
@given(moment=any_moment)
def test_it_ends_at_the_same_hour_by_the_clock_on_the_wall_and_at_midnight_after_a_day_of_rest(moment):
    local, after = localtime(moment), localtime(a_working_day_after(moment))

    assert after.time() == (local.time() if works(moment) else time())


@quick
@given(one=any_moment, more=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_comes_later_is_never_late_earlier(one, more):
    assert a_working_day_after(one) <= a_working_day_after(one + more)
    assert a_working_day_before(one) <= a_working_day_before(one + more)


# ── and its twin ─────────────────────────────────────────────────────────────────────────────────────────────────────


@quick
@given(moment=any_moment)
def test_a_working_day_before_falls_on_a_working_day(moment):
    before = a_working_day_before(moment)

    assert is_aware(before) and works(before) and before < moment


@quick
@given(moment=any_moment)
def test_from_a_working_day_there_and_back_is_the_same_moment(moment):
    there = a_working_day_after(moment)
    if works(moment):
        # The hour that comes twice does so on a Sunday: no working day has two of it.
        assert a_working_day_before(there) == moment
    else:
        # All that comes on days of rest begins to count together.
        assert a_working_day_before(there) == rome(*working_day_from(localtime(moment).date()).timetuple()[:3])


@quick
@given(came=any_moment, more=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_came_is_late_for_the_one_exactly_when_it_is_for_the_other(came, more):
    """The queue asks with the one, the row with the other: they must say the same of every request."""
    asked = came + more

    assert (a_working_day_after(came) <= asked) == (came <= a_working_day_before(asked))


@pytest.mark.parametrize(
    ("came", "late"),
    [
        (rome(2026, 11, 24, 10, 30), rome(2026, 11, 25, 10, 30)),  # Tuesday
        (rome(2026, 11, 27, 17), rome(2026, 11, 30, 17)),  # Friday: the weekend does not count
        (rome(2026, 11, 28, 9), rome(2026, 12, 1)),  # Saturday: begins on Monday at midnight
        (rome(2026, 11, 29, 23, 59), rome(2026, 12, 1)),  # Sunday, the same
        (rome(2026, 12, 7, 12), rome(2026, 12, 9, 12)),  # the eighth of December is a Tuesday
        (rome(2025, 4, 18, 9), rome(2025, 4, 22, 9)),  # Good Friday
        (rome(2025, 4, 21, 9), rome(2025, 4, 23)),  # Easter Monday
        (rome(2026, 4, 3, 9), rome(2026, 4, 7, 9)),
        (rome(2025, 12, 24, 18), rome(2025, 12, 29, 18)),  # Christmas, Saint Stephen, a weekend
        (rome(2026, 3, 27, 9), rome(2026, 3, 30, 9)),  # an hour is missing in between
        (rome(2026, 10, 23, 9), rome(2026, 10, 26, 9)),  # an hour comes twice in between
    ],
)
def test_days_that_one_can_look_up(came, late):
    assert a_working_day_after(came) == late
    assert came <= a_working_day_before(late)
    assert a_working_day_before(late - timedelta(microseconds=1)) < came


@pytest.mark.parametrize(("friday", "hours"), [(date(2026, 3, 27), 71), (date(2026, 10, 23), 73)])
def test_across_a_change_of_the_clocks_the_hour_on_the_wall_is_kept_not_the_hours_that_went_by(friday, hours):
    came = datetime.combine(friday, time(9), ROME)
    late = a_working_day_after(came)

    assert late.astimezone(UTC) - came.astimezone(UTC) == timedelta(hours=hours)
    assert a_working_day_before(late) == came


def test_a_moment_is_told_by_the_clock_of_rome_whatever_zone_it_comes_in():
    # Half past eleven at night on a Friday in UTC is Saturday in Rome.
    came = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)

    assert a_working_day_after(came) == rome(2026, 12, 1)
    assert a_working_day_after(came.astimezone(ZoneInfo("America/New_York"))) == rome(2026, 12, 1)
