"""Work beside a senior trainer, from the agreement to the signature."""

from datetime import date

from django.db import transaction
from django.db.models import Sum

from portal.accounts.permissions import is_trainer, require
from portal.clock import now
from portal.journal.actions import record

from ..events import SHADOWING_AGREED, SHADOWING_SIGNED_OFF
from ..models import Enrollment, Shadowing, ShadowingEntry
from ..permissions import can_agree_shadowing, can_confirm_entry, can_log_shadowing, can_remove_entry, can_sign_off


class TooEarly(Exception):
    """The agreed minutes are not all confirmed yet."""


@transaction.atomic
def agree_shadowing(enrollment: Enrollment, *, senior, minutes: int | None = None, by) -> Shadowing:
    """Say who works beside whom, and for how long. Until the signature it may be agreed anew.

    Args:
        enrollment: the new activator's place in a course that asks for a shadowing.
        senior: a trainer of the course, another person.
        minutes: how long; as the course says if not given.
        by: a trainer of the course.

    Raises:
        PermissionDenied: if `by` may not, the senior is no trainer of the course or is the person, or it is signed off.
    """
    require(can_agree_shadowing(by, enrollment))
    require(is_trainer(senior, enrollment.course.slug) and senior.pk != enrollment.person_id)
    shadowing = Shadowing.objects.select_for_update().filter(enrollment=enrollment).first()
    require(shadowing is None or shadowing.signed_off_at is None)
    shadowing = shadowing or Shadowing(enrollment=enrollment)
    shadowing.senior, shadowing.agreed_by, shadowing.agreed_at = senior, by, now()
    shadowing.agreed_minutes = minutes or enrollment.course.shadowing_minutes
    shadowing.save()
    record(SHADOWING_AGREED, enrollment, by=by)
    return shadowing


@transaction.atomic
def log_shadowing(shadowing: Shadowing, *, kind: str, minutes: int, happened_on: date, by) -> ShadowingEntry:
    """Write down time spent side by side. What the senior writes is confirmed; the other's waits for the senior.

    Raises:
        PermissionDenied: if `by` is neither of the two, or it is signed off.
    """
    require(can_log_shadowing(by, shadowing))
    return ShadowingEntry.objects.create(
        shadowing=shadowing,
        kind=kind,
        minutes=minutes,
        happened_on=happened_on,
        logged_by=by,
        confirmed_at=now() if by.pk == shadowing.senior_id else None,
    )


@transaction.atomic
def confirm_entry(entry: ShadowingEntry, *, by) -> None:
    """Say that it was so.

    Raises:
        PermissionDenied: if `by` isn't the senior, or it is signed off.
    """
    require(can_confirm_entry(by, entry))
    ShadowingEntry.objects.filter(pk=entry.pk, confirmed_at=None).update(confirmed_at=now())


@transaction.atomic
def remove_entry(entry: ShadowingEntry, *, by) -> None:
    """Take away what was written by mistake, before anyone confirmed it.

    Raises:
        PermissionDenied: if `by` is neither the writer nor the senior, or it was confirmed.
    """
    require(can_remove_entry(by, entry))
    ShadowingEntry.objects.filter(pk=entry.pk, confirmed_at=None).delete()


@transaction.atomic
def sign_off_shadowing(shadowing: Shadowing, *, note: str, by) -> Shadowing:
    """Sign that the person can work on her own.

    Args:
        note: what she can do now, in the senior's words; no word about the people they met.

    Raises:
        PermissionDenied: if `by` isn't the senior, or trains for the course no more.
        TooEarly: if the agreed minutes are not all confirmed.
    """
    held = Shadowing.objects.select_for_update(of=("self",)).select_related("enrollment__course")
    shadowing = held.get(pk=shadowing.pk)
    require(can_sign_off(by, shadowing))
    confirmed = shadowing.entries.filter(confirmed_at__isnull=False).aggregate(total=Sum("minutes"))["total"] or 0
    if confirmed < shadowing.agreed_minutes:
        raise TooEarly
    shadowing.signed_off_at, shadowing.note = now(), note
    shadowing.save(update_fields=["signed_off_at", "note"])
    record(SHADOWING_SIGNED_OFF, shadowing.enrollment, by=by)
    return shadowing
