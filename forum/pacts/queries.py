"""What the pages of a programme show, and its dates for a person."""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import Role
from portal.agenda.feeds import Dated, tells_dates
from portal.clock import day_of, now, today

from . import rounds
from .models import Guideline, GuidelineReading, Programme, Seat
from .permissions import programmes_of, visible_guidelines, visible_programmes

ROUNDS_SHOWN = 3
ROUNDS_IN_CALENDAR = 6
STEERING_IN_CALENDAR = 3
# A guideline given in these days before a date is the one that was due.
MISSED = timedelta(days=60)
EARLY = timedelta(days=21)


def programmes(user) -> QuerySet[Programme]:
    return visible_programmes(user).select_related("territory__parent")


def seats_of(programme: Programme) -> list[tuple[str, list[Seat]]]:
    """Give each body with its seats, the committee first."""
    seats = list(programme.seats.select_related("person"))
    bodies = [(body.label, [seat for seat in seats if seat.body == body]) for body in Seat.Body]
    return [(label, found) for label, found in bodies if found]


def last_guideline(programme: Programme) -> Guideline | None:
    return programme.guidelines.first()


def guidelines_of(user, programme: Programme) -> QuerySet[Guideline]:
    """The guidelines of a programme, the newest first, with who has read them."""
    mine = GuidelineReading.objects.filter(guideline=OuterRef("pk"), person=user.pk)
    found = visible_guidelines(user).filter(programme=programme).select_related("given_by", "programme")
    return found.annotate(is_read=Exists(mine), read_by=Count("readings")).order_by("-given_at", "-pk")


def steering_due(programme: Programme, last: Guideline | None) -> date:
    """Say when the next guidelines are due; those given shortly before a date were the ones for it."""
    due = rounds.next_steering(programme.steering_from, today())
    if last and day_of(last.given_at) >= due - EARLY:
        return rounds.next_steering(programme.steering_from, due + timedelta(days=1))
    return due


def steering_missed(programme: Programme, last: Guideline | None) -> date | None:
    """Say which date went by without guidelines, two months back at most; None if none did."""
    missed = rounds.last_steering(programme.steering_from, today())
    if missed is None or missed < today() - MISSED:
        return None
    return missed if last is None or day_of(last.given_at) < missed - EARLY else None


def recent_from() -> date:
    """Say from which day guidelines are still those of these months."""
    return rounds.months_before(today(), rounds.STEERING_MONTHS)


def unread_guidelines(user) -> QuerySet[Guideline]:
    """What somebody of a committee has still to read, of these months; the newest first."""
    read = GuidelineReading.objects.filter(guideline=OuterRef("pk"), person=user.pk)
    since = now() - (today() - recent_from())
    found = Guideline.objects.filter(
        ~Exists(read), programme__in=programmes_of(user, Role.Kind.COMMITTEE), given_at__gte=since
    )
    return found.exclude(given_by=user.pk).select_related("programme")


@tells_dates
def dates_of(person) -> list[Dated]:
    """The dates of a person's programmes as calendars have them: whole days."""
    return [
        Dated(uid=f"{key}@snodo", title=title, starts_at=day, ends_at=day, place="", url=url, all_day=True)
        for key, title, day, url in dated_for(person)
    ]


def dated_for(person) -> list[tuple[str, str, date, str]]:
    """Give the dates of a person's programmes, for her calendar: a lasting key, a title, the day, the address.

    Committee: the closing of the next rounds, and until when they are evaluated. Steering group: the next guidelines.
    """
    found = []
    for programme in programmes_of(person, Role.Kind.COMMITTEE):
        found += _committee_dates(programme)
    for programme in programmes_of(person, Role.Kind.STEERING):
        found += _steering_dates(programme)
    return sorted(found, key=lambda row: (row[2], row[0]))


def _committee_dates(programme: Programme) -> list[tuple[str, str, date, str]]:
    coming = rounds.rounds_from(today(), ROUNDS_IN_CALENDAR)
    open_now = rounds.under_evaluation(today())
    words, url = {"programme": programme.name}, programme.get_absolute_url()
    found = []
    for one in coming:
        key = f"pacts-{programme.slug}-{one.year}-{one.month:02d}-closing"
        found.append((key, _("Arrivano le proposte di patto: %(programme)s") % words, one.closes, url))
    for one in [open_now, *coming] if open_now else coming:
        key = f"pacts-{programme.slug}-{one.year}-{one.month:02d}-evaluation"
        found.append((key, _("Patti da valutare entro oggi: %(programme)s") % words, one.evaluate_by, url))
    return found


def _steering_dates(programme: Programme) -> list[tuple[str, str, date, str]]:
    title, day, found = _("Indirizzi al comitato: %(programme)s") % {"programme": programme.name}, today(), []
    while len(found) < STEERING_IN_CALENDAR:
        due = rounds.next_steering(programme.steering_from, day)
        key = f"pacts-{programme.slug}-{due.year}-{due.month:02d}-guidelines"
        found.append((key, title, due, programme.get_absolute_url()))
        day = due + timedelta(days=1)
    return found
