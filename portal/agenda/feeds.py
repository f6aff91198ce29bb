"""Dates as calendars read them (RFC 5545), and the rooms above that have some to tell.

    @tells_dates
    def dates(person) -> list[Dated]:
        ...

A date says what, when and where. It bears no word of a case and no name of a person: calendars live on other people's
machines.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from portal.clock import ROME, day_of, now

from .models import Appointment

REFRESHED = timedelta(hours=6)


@dataclass(frozen=True)
class Dated:
    """One thing that stands in a calendar.

    Args:
        uid: the same for ever for the same thing, such as `<uuid>@snodo`.
        starts_at, ends_at: aware moments; for a whole day, days: the last one included.
        url: without a host.
        link: of a video meeting, only for who may open it.
    """

    uid: str
    title: str
    starts_at: datetime | date
    ends_at: datetime | date
    place: str
    url: str
    link: str = ""
    description: str = ""
    cancelled: bool = False
    sequence: int = 0
    all_day: bool = False


Ask = Callable[..., list[Dated]]
_asked: list[Ask] = []


def tells_dates(ask: Ask) -> Ask:
    """Let a room above say which dates a person has there."""
    if ask not in _asked:
        _asked.append(ask)
    return ask


def told_dates(person) -> list[Dated]:
    """What the rooms above have for this person."""
    return [dated for ask in _asked for dated in ask(person)]


def dated_of(appointment: Appointment, *, link: bool = False) -> Dated:
    """Give an event as a date; its link only where the reader may have it."""
    return Dated(
        uid=f"{appointment.uid}@snodo",
        title=appointment.title,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        place=appointment.place,
        url=appointment.get_absolute_url(),
        link=appointment.link if link else "",
        description=appointment.summary,
        cancelled=appointment.cancelled_at is not None,
        sequence=appointment.sequence,
    )


def calendar_text(dates: Iterable[Dated], *, name: str) -> bytes:
    """Write a calendar.

    Args:
        dates: what stands in it; the same uid is written once.
        name: how calendars call it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Snodo//Eventi//IT")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ROME.key)
    calendar.add("refresh-interval", REFRESHED, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    moments = []
    for dated in {dated.uid: dated for dated in dates}.values():
        calendar.add_component(_event(dated))
        moments += [] if dated.all_day else [dated.starts_at, dated.ends_at]
    if moments:
        # Only the years that are needed: the whole history of an hour weighs more than the events.
        first, last = min(moments).year, max(moments).year
        calendar.add_missing_timezones(first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1))
    return calendar.to_ical()


def _event(dated: Dated) -> Event:
    event = Event()
    event.add("uid", dated.uid)
    event.add("dtstamp", now())
    if dated.all_day:
        event.add("dtstart", day_of(dated.starts_at))
        event.add("dtend", day_of(dated.ends_at) + timedelta(days=1))  # RFC 5545: the first day that is not in it
    else:
        event.add("dtstart", _moment(dated.starts_at))
        event.add("dtend", _moment(dated.ends_at))
    event.add("summary", dated.title)
    if dated.place or dated.link:
        event.add("location", dated.place or dated.link)
    description = "\n\n".join(part for part in (dated.description, dated.link) if part)
    if description:
        event.add("description", description)
    event.add("url", settings.PUBLIC_URL + dated.url)
    event.add("sequence", dated.sequence)
    event.add("status", "CANCELLED" if dated.cancelled else "CONFIRMED")
    return event


def _moment(moment: datetime) -> datetime:
    """Give the hour of Rome. The hour that comes twice means its first time: the second is told in UTC."""
    local = moment.astimezone(ROME)
    return moment.astimezone(ZoneInfo("UTC")) if local.fold else local
