"""The library: which practices, and in which order."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.http import QueryDict
from django.utils.translation import get_language

from portal.vocabulary.models import Territory, Theme

from ..models import PracticePage
from ..permissions import WRITTEN_IN, visible_practices
from .facets import SORTS, narrowed

_Tagged = PracticePage.themes.through


def for_cards(practices: QuerySet[PracticePage]) -> QuerySet[PracticePage]:
    """Load what a card shows, in two queries."""
    return practices.select_related("counts").prefetch_related("themes").defer(*PracticePage.TEXTS)


def translate(practices: Iterable[PracticePage], *, fully: bool = False) -> list[PracticePage]:
    """Put beside each practice its page in the reader's language, if there is one. No query for an Italian reader."""
    practices = list(practices)
    language = get_language()
    if language == WRITTEN_IN or not practices:
        return practices
    twins = PracticePage.objects.live().filter(
        locale__language_code=language, translation_key__in=[practice.translation_key for practice in practices]
    )
    found = {twin.translation_key: twin for twin in (twins if fully else twins.defer(*PracticePage.TEXTS))}
    for practice in practices:
        practice.translation = found.get(practice.translation_key)
    return practices


def twin_of(practice: PracticePage, language: str) -> PracticePage | None:
    """A practice's page in another language."""
    twins = PracticePage.objects.live().filter(translation_key=practice.translation_key)
    return twins.filter(locale__language_code=language).first()


def library(user, query: QueryDict) -> QuerySet[PracticePage]:
    """The practices that `user` may read and the address asks for, in its order."""
    practices = narrowed(visible_practices(user), query)
    _label, order = SORTS.get(query.get("ordina", ""), SORTS[""])
    return for_cards(practices).order_by(*order)


def most_tried(limit: int, user=None) -> list[PracticePage]:
    """The public practices that were tried most, for the front door."""
    practices = for_cards(visible_practices(user or AnonymousUser())).filter(audience=PracticePage.Audience.PUBLIC)
    return translate(practices.order_by("-counts__tried", "-counts__worked", "-pk")[:limit])


def newest_public(limit: int) -> list[PracticePage]:
    """The public practices that were published last, for the feed."""
    newest = visible_practices(AnonymousUser()).select_related("author").prefetch_related("themes")
    return list(newest.order_by("-first_published_at", "-pk")[:limit])


def similar(
    themes: Iterable[Theme | str], territory: Territory | str | None = None, limit: int = 3, *, user
) -> list[PracticePage]:
    """Find practices on these themes: those that share more first, then the near ones, then those that worked more.

    Args:
        themes: words of the vocabulary, or their slugs; a wider word includes the narrower ones.
        territory: where it is needed; nothing is left out for it.
        limit: how many at most.
        user: who reads.

    Returns:
        Practices ready for cards, in two queries.
    """
    slugs = [theme if isinstance(theme, str) else theme.slug for theme in themes]
    if not slugs:
        return []
    sharing = _Tagged.objects.filter(Q(theme__slug__in=slugs) | Q(theme__parent__slug__in=slugs))
    place = territory if isinstance(territory, str) or territory is None else territory.slug
    return translate(_alike(visible_practices(user), sharing, place).prefetch_related("themes")[:limit])


def with_similar(practice: PracticePage, limit: int, *, user) -> tuple[PracticePage, list[PracticePage]]:
    """Give a practice in the reader's language, with its themes, and others like it: two queries, three in English."""
    own = _Tagged.objects.filter(practicepage=practice.pk).values("theme")
    others = visible_practices(user).exclude(pk=practice.pk)
    place = practice.territory.slug if practice.territory_id else None
    found = list(_alike(others, _Tagged.objects.filter(theme__in=own), place)[:limit])
    prefetch_related_objects([practice, *found], "themes")
    translate([practice, *found], fully=True)
    return practice, found


def _alike(practices: QuerySet[PracticePage], sharing: QuerySet, place: str | None) -> QuerySet[PracticePage]:
    shared = sharing.filter(practicepage=OuterRef("pk")).order_by().values("practicepage").annotate(n=Count("pk"))
    near = Case(
        When(territory__slug=place, then=2),
        When(territory__parent__slug=place, then=1),
        default=0,
        output_field=IntegerField(),
    )
    return (
        practices.select_related("counts")
        .defer(*PracticePage.TEXTS)
        .filter(pk__in=sharing.values("practicepage"))
        .annotate(shared=Subquery(shared.values("n")), near=near if place else Value(0))
        .order_by("-shared", "-near", "-counts__worked", "-pk")
    )
