"""Who looks after bodies and desks, who works there, who may be found by citizens. What is public is public."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.accounts.models import Role, User
from portal.accounts.permissions import (
    coordinated,
    coordinators,
    is_coordinator,
    is_in_network,
    is_operator,
    is_staff,
    operators,
    require,
    staff,
    standing,
    valid_roles,
)
from portal.vocabulary.models import Territory
from portal.vocabulary.queries import area_of

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
    """Read where `user` works: one query, kept on the instance for this request.

    A place gives rights only while she is an operator.
    """
    if not is_operator(user):
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
    return user.territory.area_pk == territory.area_pk


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
        visible_desks(user).select_related(
            "organisation__territory__parent", "territory__parent", "keeper", "checked_by"
        ),
        slug=slug,
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
    return bodies.filter(Q(pk__in=places_of(user).refers) | coordinated(user))


def can_check(user, desk: Desk) -> bool:
    """Say that everything on its page is right: who works there, who looks after its body."""
    return works_at(user, desk) or can_manage(user, desk.organisation)


def can_move(user, desk: Desk) -> bool:
    """Take a desk from where it is: who coordinates there, the referent of its body, the office.

    Who coordinates a territory reads what was asked at its desks: nobody brings one home to read it.
    """
    return desk.organisation_id in places_of(user).refers or coordinates(user, desk.territory) or is_staff(user)


def can_place(user, organisation: Organisation, territory: Territory | None) -> bool:
    """Put a desk of a body in a territory: in the area of the body who manages it; elsewhere who coordinates there."""
    if territory is None or not can_manage(user, organisation):
        return False
    if is_staff(user) or coordinates(user, territory):
        return True
    return organisation.territory is None or area_of(organisation.territory) == area_of(territory)


def places_for_desks(user, organisation: Organisation) -> list[int] | None:
    """The set twin of `can_place`: keys of territories; None is everywhere."""
    if is_staff(user) or coordinates(user, None) or organisation.territory is None:
        return None
    area = organisation.territory.area_pk
    found = Q(pk=area) | Q(parent=area) | coordinated(user, "")
    return list(Territory.objects.filter(found).values_list("pk", flat=True))


def can_name_referents(user, organisation: Organisation) -> bool:
    """Who coordinates the territory of the body, the office; never another referent."""
    return coordinates(user, organisation.territory) or is_staff(user)


def can_assign(user, organisation: Organisation, person: User, task: str = Assignment.Task.OPERATOR) -> bool:
    """Who manages a body chooses its operators, among the people of the network; nobody chooses herself."""
    if person.pk == user.pk or not is_in_network(person):
        return False
    if task == Assignment.Task.REFERENT:
        return can_name_referents(user, organisation)
    return can_manage(user, organisation)


def can_see_people_of(user) -> bool:
    """Who works where is shown to the network; what citizens see of a person is her listing."""
    return is_in_network(user) or is_coordinator(user) or is_staff(user)


# ── who can be found by citizens ─────────────────────────────────────────────────────────────────────────────────────


def can_be_listed(user) -> bool:
    """Operators, and only they: it ends with the certification."""
    return is_operator(user)


# Who shows no number and takes no requests is nobody that a citizen could reach.
REACHED = Q(takes_requests=True) | ~Q(phone="")


def visible_listings(user) -> QuerySet[Listing]:
    """Everybody finds who chose to be found: visitors too."""
    return Listing.objects.filter(REACHED, is_listed=True, person__in=operators())


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
    about = correction.listing
    return about.person_id == user.pk and is_operator(user) or coordinates(user, about.territory) or is_staff(user)


def visible_corrections(user) -> QuerySet[Correction]:
    """The set twin of `can_answer`."""
    found = Correction.objects.select_related(
        "desk__organisation__territory__parent", "listing__person", "listing__territory__parent"
    )
    if is_staff(user):
        return found
    if not user.is_authenticated or not user.is_active:
        return found.none()
    hers = Q(desk__in=places_of(user).desks) | Q(desk__organisation__in=managed_organisations(user).values("pk"))
    if is_operator(user):
        hers |= Q(listing__person=user.pk)
    return found.filter(hers | coordinated(user, "listing__territory"))


def correction_for(user, pk: int) -> Correction:
    """The only door to a report of an error."""
    return get_object_or_404(visible_corrections(user), pk=pk)


def who_answers(correction: Correction) -> QuerySet[User]:
    """Whom to tell of a report, among those who `can_answer` it: who works at the desk and the referents of its body,
    or the person herself; where nobody is, who coordinates; where nobody does, the office.
    """
    if correction.listing_id:
        people, territory = operators().filter(pk=correction.listing.person_id), correction.listing.territory
    else:
        desk = correction.desk
        referents = Q(organisation=desk.organisation_id, task=Assignment.Task.REFERENT)
        here = Assignment.objects.filter(Q(desk=desk) | referents, ended_at=None)
        people, territory = operators().filter(pk__in=here.values("person")), desk.organisation.territory
    if not people.exists():
        people = _who_coordinates(territory)
    return people if people.exists() else staff()


def _who_coordinates(territory: Territory | None) -> QuerySet[User]:
    """The set twin of `coordinates`."""
    if territory is not None:
        return coordinators(territory)
    everywhere = valid_roles().filter(kind=Role.Kind.COORDINATOR, place="")
    return User.objects.filter(pk__in=everywhere.values("person"), is_active=True)


# ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def can_relieve(user, assignment: Assignment) -> bool:
    """Who manages the body; and anybody leaves a place of her own."""
    return can_manage(user, assignment.organisation) or bool(user.is_authenticated and assignment.person_id == user.pk)


def assignment_for(user, pk: int) -> Assignment:
    """The only door to a place that somebody has: the network sees them."""
    places = Assignment.objects.filter(ended_at=None).select_related(
        "organisation__territory__parent", "desk", "person"
    )
    if not can_see_people_of(user):
        places = places.filter(person=user.pk)
    return get_object_or_404(places, pk=pk)


def can_unlist(user, person: User, listing: Listing | None) -> bool:
    """Herself, whatever she is now; who coordinates there; the office."""
    if user.is_authenticated and user.is_active and user.pk == person.pk:
        return True
    return listing is not None and (coordinates(user, listing.territory) or is_staff(user))


# ── more of who may ──────────────────────────────────────────────────────────────────────────────────────────────────


def can_answer_some(user) -> bool:
    """Whether there are pages whose errors are hers to put right: the list of reports is a page for her."""
    return is_operator(user) or bool(places_of(user).bodies) or is_coordinator(user) or is_staff(user)


def places_to_manage(user) -> list[int] | None:
    """The keys of the territories in which she opens bodies; None is everywhere."""
    if is_staff(user) or coordinates(user, None):
        return None
    return list(Territory.objects.filter(coordinated(user, "")).values_list("pk", flat=True))
