"""What the person herself does, with her receipt and nothing else."""

from uuid import UUID

from django.db import transaction

from portal.clock import now
from portal.journal.actions import record

from ...receipts import digest_of
from ..events import HELP_ADDED, HELP_JUDGED
from ..models import Contact, HelpRequest, Line
from .asking import keep_contact
from .words import sealed, wipe
from .working import locked

Way = HelpRequest.Way


class Closed(Exception):
    """It was closed a moment ago: nobody would read what is added."""


def request_of(receipt: str) -> HelpRequest | None:
    """Find a request by its receipt."""
    found = HelpRequest.objects.filter(receipt=digest_of(receipt))
    return found.select_related("area", "desk", "taken_by").first()


@transaction.atomic
def add(request: HelpRequest, text: str, *, cid: UUID, contact: str = "", no_contact: bool = False) -> None:
    """Keep what the person adds or answers. Who follows the request is told that there is news.

    Args:
        request: hers.
        text: her words.
        cid: the form's own key: sent twice it is one line.
        contact: a number, if she wants to be called from now on.
        no_contact: «non contattatemi»: what is kept of how to reach her goes at once.

    Raises:
        Closed: if the request is closed.
    """
    request = locked(request)
    if not request.is_open:
        raise Closed
    _line, is_new = Line.objects.get_or_create(
        request=request, cid=cid, defaults={"kind": Line.Kind.ADDED, "words": sealed(request, text)}
    )
    if not is_new:
        return
    if no_contact:
        request.way = Way.NONE
        wipe(Contact.objects.filter(request=request))
    elif contact:
        request.way = Way.CALL
        keep_contact(request, contact, may_say_who=False)
    request.citizen_wrote_at = request.moved_at = now()
    request.save(update_fields=["way", "citizen_wrote_at", "moved_at"])
    record(HELP_ADDED, request)


@transaction.atomic
def say_if_helped(request: HelpRequest, helped: str) -> None:
    """Keep her one tap; she may change her mind.

    Raises:
        ValueError: if it is none of the three.
    """
    if helped not in HelpRequest.Helped.values:
        raise ValueError("not one of the answers")
    if HelpRequest.objects.filter(pk=request.pk).exclude(helped=helped).update(helped=helped):
        record(HELP_JUDGED, request, helped=helped)
