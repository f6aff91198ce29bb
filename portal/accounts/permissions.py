"""Who may do what: roles follow from facts. Every answer fails closed."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Value
from django.shortcuts import get_object_or_404

from portal.clock import today
from portal.vocabulary.models import Territory

from .models import JoinRequest, Qualification, Role, User


@dataclass(frozen=True)
class Standing:
    """A person's valid roles and qualifications, read once a request."""

    roles: frozenset[tuple[str, str]] = frozenset()
    certified: frozenset[str] = frozenset()
    shadowing: frozenset[str] = frozenset()


def standing(user) -> Standing:
    """Read what `user` holds now: one query, kept on the instance for this request."""
    if not user.is_authenticated or not user.is_active:
        return Standing()
    kept = getattr(user, "_standing", None)
    if kept is None:
        roles = valid_roles().filter(person=user.pk).order_by()
        held = _valid_qualifications().filter(person=user.pk).order_by()
        rows = list(
            roles.values_list(Value("role"), "kind", "place").union(
                held.values_list("state", "kind", Value("")), all=True
            )
        )
        kept = user._standing = Standing(
            frozenset((kind, place) for what, kind, place in rows if what == "role"),
            frozenset(kind for what, kind, _ in rows if what == Qualification.State.CERTIFIED),
            frozenset(kind for what, kind, _ in rows if what == Qualification.State.IN_SHADOWING),
        )
    return kept


def forget_standing(user) -> None:
    """Ask the database again next time: called by every action that changes a role or a qualification."""
    user.__dict__.pop("_standing", None)


def valid_roles() -> QuerySet[Role]:
    """The appointments that hold today."""
    in_time = Q(until=None) | Q(until__gte=today())
    return Role.objects.filter(in_time, withdrawn_at=None)


def _valid_qualifications() -> QuerySet[Qualification]:
    in_time = Q(valid_until=None) | Q(valid_until__gte=today())
    return Qualification.objects.filter(in_time, withdrawn_at=None)


def require(allowed: bool) -> None:
    """Refuse what is not allowed.

    Raises:
        PermissionDenied: if `allowed` is false.
    """
    if not allowed:
        raise PermissionDenied


def holds(user, kind: str, place: str = "") -> bool:
    """Say whether `user` holds a role for the whole network, or for this place."""
    return any(k == kind and (p == "" or (place and p == place)) for k, p in standing(user).roles)


def is_member(user) -> bool:
    """Everyone enrolled in a course or certified."""
    return bool(user.is_authenticated and user.is_active and user.member_since)


def is_operator(user) -> bool:
    """Who holds a valid certification; only operators own cases."""
    return bool(standing(user).certified)


def is_in_shadowing(user) -> bool:
    return bool(standing(user).shadowing) and not is_operator(user)


def is_in_network(user) -> bool:
    """Operators, and activators in their shadowing."""
    return bool(standing(user).certified or standing(user).shadowing)


def is_trainer(user, course: str = "") -> bool:
    """A trainer of this course; without a course, of any."""
    if course:
        return holds(user, Role.Kind.TRAINER, course)
    return any(kind == Role.Kind.TRAINER for kind, _ in standing(user).roles)


def is_moderator(user) -> bool:
    return holds(user, Role.Kind.MODERATOR)


def is_coordinator(user, territory=None) -> bool:
    """A coordinator of this territory (or of the one it lies in); without one, of any."""
    if territory is None:
        return any(kind == Role.Kind.COORDINATOR for kind, _ in standing(user).roles)
    wider = territory.parent.slug if territory.parent_id else ""
    return (
        holds(user, Role.Kind.COORDINATOR, territory.slug) or bool(wider) and holds(user, Role.Kind.COORDINATOR, wider)
    )


def coordinated(user, path: str = "territory") -> Q:
    """What lies in the territories that `user` coordinates, municipalities included; all, for who does everywhere.

    Args:
        user: whose territories.
        path: from the things that are asked to their territory; empty where they are territories.
    """
    places = {place for kind, place in standing(user).roles if kind == Role.Kind.COORDINATOR}
    if "" in places:
        return Q(pk__isnull=False)  # an empty Q would vanish beside another
    to = f"{path}__" if path else ""
    return Q(**{f"{to}slug__in": places}) | Q(**{f"{to}parent__slug__in": places})


def is_staff(user) -> bool:
    """The office that runs the portal. It adds no reading right on what people write."""
    return holds(user, Role.Kind.STAFF)


def may_edit_site(user) -> bool:
    """Who sees the Wagtail admin: trainers for their course, moderators for the library, the staff."""
    return is_trainer(user) or is_moderator(user) or is_staff(user)


def is_appointed(user) -> bool:
    """Who trains, moderates, coordinates or runs the portal. To sit in a committee, to steer or to fund gives nothing
    here (security.md S4).
    """
    return is_trainer(user) or is_moderator(user) or is_coordinator(user) or is_staff(user)


