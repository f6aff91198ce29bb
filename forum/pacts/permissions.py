"""Who reads about a programme, who sits where, who reads and gives guidelines (security.md S4).

A role with an empty place holds for every programme. Neither coordinating nor running the portal opens the guidelines.
"""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from portal.accounts.models import Role, User
from portal.accounts.permissions import holds, is_appointed, is_in_network, is_staff, require, standing, valid_roles

from .models import Guideline, Programme

__all__ = ["require"]


# ── programmes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def visible_programmes(user) -> QuerySet[Programme]:
    """Everybody reads about the programmes that are open: visitors too."""
    return Programme.objects.filter(closed_at=None)


def programme_for(user, slug: str) -> Programme:
    """The only door to a programme."""
    programmes = visible_programmes(user).select_related("territory__parent", "checked_by")
    return get_object_or_404(programmes, slug=slug)


def can_change(user, programme: Programme | None = None) -> bool:
    """The office opens the programmes and keeps their pages."""
    return is_staff(user)


# ── who sits where ───────────────────────────────────────────────────────────────────────────────────────────────────


def is_committee(user, programme: Programme) -> bool:
    return holds(user, Role.Kind.COMMITTEE, programme.slug)


def is_steering(user, programme: Programme) -> bool:
    return holds(user, Role.Kind.STEERING, programme.slug)


def programmes_of(user, *kinds: str) -> QuerySet[Programme]:
    """The programmes in which `user` holds one of these roles: the set twin of `is_committee` and `is_steering`."""
    places = {place for kind, place in standing(user).roles if kind in kinds}
    programmes = visible_programmes(user)
    if not places:
        return programmes.none()
    return programmes if "" in places else programmes.filter(slug__in=places)


def committee_of(programme: Programme) -> QuerySet[User]:
    """Who sits in the committee of a programme today."""
    seated = valid_roles().filter(kind=Role.Kind.COMMITTEE, place__in=["", programme.slug])
    return User.objects.filter(is_active=True, pk__in=seated.values("person"))


def can_see_names(user, programme: Programme) -> bool:
    """Seats are public by what their holder does; by name they are for the network and for who sits there."""
    return is_in_network(user) or is_appointed(user) or is_committee(user, programme) or is_steering(user, programme)


# ── guidelines ───────────────────────────────────────────────────────────────────────────────────────────────────────


def can_read_guidelines(user, programme: Programme) -> bool:
    return is_committee(user, programme) or is_steering(user, programme)


def can_give_guideline(user, programme: Programme) -> bool:
    """Only the steering group of the programme gives them."""
    return programme.closed_at is None and is_steering(user, programme)


def visible_guidelines(user) -> QuerySet[Guideline]:
    """The set twin of `can_read_guidelines`."""
    mine = programmes_of(user, Role.Kind.COMMITTEE, Role.Kind.STEERING)
    return Guideline.objects.filter(programme__in=mine)


def guided_programme_for(user, slug: str) -> Programme:
    """The only door to the guidelines of a programme: for who may not read them they do not exist."""
    mine = programmes_of(user, Role.Kind.COMMITTEE, Role.Kind.STEERING)
    return get_object_or_404(mine.select_related("territory__parent"), slug=slug)


def guideline_for(user, slug: str, pk: int) -> Guideline:
    """The only door to a guideline."""
    guidelines = visible_guidelines(user).select_related("programme", "given_by")
    return get_object_or_404(guidelines, programme__slug=slug, pk=pk)
