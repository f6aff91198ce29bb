"""The calendar of a programme, by the clock of Europe/Rome: pure dates, no database.

Proposals are received until the end of the closing day, the 10th; the committee evaluates them by the 20th; a 10th or a
20th on a Saturday, a Sunday or a national holiday moves to the next working day. A round begins the day after the one
before it has closed. The steering group gives its guidelines every four months.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.clock import ROME, day_of
from portal.workdays import working_day_from

CLOSING_DAY, EVALUATION_DAY = 10, 20
STEERING_MONTHS = 4


@dataclass(frozen=True)
class Round:
    """A round of proposals; it bears the name of the month in which it closes."""

    year: int
    month: int
    begins: date
    closes: date  # until the end of this day
    evaluate_by: date

    @property
    def label(self) -> str:
        """Name the round: «dicembre 2026»."""
        return date_format(date(self.year, self.month, 1), "F Y")

    @property
    def begins_at(self) -> datetime:
        return _midnight(self.begins)

    @property
    def ends_at(self) -> datetime:
        """The first instant that belongs to the next round."""
        return _midnight(self.closes + timedelta(days=1))

    @property
    def closing_moved(self) -> str:
        """Say why the closing day is not the 10th; nothing if it is."""
        return why_moved(date(self.year, self.month, CLOSING_DAY))

    @property
    def evaluation_moved(self) -> str:
        """Say why the evaluation does not end on the 20th; nothing if it does."""
        return why_moved(date(self.year, self.month, EVALUATION_DAY))


def round_in(year: int, month: int) -> Round:
    """Give the round that closes in this month."""
    before = _months_after(date(year, month, 1), -1)
    return Round(
        year,
        month,
        begins=_closing(before.year, before.month) + timedelta(days=1),
        closes=_closing(year, month),
        evaluate_by=working_day_from(date(year, month, EVALUATION_DAY)),
    )


def round_of(moment: datetime | date) -> Round:
    """Give the round that receives what arrives at `moment`: an aware time, or a day in Rome."""
    day = day_of(moment)
    found = round_in(day.year, day.month)
    return found if day <= found.closes else _after(found)


def rounds_from(day: date, n: int) -> list[Round]:
    """Give `n` rounds: the one that receives on `day`, and those after it."""
    found = [round_of(day)]
    while len(found) < n:
        found.append(_after(found[-1]))
    return found[:n]


def under_evaluation(day: date) -> Round | None:
    """Give the round that has closed and that the committee evaluates on `day`."""
    found = round_in(day.year, day.month)
    return found if found.closes < day <= found.evaluate_by else None


def next_steering(start: date, day: date) -> date:
    """Say when the next guidelines are due: every four months from `start`, the first time not before `day`."""
    nth = max(0, ((day.year - start.year) * 12 + day.month - start.month) // STEERING_MONTHS - 1)
    while steering_day(start, nth) < day:
        nth += 1
    return steering_day(start, nth)


def last_steering(start: date, day: date) -> date | None:
    """Say when guidelines were due the last time before `day`; None if that time has not come yet."""
    nth = (day.year - start.year) * 12 + day.month - start.month
    nth = nth // STEERING_MONTHS + 1
    while nth >= 0 and steering_day(start, nth) >= day:
        nth -= 1
    return steering_day(start, nth) if nth >= 0 else None


def steering_day(start: date, nth: int) -> date:
    """Give the day of the `nth` guidelines, moved to a working day. A month that is too short gives its last day."""
    return working_day_from(_months_after(start, nth * STEERING_MONTHS))


def months_before(day: date, months: int) -> date:
    return _months_after(day, -months)


def in_words(day: date) -> str:
    """Say a day with its weekday, which spares the article: «lunedì 21 dicembre 2026»."""
    return date_format(day, "l j F Y")


def in_short(day: date) -> str:
    """Say a day of these weeks: «lunedì 21»."""
    return date_format(day, "l j")


def why_moved(nominal: date) -> str:
    """Explain a date that moved: «Il 20 dicembre 2026 è domenica: si passa a lunedì 21.» Nothing if it did not."""
    moved = working_day_from(nominal)
    if moved == nominal:
        return ""
    words = {
        "day": date_format(nominal, "j F Y"),
        "weekday": date_format(nominal, "l"),
        "moved": in_short(moved),
    }
    if nominal.weekday() < 5:
        return _("Il %(day)s è festa: si passa a %(moved)s.") % words
    skipped = [nominal + timedelta(days=n) for n in range(1, (moved - nominal).days)]
    feast = next((day for day in skipped if day.weekday() < 5), None)
    if feast:
        words["feast"] = in_short(feast)
        return _("Il %(day)s è %(weekday)s e %(feast)s è festa: si passa a %(moved)s.") % words
    return _("Il %(day)s è %(weekday)s: si passa a %(moved)s.") % words


def _closing(year: int, month: int) -> date:
    return working_day_from(date(year, month, CLOSING_DAY))


def _after(found: Round) -> Round:
    following = _months_after(date(found.year, found.month, 1), 1)
    return round_in(following.year, following.month)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ROME)
