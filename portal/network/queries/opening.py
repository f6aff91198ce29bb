"""When a desk is open, in words. Pure: it reads the hours that were loaded with the desk."""

from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.clock import now
from portal.workdays import is_holiday

from ..models import Desk, OpeningHours, Weekday

A_WEEK = 7


def clock(moment: time) -> str:
    """9:00 → «9», 9:30 → «9:30»."""
    return f"{moment.hour}:{moment.minute:02}" if moment.minute else str(moment.hour)


def stretches(hours: list[OpeningHours]) -> str:
    """«dalle 9 alle 12 e dalle 15 alle 18»."""
    said = [_("dalle %(from)s alle %(to)s") % {"from": clock(one.opens), "to": clock(one.closes)} for one in hours]
    return _(" e ").join(said)


def today_words(desk: Desk, moment: datetime | None = None) -> str:
    """Say how it stands today: «Oggi è aperto dalle 15 alle 18». Nothing where no hours are known."""
    hours = list(desk.hours.all())
    if not hours:
        return ""
    local = localtime(moment or now())
    today = [one for one in hours if one.weekday == local.weekday()]
    if today and is_holiday(local.date()):
        return _("Oggi è festa: chiama prima di andare")
    left = [one for one in today if one.closes > local.time()]
    if left and left[0].opens <= local.time():
        until = {"to": clock(left[0].closes)}
        if left[0].is_remote:
            return _("Ora risponde a distanza, fino alle %(to)s") % until
        return _("Ora è aperto, fino alle %(to)s") % until
    if left:
        return _today(left)
    day = _next_day({one.weekday for one in hours}, local.date())
    following = [one for one in hours if one.weekday == day.weekday()]
    # A week from now and later, the name of the day would be taken for an earlier one.
    far = day - local.date() >= timedelta(days=A_WEEK)
    name = date_format(day, "l j F") if far else Weekday(day.weekday()).label
    words = {"day": name, "when": stretches(following)}
    if all(one.is_remote for one in following):
        return _("Adesso non risponde. Risponde %(day)s %(when)s") % words
    if today:
        return _("Oggi ha già chiuso. Riapre %(day)s %(when)s") % words
    return _("Oggi è chiuso. Apre %(day)s %(when)s") % words


def _next_day(weekdays: set[int], after: date) -> date:
    """The first day after `after` that is one of these and no holiday; the first of these, if all are holidays."""
    days = [after + timedelta(days=number) for number in range(1, 5 * A_WEEK)]
    days = [day for day in days if day.weekday() in weekdays]
    return next((day for day in days if not is_holiday(day)), days[0])


def _today(left: list[OpeningHours]) -> str:
    """Say what is still to come: where one goes, then what is remote."""
    here = [one for one in left if not one.is_remote]
    remote = [one for one in left if one.is_remote]
    if here and remote:
        words = {"here": stretches(here), "remote": stretches(remote)}
        return _("Oggi è aperto %(here)s, e risponde a distanza %(remote)s") % words
    if remote:
        return _("Oggi risponde a distanza %(when)s") % {"when": stretches(remote)}
    return _("Oggi è aperto %(when)s") % {"when": stretches(here)}


def week_words(desk: Desk) -> list[dict]:
    """The week, a line a day: the day, its stretches, whether all of it is remote."""
    by_day: dict[tuple[int, bool], list[OpeningHours]] = {}
    for one in desk.hours.all():
        by_day.setdefault((one.weekday, one.is_remote), []).append(one)
    return [
        {"day": Weekday(day).label, "when": stretches(hours), "is_remote": is_remote}
        for (day, is_remote), hours in sorted(by_day.items())
    ]
