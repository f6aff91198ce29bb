"""Who reads an event, who sets one, who comes. What is public is public; a video link is for who comes."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.accounts.models import User
from portal.accounts.permissions import (
    coordinated,
    is_appointed,
    is_coordinator,
    is_in_network,
    is_member,
    is_operator,
    is_staff,
    is_trainer,
    require,
)
from portal.network.permissions import can_manage, coordinates, managed_organisations, places_of, works_for

from .models import Appointment, Coming

__all__ = ["require"]


def reads_members_events(user) -> bool:
    """Who is of the network, who learns, who is appointed."""
    return is_member(user) or is_in_network(user) or is_appointed(user)


def visible_appointments(user) -> QuerySet[Appointment]:
    """All the events that `user` may read: the set twin of `can_read`."""
    if reads_members_events(user):
        return Appointment.objects.all()
    return Appointment.objects.filter(audience=Appointment.Audience.PUBLIC)


def can_read(user, appointment: Appointment) -> bool:
    return appointment.audience == Appointment.Audience.PUBLIC or reads_members_events(user)


def appointment_for(user, pk: int) -> Appointment:
    """The only door to an event."""
    found = visible_appointments(user).select_related("territory__parent", "organisation__territory__parent", "set_by")
    return get_object_or_404(found, pk=pk)


# ── who looks after it ───────────────────────────────────────────────────────────────────────────────────────────────


def can_set(user) -> bool:
    return is_operator(user) or is_trainer(user) or is_coordinator(user) or is_staff(user)


def looks_after(user, appointment: Appointment) -> bool:
    """Who set it, who works for its body or manages it, who coordinates its territory, the office."""
    # Authorship ends with the title that gave it.
    if not can_set(user):
        return False
    if appointment.set_by_id == user.pk or is_staff(user) or works_for(user, appointment.organisation):
        return True
    body = appointment.organisation
    return coordinates(user, appointment.territory) or bool(body and not body.closed_at and can_manage(user, body))


def looked_after(user) -> QuerySet[Appointment]:
    """The set twin of `looks_after`."""
    if not can_set(user):
        return Appointment.objects.none()
    if is_staff(user):
        return Appointment.objects.all()
    hers = Q(set_by=user.pk) | Q(organisation__in=places_of(user).bodies)
    hers |= Q(organisation__in=managed_organisations(user).values("pk"))
    return Appointment.objects.filter(hers | coordinated(user))


def can_change(user, appointment: Appointment) -> bool:
    """What is cancelled stays as it was; what is past may be put right."""
    return appointment.cancelled_at is None and looks_after(user, appointment)


def can_cancel(user, appointment: Appointment) -> bool:
    return not appointment.is_over and can_change(user, appointment)


def can_see_who_comes(user, appointment: Appointment) -> bool:
    return looks_after(user, appointment)


# ── who comes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def may_say(user, appointment: Appointment) -> bool:
    """Whether «Ci vengo» is for her at all: she has a name here, and reads the event."""
    return reads_members_events(user) and can_read(user, appointment)


def can_come(user, appointment: Appointment) -> bool:
    return not appointment.cancelled_at and not appointment.is_over and may_say(user, appointment)


def comes(user, appointment: Appointment) -> bool:
    return (
        bool(user.is_authenticated)
        and Coming.objects.filter(appointment=appointment, person=user.pk, left_at=None).exists()
    )


def sees_link(user, appointment: Appointment) -> bool:
    """Who comes, and who looks after it: never in public."""
    return may_say(user, appointment) and (looks_after(user, appointment) or comes(user, appointment))


def with_link(user) -> QuerySet[Appointment]:
    """The set twin of `sees_link`."""
    if not reads_members_events(user):
        return Appointment.objects.none()
    coming = Coming.objects.filter(person=user.pk, left_at=None).values("appointment")
    return visible_appointments(user).filter(Q(pk__in=coming) | Q(pk__in=looked_after(user).values("pk")))


def who_comes(appointment: Appointment) -> QuerySet[User]:
    """Those who said they come and may still enter."""
    coming = Coming.objects.filter(appointment=appointment, left_at=None)
    return User.objects.filter(pk__in=coming.values("person"), is_active=True)


# ── the private calendar ─────────────────────────────────────────────────────────────────────────────────────────────


def can_have_calendar(user) -> bool:
    return bool(user.is_authenticated and user.is_active)
