"""Who finds what: the audiences that the index filters by, and the rooms' own answer, which goes before it."""

from collections.abc import Iterable

from django.db.models import CharField, F, QuerySet, Value
from django.shortcuts import get_object_or_404

from courses.models import Enrollment
from courses.permissions import ACTIVE, visible_lessons, watched_courses
from forum.pacts.permissions import visible_programmes
from forum.permissions import visible_channels, visible_threads
from portal.accounts.permissions import (
    is_appointed,
    is_coordinator,
    is_in_network,
    is_member,
    is_moderator,
    is_staff,
    is_trainer,
    visible_people,
)
from portal.agenda.permissions import visible_appointments
from portal.network.permissions import visible_desks, visible_organisations
from portal.opportunities.permissions import visible_opportunities
from practices.permissions import reads_members_pages, visible_practices

from .models import UnmetNeed

_VISIBLE = {
    "practice": visible_practices,
    "thread": visible_threads,
    "lesson": visible_lessons,
    "person": visible_people,
    "opportunity": visible_opportunities,
    "desk": visible_desks,
    "body": visible_organisations,
    "event": visible_appointments,
    "programme": visible_programmes,
}


def audiences_of(user) -> frozenset[str]:
    """What `user` belongs to, in the words of the entries (decisions.md 24). One query beside her standing."""
    if not user.is_authenticated or not user.is_active:
        return frozenset({"public"})
    found = {"public", f"person:{user.pk}"}
    if reads_members_pages(user):
        found.add("members")
    if is_member(user):
        found.add("colleagues")
    if is_appointed(user):
        found |= {"colleagues", "appointed"}
    if is_in_network(user):
        found |= {"members", "colleagues", "operators"}
    return frozenset(found | _places_of(user))


def _places_of(user) -> set[str]:
    """The channels she reads, the courses she follows or watches."""
    channels = _keys(visible_channels(user), "channel", "pk")
    followed = _keys(Enrollment.objects.filter(person=user.pk, state__in=ACTIVE), "course", "course")
    watched = _keys(watched_courses(user), "course", "pk")
    return {f"{kind}:{pk}" for kind, pk in channels.union(followed, watched)}


def visible(user, kind: str) -> QuerySet:
    """The things of a kind that `user` may see now, as their room says."""
    return _VISIBLE[kind](user)


def still_visible(user, keys: Iterable[str]) -> set[str]:
    """Say which of these entries `user` may see now: one query for all kinds together.

    An index can be stale; a permission may not be (security.md R23).
    """
    by_kind: dict[str, list[int]] = {}
    for key in keys:
        kind, _, pk = key.partition(":")
        if kind in _VISIBLE:
            by_kind.setdefault(kind, []).append(int(pk))
    asked = [_keys(visible(user, kind).filter(pk__in=pks), kind, "pk") for kind, pks in by_kind.items()]
    if not asked:
        return set()
    return {f"{kind}:{pk}" for kind, pk in asked[0].union(*asked[1:])}


def _keys(things: QuerySet, kind: str, field: str) -> QuerySet:
    return things.order_by().values_list(Value(kind, output_field=CharField()), F(field))


# ── what was looked for in vain ──────────────────────────────────────────────────────────────────────────────────────


def can_see_needs(user) -> bool:
    """Who can see to it that an answer is written."""
    return is_moderator(user) or is_trainer(user) or is_coordinator(user) or is_staff(user)


def visible_needs(user) -> QuerySet[UnmetNeed]:
    """The set twin of `can_see_needs`."""
    return UnmetNeed.objects.all() if can_see_needs(user) else UnmetNeed.objects.none()


def need_for(user, pk: int) -> UnmetNeed:
    """The only door to one of them."""
    return get_object_or_404(visible_needs(user), pk=pk)
