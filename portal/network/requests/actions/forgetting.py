"""What goes, and when (security.md S5)."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localtime

from portal.audit.actions import note
from portal.clock import now, today
from portal.journal.models import Event

from ...needs import Need
from ..models import KEPT_CONTACT, KEPT_SILENT, Contact, HelpRequest, Line, Referral, Reply, Tally
from .notices import forget_notices
from .reading import audit_name
from .words import wipe

AT_ONCE = 50


@transaction.atomic
def erase_request(request: HelpRequest) -> None:
    """Destroy a request: its words, its keys, its rows, its events. What stays is one more in a count."""
    request = HelpRequest.objects.select_for_update().filter(pk=request.pk).first()
    if request is None:
        return  # another worker was quicker
    if not request.is_example:
        _count(request)
    # As contacts, the rest is overwritten before it goes.
    wipe(Contact.objects.filter(request=request))
    Line.objects.filter(request=request).update(words=b"")
    Referral.objects.filter(request=request).update(ask=b"")
    Reply.objects.filter(referral__request=request).update(words=b"")
    HelpRequest.objects.filter(pk=request.pk).update(key=b"", name=b"", text=b"")
    forget_notices(request)
    kind = ContentType.objects.get_for_model(HelpRequest)
    Event.objects.filter(subject_type=kind, subject_id=str(request.pk)).delete()
    note("help.deleted", help=audit_name(request))
    request.delete()


def _count(request: HelpRequest) -> None:
    """One more for its month, its area, its first need, its outcome."""
    tally, _ = Tally.objects.get_or_create(
        month=localtime(request.sent_at).date().replace(day=1),
        area_id=request.area_id,
        need=request.needs[0] if request.needs else Need.VOICE,
        outcome=request.outcome or "withdrawn",
    )
    Tally.objects.filter(pk=tally.pk).update(count=F("count") + 1)


def forget_contacts() -> int:
    """Take away how to reach people: thirty days after the end, or after sixty in which nobody wrote a word."""
    moment = now()
    over = Q(request__closed_at__lt=moment - KEPT_CONTACT) | Q(request__moved_at__lt=moment - KEPT_SILENT)
    return wipe(Contact.objects.filter(over))


def delete_due_requests() -> int:
    """Destroy the requests whose ninety days after closing are over, and those in which nothing moved for a year."""
    due = Q(delete_on__lte=today()) | Q(moved_at__lt=now() - timedelta(days=365))
    requests = list(HelpRequest.objects.filter(due)[:AT_ONCE])
    for request in requests:
        erase_request(request)
    return len(requests)
