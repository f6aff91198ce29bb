"""The calendar: every instant belongs to one round, and dates that moved say why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from forum.pacts.rounds import (
    next_steering,
    round_in,
    round_of,
    rounds_from,
    steering_day,
    under_evaluation,
    why_moved,
)
from portal.workdays import is_working_day

from .conftest import ROME

FIRST, LAST = datetime(2024, 1, 1), datetime(2034, 12, 31, 23, 59, 59)
ROUNDS = [round_in(year, month) for year in range(2023, 2036) for month in range(1, 13)]


def in_rome(*parts) -> datetime:
    return datetime(*parts, tzinfo=ROME)


# The hours around both changes of the clock, and the edges of a closing day.
EDGES = [
    datetime(2028, 3, 26, 0, 59, 59, tzinfo=UTC),
    datetime(2028, 3, 26, 1, tzinfo=UTC),
    datetime(2028, 10, 29, 0, 30, tzinfo=UTC),
    datetime(2028, 10, 29, 1, 30, tzinfo=UTC),
    in_rome(2026, 12, 10, 23, 59, 59, 999999).astimezone(UTC),
    in_rome(2026, 12, 11).astimezone(UTC),
    in_rome(2028, 4, 10).astimezone(UTC),
    in_rome(2034, 4, 10, 23, 59, 59).astimezone(UTC),
    in_rome(2034, 4, 11, 23, 59, 59).astimezone(UTC),
]


def belongs_to_exactly_one(moment: datetime) -> None:
    found = [one for one in ROUNDS if one.begins_at <= moment < one.ends_at]

    assert found == [round_of(moment)]
    assert found == [round_of(moment.astimezone(ROME).date())]


@given(st.datetimes(FIRST, LAST, timezones=st.just(UTC)))
@example(EDGES[0])
def test_every_instant_of_ten_years_belongs_to_one_round(moment):
    belongs_to_exactly_one(moment)


@pytest.mark.parametrize("moment", EDGES, ids=str)
def test_so_do_the_edges_of_days_and_of_summer_time(moment):
    belongs_to_exactly_one(moment)


def test_rounds_follow_one_another_without_gap_or_overlap():
    for one, following in zip(ROUNDS, ROUNDS[1:], strict=False):
        assert following.begins == one.closes + timedelta(days=1)
        assert following.begins_at == one.ends_at


def test_their_days_are_working_days_in_order():
    for one in ROUNDS:
        assert is_working_day(one.closes) and is_working_day(one.evaluate_by)
        assert one.begins <= one.closes <= one.evaluate_by
        assert one.closes >= date(one.year, one.month, 10) and one.evaluate_by >= date(one.year, one.month, 20)


@given(st.dates(FIRST.date(), LAST.date()))
def test_a_day_is_under_evaluation_between_closing_and_end(day):
    found = [one for one in ROUNDS if one.closes < day <= one.evaluate_by]

    assert found == ([under_evaluation(day)] if under_evaluation(day) else [])


@pytest.mark.parametrize(
    "month, closes, evaluate_by",
    [
        ((2026, 12), date(2026, 12, 10), date(2026, 12, 21)),  # the 20th is a Sunday
        ((2026, 10), date(2026, 10, 12), date(2026, 10, 20)),  # the 10th is a Saturday
        ((2027, 6), date(2027, 6, 10), date(2027, 6, 21)),
        ((2028, 4), date(2028, 4, 10), date(2028, 4, 20)),
        ((2034, 4), date(2034, 4, 11), date(2034, 4, 20)),  # the 10th is Easter Monday
        ((2025, 4), date(2025, 4, 10), date(2025, 4, 22)),  # the 20th is Easter
    ],
)
def test_the_days_of_some_months(month, closes, evaluate_by):
    one = round_in(*month)

    assert (one.closes, one.evaluate_by) == (closes, evaluate_by)


def test_what_arrives_on_the_11th_is_of_the_next_round():
    assert round_of(in_rome(2026, 12, 10, 23, 59, 59)).label == "dicembre 2026"
    assert round_of(in_rome(2026, 12, 11)).label == "gennaio 2027"
    # In London it is still the 10th.
    assert round_of(datetime(2026, 12, 10, 23, 0, tzinfo=UTC)).label == "gennaio 2027"


def test_on_a_moved_day_it_is_still_the_same_round():
    assert round_of(date(2026, 10, 11)) == round_of(date(2026, 10, 12)) == round_in(2026, 10)
    assert round_of(date(2026, 10, 13)) == round_in(2026, 11)


def test_the_next_rounds_are_in_order():
    found = rounds_from(date(2026, 11, 24), 3)

    assert [one.label for one in found] == ["dicembre 2026", "gennaio 2027", "febbraio 2027"]


@pytest.mark.parametrize(
    "day, words",
    [
        (date(2026, 12, 20), "Il 20 dicembre 2026 è domenica: si passa a lunedì 21."),
        (date(2026, 10, 10), "Il 10 ottobre 2026 è sabato: si passa a lunedì 12."),
        (date(2034, 4, 10), "Il 10 aprile 2034 è festa: si passa a martedì 11."),
        (date(2025, 4, 20), "Il 20 aprile 2025 è domenica e lunedì 21 è festa: si passa a martedì 22."),
        (date(2026, 12, 10), ""),
    ],
)
def test_a_date_that_moved_says_why(day, words):
    with override("it"):
        assert why_moved(day) == words


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.dates(date(2023, 1, 1), date(2034, 12, 31)))
def test_the_next_guidelines_are_the_first_date_not_past(start, day):
    dates = [steering_day(start, nth) for nth in range(40)]

    assert next_steering(start, day) == next(one for one in dates if one >= day)
    assert all(is_working_day(one) for one in dates)


def test_a_short_month_gives_its_last_day():
    # 31 October, then the last day of February: a Sunday, so Monday 1 March.
    assert next_steering(date(2026, 10, 31), date(2026, 11, 20)) == date(2027, 3, 1)
    assert steering_day(date(2026, 10, 30), 3) == date(2027, 11, 2)  # 30 October is a Saturday, 1 November a holiday
