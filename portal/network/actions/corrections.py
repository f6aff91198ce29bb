"""«C’è un errore»: anybody says so, who looks after the page answers."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record
from portal.notifications.models import Notification

from ..events import DESK_CHECKED, ERROR_ANSWERED, ERROR_REPORTED
from ..models import Correction, Desk, Listing
from ..permissions import can_answer
from ..receipts import accepted, digest_of, new_receipt, offered
from .kept import looked_at

_PURPOSE = "network.corrections.receipt"
ANSWER_READ_FOR = timedelta(days=90)
WAITS_FOR = timedelta(days=365)


class AlreadyAnswered(Exception):
    """Somebody answered it a moment ago."""


def offer_receipt() -> str:
    """Draw the receipt of a report before it is sent."""
    return offered(_PURPOSE)


def receipt_in(offer: str) -> str:
    return accepted(offer, _PURPOSE)


@transaction.atomic
def report_error(
    text: str, *, desk: Desk | None = None, listing: Listing | None = None, receipt: str = ""
) -> tuple[Correction, str]:
    """Keep what somebody says is wrong. There is no `by`: nobody asks who she is (security.md R37).

    Args:
        text: in her words, up to 600 characters.
        desk: whose page it is about, or
        listing: the listed person it is about.
        receipt: the sixteen digits that the form was given; with the same words again they answer with the report that
            is there, with other words a new number is drawn.

    Returns:
        What is kept, and the receipt: sixteen digits that are shown once.
    """
    receipt = receipt or new_receipt()
    said = {"desk": desk, "listing": listing, "text": text}
    try:
        with transaction.atomic():
            correction = Correction.objects.create(**said, receipt=digest_of(receipt), reported_at=now())
    except IntegrityError:
        kept = Correction.objects.filter(receipt=digest_of(receipt)).first()
        if kept is None:
            raise
        if kept.text == text and kept.desk == desk and kept.listing == listing:
            return kept, receipt
        receipt = new_receipt()
        correction = Correction.objects.create(**said, receipt=digest_of(receipt), reported_at=now())
    record(ERROR_REPORTED, correction)
    return correction, receipt


@transaction.atomic
def answer_correction(correction: Correction, state: str, answer: str, *, by) -> Correction:
    """Say what was done. «Corretto» of a desk's page also says that somebody looked at it.

    Args:
        correction: one that waits.
        state: fixed, or right as it is.
        answer: one sentence, for who wrote.
        by: who looks after the page.

    Raises:
        PermissionDenied: if `by` may not.
        AlreadyAnswered: if it waits no more.
        ValueError: if the answer is empty, or the state is none of the two.
    """
    require(can_answer(by, correction))
    if state not in (Correction.State.FIXED, Correction.State.KEPT) or not answer.strip():
        raise ValueError("a state and a sentence")
    fields = {"state": state, "answer": answer.strip(), "answered_at": now(), "answered_by": by}
    if not Correction.objects.filter(pk=correction.pk, state=Correction.State.WAITING).update(**fields):
        raise AlreadyAnswered
    for name, value in fields.items():
        setattr(correction, name, value)
    if state == Correction.State.FIXED and correction.desk_id:
        looked_at(correction.desk, by=by)
        correction.desk.save(update_fields=["checked_at", "checked_by", "keeper"])
        record(DESK_CHECKED, correction.desk, by=by)
    if state == Correction.State.FIXED and correction.listing_id and correction.listing.person_id == by.pk:
        Listing.objects.filter(pk=correction.listing_id).update(checked_at=now())
    _notices_of([correction.pk]).filter(read_at=None).delete()
    record(ERROR_ANSWERED, correction, by=by, state=state)
    return correction


@transaction.atomic
def erase_correction(correction: Correction) -> None:
    """Take a report away for who wrote it, with its answer and the notices that lead there."""
    _notices_of([correction.pk]).delete()
    Correction.objects.filter(pk=correction.pk).delete()


@transaction.atomic
def forget_old_corrections() -> int:
    """Delete what was answered ninety days ago, and what nobody answered in a year, with the notices that lead there.

    Returns:
        How many reports went.
    """
    over = Q(answered_at__lt=now() - ANSWER_READ_FOR) | Q(answered_at=None, reported_at__lt=now() - WAITS_FOR)
    keys = list(Correction.objects.filter(over).values_list("pk", flat=True))
    _notices_of(keys).delete()
    Correction.objects.filter(pk__in=keys).delete()
    return len(keys)


def _notices_of(keys: Iterable[int]):
    """The notices that follow from these reports, of every colleague."""
    kept = {"event__kind": ERROR_REPORTED, "event__subject_id__in": [str(key) for key in keys]}
    return Notification.objects.filter(kind="correction.reported", **kept)
