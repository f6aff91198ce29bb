"""Set an event, change it, call it off; come, or not; the address of one's own calendar."""

import uuid

from django.db import transaction

from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record

from .events import APPOINTMENT_CANCELLED, APPOINTMENT_CHANGED, APPOINTMENT_SET, COMING, NOT_COMING
from .models import Appointment, CalendarKey, Coming, new_token
from .permissions import can_cancel, can_change, can_have_calendar, can_set, may_say

FIELDS = (
    "title",
    "kind",
    "audience",
    "summary",
    "text",
    "organisation",
    "territory",
    "starts_at",
    "ends_at",
    "place",
    "link",
    "seats",
    "contact",
)


class Full(Exception):
    """Somebody took the last seat a moment ago."""


class Over(Exception):
    """The event is past, or was cancelled a moment ago."""


class TooFewSeats(Exception):
    """More people come already; `taken` says how many."""

    def __init__(self, taken: int):
        super().__init__(f"{taken} come already")
        self.taken = taken


@transaction.atomic
def set_appointment(fields: dict, *, by) -> Appointment:
    """Set an event.

    Args:
        fields: those of `FIELDS`, and `themes`; `cid`, the writer's own key of the form: the same key again answers
            with the event already there.
        by: who sets it.

    Raises:
        PermissionDenied: if `by` may not.
    """
    require(can_set(by))
    uid = fields.get("cid") or uuid.uuid4()
    values = {name: fields[name] for name in FIELDS if name in fields} | {"set_by": by}
    appointment, is_new = Appointment.objects.get_or_create(uid=uid, defaults=values)
    if not is_new and not _is_the_same(appointment, values):
        appointment, is_new = Appointment.objects.create(**values), True
    if is_new:
        appointment.themes.set(fields.get("themes") or ())
        record(APPOINTMENT_SET, appointment, by=by)
    return appointment


@transaction.atomic
def change_appointment(appointment: Appointment, fields: dict, *, by) -> Appointment:
    """Change an event; who comes is told. What changes nothing is told to nobody.

    Raises:
        PermissionDenied: if `by` may not.
        Over: if it was cancelled meanwhile.
        TooFewSeats: if more people come than there would be seats.
    """
    require(can_change(by, appointment))
    appointment = _locked(appointment)
    if appointment.cancelled_at:
        raise Over
    seats = fields.get("seats", appointment.seats)
    taken = appointment.comings.filter(left_at=None, person__is_active=True).count()
    if seats is not None and seats < taken and seats != appointment.seats:
        raise TooFewSeats(taken)
    changed = {name for name in FIELDS if name in fields and fields[name] != getattr(appointment, name)}
    themes = fields.get("themes")
    if themes is not None and set(appointment.themes.all()) != set(themes):
        appointment.themes.set(themes)
        changed.add("themes")
    if not changed:
        return appointment
    for name in changed - {"themes"}:
        setattr(appointment, name, fields[name])
    appointment.sequence += 1
    appointment.changed_at = now()
    appointment.save()
    moved = bool(changed & {"starts_at", "ends_at", "place", "link"})
    record(APPOINTMENT_CHANGED, appointment, by=by, moved=moved)
    return appointment


@transaction.atomic
def cancel_appointment(appointment: Appointment, reason: str, *, by) -> Appointment:
    """Call an event off. It stays to be read, so that calendars hear of it; who comes is told.

    Raises:
        PermissionDenied: if `by` may not.
        Over: if it was cancelled already.
        ValueError: if there is no reason.
    """
    require(can_cancel(by, appointment))
    if not reason.strip():
        raise ValueError("who comes is told why")
    appointment = _locked(appointment)
    if appointment.cancelled_at:
        raise Over
    appointment.cancelled_at = appointment.changed_at = now()
    appointment.cancelled_why = reason.strip()[:300]
    appointment.sequence += 1
    appointment.save(update_fields=["cancelled_at", "changed_at", "cancelled_why", "sequence"])
    record(APPOINTMENT_CANCELLED, appointment, by=by)
    return appointment


@transaction.atomic
def say_coming(appointment: Appointment, *, by) -> Coming:
    """«Ci vengo»; said twice, it counts once.

    Raises:
        PermissionDenied: if it is not for her.
        Over: if it is past, or cancelled.
        Full: if the seats are taken.
    """
    require(may_say(by, appointment))
    # Seats are given one at a time: who comes at the same moment waits here.
    appointment = _locked(appointment)
    if appointment.cancelled_at or appointment.is_over:
        raise Over
    # Who is stopped keeps no seat from the others.
    said = appointment.comings.filter(left_at=None, person__is_active=True)
    mine = said.filter(person=by).first()
    if mine:
        return mine
    if appointment.seats is not None and said.count() >= appointment.seats:
        raise Full
    mine = Coming.objects.create(appointment=appointment, person=by)
    record(COMING, appointment, by=by)
    return mine


@transaction.atomic
def say_not_coming(appointment: Appointment, *, by) -> bool:
    """«Non vengo più»: the seat is free again. Says whether she came until now.

    Raises:
        PermissionDenied: if it is not for her.
        Over: if it is past.
    """
    require(may_say(by, appointment))
    if appointment.is_over:
        raise Over
    if not appointment.comings.filter(person=by, left_at=None).update(left_at=now()):
        return False
    record(NOT_COMING, appointment, by=by)
    return True


def calendar_of(person, *, by) -> CalendarKey:
    """Give the key of a person's calendar; the first time it is made."""
    require(can_have_calendar(by) and by.pk == person.pk)
    return CalendarKey.objects.get_or_create(person=person)[0]


@transaction.atomic
def renew_calendar(person, *, by) -> CalendarKey:
    """Make a new address; the old one leads nowhere from now on."""
    require(can_have_calendar(by) and by.pk == person.pk)
    return CalendarKey.objects.update_or_create(person=person, defaults={"token": new_token(), "made_at": now()})[0]


def _is_the_same(appointment: Appointment, values: dict) -> bool:
    """Sent twice by the same person; a form that was changed meanwhile is another event."""
    return appointment.set_by_id == values["set_by"].pk and all(
        getattr(appointment, name) == values.get(name) for name in ("title", "starts_at")
    )


def _locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update().get(pk=appointment.pk)
