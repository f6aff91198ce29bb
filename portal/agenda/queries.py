"""What the pages of the events show, and what stands in a person's calendar."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from portal.clock import now
from portal.vocabulary.models import Territory, Theme

from .feeds import Dated, dated_of, told_dates
from .models import Appointment, CalendarKey, Coming
from .permissions import can_have_calendar, looked_after, visible_appointments, with_link

KEPT_IN_CALENDAR = timedelta(days=60)
_LONGEST_SLUG = 50
_Themed = Appointment.themes.through


def listed(user, query: QueryDict) -> QuerySet[Appointment]:
    """The events that the address asks for: those that come, the nearest first; or those that were, the last first."""
    found = visible_appointments(user)
    if query.get("passati"):
        found = found.filter(ends_at__lt=now()).order_by("-starts_at", "-pk")
    else:
        found = found.filter(ends_at__gte=now()).order_by("starts_at", "pk")
    if query.get("miei") and user.is_authenticated:
        found = found.filter(_mine(user))
    for param, narrow in _NARROW.items():
        if query.get(param):
            found = narrow(found, query[param])
    return with_seats(found, user).select_related("territory__parent", "organisation")


def _mine(user) -> Q:
    coming = Coming.objects.filter(person=user.pk, left_at=None)
    return Q(set_by=user.pk) | Q(pk__in=coming.values("appointment"))


def _by_kind(found: QuerySet, value: str) -> QuerySet:
    return found.filter(kind=value) if value in Appointment.Kind.values else found.none()


def _by_territory(found: QuerySet, slug: str) -> QuerySet:
    if not _is_slug(slug):
        return found.none()
    return found.filter(Q(territory__slug=slug) | Q(territory__parent__slug=slug))


def _by_theme(found: QuerySet, slug: str) -> QuerySet:
    if not _is_slug(slug):
        return found.none()
    themed = _Themed.objects.filter(Q(theme__slug=slug) | Q(theme__parent__slug=slug))
    return found.filter(pk__in=themed.values("appointment"))


def _is_slug(value: str) -> bool:
    return len(value) <= _LONGEST_SLUG and value.replace("-", "").replace("_", "").isalnum()


_NARROW = {"tipo": _by_kind, "territorio": _by_territory, "tema": _by_theme}


def choices(user) -> dict[str, list]:
    """What would narrow the list: only the places and the themes that an event has, with the wider word of each."""
    events = visible_appointments(user).order_by()
    places, themed = events.values("territory"), _Themed.objects.filter(appointment__in=events.values("pk"))
    territories = Territory.objects.filter(Q(pk__in=places) | Q(children__in=places)).distinct()
    named = themed.values("theme")
    themes = Theme.objects.filter(Q(pk__in=named) | Q(children__in=named)).distinct()
    return {"territories": list(territories), "themes": list(themes)}


def with_seats(found: QuerySet[Appointment], user) -> QuerySet[Appointment]:
    """Add to each event how many come, and whether `user` does."""
    mine = Coming.objects.filter(appointment=OuterRef("pk"), person=user.pk, left_at=None)
    return found.annotate(
        coming=Count("comings", filter=Q(comings__left_at=None, comings__person__is_active=True)), is_mine=Exists(mine)
    )


def seats_of(appointment: Appointment, user) -> Appointment:
    """The same for one event, on its page."""
    said = Coming.objects.filter(appointment=appointment, left_at=None, person__is_active=True)
    people = list(said.values_list("person", flat=True))
    appointment.coming, appointment.is_mine = len(people), user.pk in people
    return appointment


def comings_of(appointment: Appointment) -> QuerySet[Coming]:
    """Who said so first comes first."""
    return (
        appointment.comings.filter(left_at=None, person__is_active=True)
        .select_related("person")
        .order_by("said_at", "pk")
    )


def coming_appointments(user, n: int) -> QuerySet[Appointment]:
    """The next events that `user` may read; for the pages of other rooms."""
    found = visible_appointments(user).filter(ends_at__gte=now(), cancelled_at=None)
    return found.select_related("territory__parent", "organisation").order_by("starts_at", "pk")[:n]


def public_coming(n: int) -> QuerySet[Appointment]:
    """The next events that are open to everybody."""
    found = Appointment.objects.filter(audience=Appointment.Audience.PUBLIC, ends_at__gte=now(), cancelled_at=None)
    return found.select_related("territory__parent", "organisation").order_by("starts_at", "pk")[:n]


# ── the private calendar ─────────────────────────────────────────────────────────────────────────────────────────────


def key_of(user) -> CalendarKey | None:
    return CalendarKey.objects.filter(person=user.pk).first()


def key_for(token: str) -> CalendarKey | None:
    """Give the key that this address holds; only while its person may enter."""
    if not (token.isascii() and token.isprintable()):
        return None
    key = CalendarKey.objects.select_related("person").filter(token=token).first()
    return key if key and can_have_calendar(key.person) else None


def dates_of(person) -> list[Dated]:
    """All that stands in a person's calendar: what she comes to, what she set, what the rooms above tell."""
    since = now() - KEPT_IN_CALENDAR
    found = visible_appointments(person).filter(_mine(person), ends_at__gte=since).order_by("starts_at", "pk")
    linked = set(with_link(person).filter(ends_at__gte=since).values_list("pk", flat=True))
    return [dated_of(one, link=one.pk in linked) for one in found] + told_dates(person)


def hers_with_people(user, since, until) -> QuerySet[Appointment]:
    """The events that she set and looks after, in a span of time, with somebody who comes."""
    found = looked_after(user).filter(set_by=user.pk, cancelled_at=None, starts_at__gte=since, starts_at__lt=until)
    said = Count("comings", filter=Q(comings__left_at=None, comings__person__is_active=True))
    return found.annotate(coming=said).filter(coming__gt=0).order_by("starts_at", "pk")


def she_comes_to(user, until) -> QuerySet[Appointment]:
    """The events that she comes to, that are not over and begin before `until`."""
    found = visible_appointments(user).filter(cancelled_at=None, ends_at__gte=now(), starts_at__lt=until)
    coming = Coming.objects.filter(person=user.pk, left_at=None)
    return found.filter(pk__in=coming.values("appointment")).order_by("starts_at", "pk")