def needs_second_factor(user) -> bool:
    """Every role above learner."""
    return is_in_network(user) or bool(standing(user).roles)


def can_invite(user, course: str = "") -> bool:
    """Coordinators and staff invite into any course, a trainer into hers; without a course, into the network."""
    return is_coordinator(user) or is_staff(user) or is_trainer(user, course)


def can_grant(user, kind: str, person: User | None = None, place: str | None = None) -> bool:
    """A coordinator appoints the trainers of a course among the people of her territory; the staff everybody.

    Args:
        user: who would appoint, or withdraw.
        kind: of role.
        person: whom; None asks for anybody at all.
        place: the course; None asks for any, "" for the whole network.
    """
    if is_staff(user):
        return True
    if kind != Role.Kind.TRAINER or place == "":
        return False
    return is_coordinator(user) if person is None else is_coordinator(user, person.territory) and bool(person.territory)


def can_see_roles(user) -> bool:
    return is_coordinator(user) or is_staff(user)


def can_suspend(user, person: User) -> bool:
    return user.pk != person.pk and is_staff(user)


def can_move(user, person: User, territory: Territory) -> bool:
    """Say in which territory somebody works: who coordinates that territory, the office; never one herself."""
    return user.pk != person.pk and (is_staff(user) or is_coordinator(user, territory))


def territories_to_give(user) -> QuerySet[Territory]:
    """The set twin of `can_move`."""
    found = Territory.objects.select_related("parent")
    return found if is_staff(user) else found.filter(coordinated(user, ""))


def suspendable_people(user) -> QuerySet[User]:
    """The set twin of `can_suspend`: those who wait, and those who are stopped already, are among them."""
    return User.objects.exclude(pk=user.pk) if is_staff(user) else User.objects.none()


def _active(condition: Q) -> QuerySet[User]:
    return User.objects.filter(condition, is_active=True)


def _holding(state: list[str]) -> Q:
    return Q(pk__in=_valid_qualifications().filter(state__in=state).values("person"))


def _appointed(kind: str, *places: str) -> Q:
    roles = valid_roles().filter(kind=kind)
    if places:
        roles = roles.filter(place__in=["", *places])
    return Q(pk__in=roles.values("person"))


def members() -> QuerySet[User]:
    """The set twin of `is_member`."""
    return _active(Q(member_since__isnull=False))


def operators() -> QuerySet[User]:
    """The set twin of `is_operator`."""
    return _active(_holding([Qualification.State.CERTIFIED]))


def network() -> QuerySet[User]:
    """The set twin of `is_in_network`."""
    return _active(_holding([Qualification.State.CERTIFIED, Qualification.State.IN_SHADOWING]))


def moderators() -> QuerySet[User]:
    return _active(_appointed(Role.Kind.MODERATOR))


def trainers(course: str = "") -> QuerySet[User]:
    return _active(_appointed(Role.Kind.TRAINER, *([course] if course else [])))


def coordinators(territory=None) -> QuerySet[User]:
    if territory is None:
        return _active(_appointed(Role.Kind.COORDINATOR))
    wider = [territory.parent.slug] if territory.parent_id else []
    return _active(_appointed(Role.Kind.COORDINATOR, territory.slug, *wider))


def staff() -> QuerySet[User]:
    return _active(_appointed(Role.Kind.STAFF))


def visible_people(user) -> QuerySet[User]:
    """Operators see the people of the network and its learners; members see the network; everyone sees herself."""
    if not user.is_authenticated or not user.is_active:
        return User.objects.none()
    if is_in_network(user) or is_appointed(user):
        return User.objects.filter(Q(pk=user.pk) | Q(is_active=True, member_since__isnull=False))
    if is_member(user):
        return User.objects.filter(Q(pk=user.pk) | Q(is_active=True) & _holding(["certified", "in_shadowing"]))
    return User.objects.filter(pk=user.pk)


def can_see(user, person: User) -> bool:
    return visible_people(user).filter(pk=person.pk).exists()


def person_for(user, handle: str) -> User:
    """The only door to a person's page. Who may stop an account also finds it while it waits, or is stopped."""
    people = visible_people(user) | suspendable_people(user)
    return get_object_or_404(people.select_related("territory"), handle=handle)


def visible_join_requests(user) -> QuerySet[JoinRequest]:
    """A coordinator sees those of her territories; the staff all."""
    requests = JoinRequest.objects.select_related("person", "territory__parent")
    return requests if is_staff(user) else requests.filter(coordinated(user))


def can_answer_join(user, request: JoinRequest) -> bool:
    return is_staff(user) or is_coordinator(user, request.territory)


def join_request_for(user, pk: int) -> JoinRequest:
    """The only door to a join request."""
    return get_object_or_404(visible_join_requests(user), pk=pk)
