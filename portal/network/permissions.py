"""Who looks after bodies and desks, who works there, who may be found by citizens. What is public is public."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.accounts.models import Role, User
from portal.accounts.permissions import (
    coordinators,
    is_coordinator,
    is_in_network,
    is_operator,
    is_staff,
    operators,
    require,
    standing,
)
from portal.vocabulary.models import Territory

from .models import Assignment, Correction, Desk, Listing, Organisation

__all__ = ["require"]


# ── who works where ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Places:
    """Where a person works now, by keys; read once a request."""

    bodies: frozenset[int] = frozenset()
    desks: frozenset[int] = frozenset()
    refers: frozenset[int] = frozenset()  # the bodies whose referent she is


def places_of(user) -> Places:
    """Read where `user` works: one query, kept on the instance for this request."""
    if not user.is_authenticated or not user.is_active:
        return Places()
    kept = getattr(user, "_places", None)
    if kept is None:
        rows = list(
            Assignment.objects.filter(person=user.pk, ended_at=None).values_list("organisation", "desk", "task")
        )
        kept = user._places = Places(
            frozenset(body for body, _desk, _task in rows),
            frozenset(desk for _body, desk, _task in rows if desk),
            frozenset(body for body, _desk, task in rows if task == Assignment.Task.REFERENT),
        )
    return kept


def forget_places(user) -> None:
    """Ask the database again next time: called by every action that changes where somebody works."""
    user.__dict__.pop("_places", None)


def works_for(user, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.pk in places_of(user).bodies


def works_at(user, desk: Desk | None) -> bool:
    return desk is not None and desk.pk in places_of(user).desks


def coordinates(user, territory: Territory | None) -> bool:
    """A coordinator of this territory; what belongs to no territory is looked after by who coordinates everywhere."""
    if territory is None:
        return (Role.Kind.COORDINATOR, "") in standing(user).roles
    return is_coordinator(user, territory)


def is_near(user, territory: Territory | None) -> bool:
    """Whether `user` works in the area of this territory. Load `parent` with both."""
    if territory is None or not user.territory_id:
        return territory is None
    mine = user.territory.parent_id or user.territory_id
    return mine == (territory.parent_id or territory.pk)


# ── bodies and desks ─────────────────────────────────────────────────────────────────────────────────────────────────


def visible_organisations(user) -> QuerySet[Organisation]:
    """Everybody reads about the bodies: visitors too."""
    return Organisation.objects.filter(closed_at=None)


def organisation_for(user, slug: str) -> Organisation:
    """The only door to a body."""
    return get_object_or_404(
        visible_organisations(user).select_related("territory__parent", "keeper", "checked_by"), slug=slug
    )


def visible_desks(user) -> QuerySet[Desk]:
    """Everybody finds the desks that are open: visitors too."""
    return Desk.objects.filter(closed_at=None, organisation__closed_at=None)


def desk_for(user, slug: str) -> Desk:
    """The only door to a desk."""
    return get_object_or_404(
        visible_desks(user).select_related("organisation", "territory__parent", "keeper", "checked_by"), slug=slug
    )


def can_open_organisation(user) -> bool:
    """A coordinator, in her territory; the office."""
    return is_coordinator(user) or is_staff(user)


def can_manage(user, organisation: Organisation) -> bool:
    """Change its page, its desks and its people: its referent, who coordinates its territory, the office."""
    return organisation.pk in places_of(user).refers or coordinates(user, organisation.territory) or is_staff(user)


def managed_organisations(user) -> QuerySet[Organisation]:
    """The set twin of `can_manage`."""
    bodies = visible_organisations(user)
    if is_staff(user):
        return bodies
    places = {place for kind, place in standing(user).roles if kind == Role.Kind.COORDINATOR}
    hers = Q(pk__in=places_of(user).refers)
    if "" in places:
        return bodies
    if places:
        hers |= Q(territory__slug__in=places) | Q(territory__parent__slug__in=places)
    return bodies.filter(hers)


def can_check(user, desk: Desk) -> bool:
    """Say that everything on its page is right: who works there, who looks after its body."""
    return works_at(user, desk) or can_manage(user, desk.organisation)


def can_assign(user, organisation: Organisation, person: User) -> bool:
    """Who manages a body chooses its people, among those of the network; never a referent of her own making herself."""
    return can_manage(user, organisation) and is_in_network(person) and person.pk != user.pk


def can_see_people_of(user) -> bool:
    """Who works where is shown to the network; what citizens see of a person is her listing."""
    return is_in_network(user) or is_coordinator(user) or is_staff(user)


# ── who can be found by citizens ─────────────────────────────────────────────────────────────────────────────────────


def can_be_listed(user) -> bool:
    """Operators, and only they: it ends with the certification."""
    return is_operator(user)


def visible_listings(user) -> QuerySet[Listing]:
    """Everybody finds who chose to be found: visitors too."""
    return Listing.objects.filter(is_listed=True, person__in=operators())


def listing_for(user, handle: str) -> Listing:
    """The only door to a listed person."""
    return get_object_or_404(
        visible_listings(user).select_related("person__territory__parent", "territory__parent"), person__handle=handle
    )


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────────────────────────


def can_answer(user, correction: Correction) -> bool:
    """Of a desk: who may check it. Of a listed person: herself, or who coordinates there."""
    if correction.desk_id:
        return can_check(user, correction.desk)
    return correction.listing.person_id == user.pk or coordinates(user, correction.listing.territory) or is_staff(user)


def visible_corrections(user) -> QuerySet[Correction]:
    """The set twin of `can_answer`."""
    found = Correction.objects.select_related(
        "desk__organisation__territory__parent", "listing__person", "listing__territory__parent"
    )
    if is_staff(user):
        return found
    if not user.is_authenticated or not user.is_active:
        return found.none()
    places = {place for kind, place in standing(user).roles if kind == Role.Kind.COORDINATOR}
    hers = Q(desk__in=places_of(user).desks) | Q(desk__organisation__in=managed_organisations(user).values("pk"))
    hers |= Q(listing__person=user.pk)
    if "" in places:
        hers |= Q(listing__isnull=False)
    elif places:
        hers |= Q(listing__territory__slug__in=places) | Q(listing__territory__parent__slug__in=places)
    return found.filter(hers)


def correction_for(user, pk: int) -> Correction:
    """The only door to a report of an error."""
    return get_object_or_404(visible_corrections(user), pk=pk)


def who_answers(correction: Correction) -> QuerySet[User]:
    """Whom to tell of a report: who works at the desk, or the person herself; where there is nobody, who coordinates."""
    if correction.listing_id:
        return User.objects.filter(pk=correction.listing.person_id, is_active=True)
    desk = correction.desk
    here = Assignment.objects.filter(ended_at=None).filter(
        Q(desk=desk) | Q(organisation=desk.organisation_id, desk=None)
    )
    people = User.objects.filter(pk__in=here.values("person"), is_active=True)
    return people if people.exists() else coordinators(desk.territory)
