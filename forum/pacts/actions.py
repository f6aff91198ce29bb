"""Open a programme, keep its page, give guidelines, read them."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from portal.accounts.permissions import require
from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record

from .events import GUIDELINE_GIVEN, PROGRAMME_CHANGED
from .models import AccessPoint, Guideline, GuidelineReading, Programme, Seat
from .permissions import can_change, can_give_guideline, can_read_guidelines, is_committee

# What the office changes on the page; the address of a programme never changes.
CHANGEABLE = (
    "name",
    "lead",
    "about",
    "isee_from",
    "isee_to",
    "thresholds_on",
    "thresholds_source",
    "mail",
    "steering_from",
)
SENT_TWICE = timedelta(minutes=10)


@transaction.atomic
def open_programme(slug: str, *, by, access_points: Iterable = (), seats: Iterable = (), **fields) -> Programme:
    """Open a programme, with where families come in and who decides.

    Args:
        slug: its address.
        by: somebody of the office.
        access_points: dictionaries of `AccessPoint`, in the order of the page.
        seats: dictionaries of `Seat`, in the order of the page.
        fields: of `Programme`.

    Raises:
        PermissionDenied: if `by` may not.
    """
    require(can_change(by))
    programme = Programme.objects.create(slug=slug, checked_by=by, **fields)
    for order, point in enumerate(access_points):
        AccessPoint.objects.create(programme=programme, order=order, **point)
    for order, seat in enumerate(seats):
        Seat.objects.create(programme=programme, order=order, **seat)
    note("programme.opened", by=by, subject=programme, programme=slug)
    record(PROGRAMME_CHANGED, programme, by=by)
    return programme


@transaction.atomic
def change_programme(programme: Programme, *, by, **fields) -> Programme:
    """Change the page of a programme; who does so has checked it.

    Args:
        programme: an open one.
        by: somebody of the office.
        fields: some of `CHANGEABLE`.

    Raises:
        PermissionDenied: if `by` may not.
        ValueError: if a field is not among those that change.
    """
    require(can_change(by, programme))
    if set(fields) - set(CHANGEABLE):
        raise ValueError("these fields do not change")
    for name, value in fields.items():
        setattr(programme, name, value)
    programme.checked_at, programme.checked_by = now(), by
    programme.save(update_fields=[*fields, "checked_at", "checked_by"])
    note("programme.changed", by=by, subject=programme, programme=programme.slug)
    record(PROGRAMME_CHANGED, programme, by=by)
    return programme


@transaction.atomic
def give_guideline(programme: Programme, title: str, text: str, *, by) -> Guideline:
    """Tell the committee what to look at in the months to come.

    Args:
        programme: an open one.
        title: one line.
        text: Markdown.
        by: who steers the programme; the same words sent twice in a row are given once.

    Raises:
        PermissionDenied: if `by` may not.
    """
    require(can_give_guideline(by, programme))
    Programme.objects.select_for_update().get(pk=programme.pk)  # who sends twice waits here
    given = Guideline.objects.filter(programme=programme, given_by=by, title=title, text=text)
    twin = given.filter(given_at__gte=now() - SENT_TWICE).first()
    if twin:
        return twin
    guideline = Guideline.objects.create(programme=programme, title=title, text=text, given_by=by)
    record(GUIDELINE_GIVEN, guideline, by=by, programme=programme.slug)
    return guideline


@transaction.atomic
def read_guideline(guideline: Guideline, *, by) -> None:
    """Note that somebody of the committee has read a guideline: once, the first time.

    Raises:
        PermissionDenied: if `by` may not read it.
    """
    require(can_read_guidelines(by, guideline.programme))
    if is_committee(by, guideline.programme):
        GuidelineReading.objects.get_or_create(guideline=guideline, person=by)
