"""Who is near, and can: desks first, then the people who chose to be found."""

from dataclasses import dataclass, field

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from portal.vocabulary.models import Territory
from portal.vocabulary.queries import area_of, territories_named

from ..models import Desk, DeskService, Listing, OpeningHours
from ..needs import THEMES, Need
from ..permissions import visible_desks, visible_listings

DESK, PERSON = "desk", "person"


@dataclass(frozen=True)
class Finding:
    """What was found: where, and in which order."""

    places: list[Territory] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)  # («desk» or «person», key), the nearest first
    is_unknown: bool = False  # the words match no place
    is_widened: bool = False  # nothing fits the need and the rest: what is there anyway

    @property
    def desks(self) -> int:
        return sum(kind == DESK for kind, _key in self.rows)

    @property
    def people(self) -> int:
        return sum(kind == PERSON for kind, _key in self.rows)


def find(user, words: str, *, need: str = "", language: str = "", day: int | None = None, way: str = "") -> Finding:
    """Find desks and listed people: three queries, whatever there is.

    Args:
        user: who looks; a visitor sees the same.
        words: a municipality, an area or a CAP; nothing is everywhere.
        need: one of `Need`, or nothing.
        language: the slug of a language, or nothing.
        day: of the week, Monday 0, or None.
        way: «persona», «distanza», or nothing.
    """
    places = territories_named(words) if words else []
    if words and not places:
        return Finding(is_unknown=True)
    desks, people = visible_desks(user), visible_listings(user)
    near = [place.pk for place in places]
    if places:
        areas = [area_of(place).pk for place in places]
        here = Q(territory__in=areas) | Q(territory__parent__in=areas)
        desks, people = desks.filter(here), people.filter(here)
    fits_desk, fits_person = _fits_desk(need, language, day, way), _fits_person(need, language, day, way)
    desk_rows = _rows(desks, near, fits_desk, "territory__order", "order", "name", "pk")
    person_rows = _rows(people, near, fits_person, "territory__order", "person__last_name", "person__first_name", "pk")
    every = [(DESK, key, fits) for key, fits in desk_rows] + [(PERSON, key, fits) for key, fits in person_rows]
    fit = [(kind, key) for kind, key, fits in every if fits]
    return Finding(places=places, rows=fit or [row[:2] for row in every], is_widened=bool(every and not fit))


def told_whole(rows: list[tuple[str, int]]) -> tuple[list[Desk], list[Listing]]:
    """Load what a page of `Finding.rows` shows, in the same order."""
    desk_keys = [key for kind, key in rows if kind == DESK]
    person_keys = [key for kind, key in rows if kind == PERSON]
    desks = Desk.objects.select_related("organisation", "territory").prefetch_related("services", "hours", "languages")
    people = Listing.objects.select_related("person", "territory").prefetch_related("themes", "languages")
    found_desks = desks.in_bulk(desk_keys) if desk_keys else {}
    found_people = people.in_bulk(person_keys) if person_keys else {}
    return [found_desks[key] for key in desk_keys], [found_people[key] for key in person_keys]


def _rows(things: QuerySet, near: list[int], fits: list[Q | Exists], *order: str) -> list[tuple[int, bool]]:
    """Give keys and whether each fits, in order: the very place that was asked for, then the rest of its area."""
    if near:
        things = things.annotate(is_near=Case(When(territory__in=near, then=Value(0)), default=Value(1)))
        order = ("is_near", *order)
    condition = Q(*fits)
    fit = Case(When(condition, then=True), default=False, output_field=BooleanField()) if fits else Value(True)
    return list(things.annotate(fits=fit).order_by(*order).values_list("pk", "fits"))


def _about(path: str, slugs: tuple[str, ...]) -> Q:
    """One of these themes, or a narrower word under one."""
    return Q(**{f"{path}__slug__in": slugs}) | Q(**{f"{path}__parent__slug__in": slugs})


def _slugs(need: str) -> tuple[str, ...]:
    return THEMES[Need(need)] if need in Need.values else ()


def _fits_desk(need: str, language: str, day: int | None, way: str) -> list[Q | Exists]:
    here = {"desk": OuterRef("pk")}
    fits: list[Q | Exists] = []
    if _slugs(need):
        fits.append(Exists(DeskService.objects.filter(_about("theme", _slugs(need)), **here)))
    if language:
        fits.append(Exists(Desk.languages.through.objects.filter(language__slug=language, **here)))
    if day is not None:
        fits.append(Exists(OpeningHours.objects.filter(weekday=day, **here)))
    return fits + _in_the_way(way)


def _fits_person(need: str, language: str, day: int | None, way: str) -> list[Q | Exists]:
    here = {"listing": OuterRef("pk")}
    fits: list[Q | Exists] = []
    if _slugs(need):
        fits.append(Exists(Listing.themes.through.objects.filter(_about("theme", _slugs(need)), **here)))
    if language:
        fits.append(Exists(Listing.languages.through.objects.filter(language__slug=language, **here)))
    if day is not None:
        fits.append(Q(days__contains=str(day)))
    return fits + _in_the_way(way)


def _in_the_way(way: str) -> list[Q]:
    return [Q(**{"in_person" if way == "persona" else "remote": True})] if way in ("persona", "distanza") else []
