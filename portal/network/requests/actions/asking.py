"""A request comes in. Nothing of who sends it is asked for, and nothing is kept."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.journal.actions import record
from portal.vault.actions import new_key, seal
from portal.vocabulary.models import Territory

from ...models import Desk, Listing
from ...needs import Need
from ...receipts import accepted, digest_of, offered
from ..events import HELP_REQUESTED
from ..models import Contact, HelpRequest
from ..permissions import can_write_down
from .words import opened, reach_of, sealed

Way = HelpRequest.Way
_PURPOSE = "network.requests.receipt"


class Conflict(Exception):
    """This receipt is of another request: other words were sent with it before."""


@dataclass(frozen=True)
class Asked:
    """What a person asks, as she said it.

    Args:
        area: the wide territory.
        needs: values of `needs.Need`, one at least.
        way: how she wants the answer.
        desk: to this desk; or
        listing: to this person; neither is whoever can in the area.
        text: in her words, up to a thousand characters; may be empty.
        name: as she wants to be called, if she says.
        contact: a number; only where `way` is not NONE.
        when: when to call, in her words.
        may_say_who: whether one may say that it is the desk who calls.
    """

    area: Territory
    needs: tuple[str, ...]
    way: str
    desk: Desk | None = None
    listing: Listing | None = None
    text: str = ""
    name: str = ""
    contact: str = ""
    when: str = ""
    may_say_who: bool = False
    example: bool = field(default=False, kw_only=True)


def offer_receipt() -> str:
    """Draw the receipt of a request before it is sent."""
    return offered(_PURPOSE)


def receipt_in(offer: str) -> str:
    return accepted(offer, _PURPOSE)


def request_help(asked: Asked, receipt: str, *, written_by: User | None = None) -> HelpRequest:
    """Keep a request.

    Args:
        asked: what the person asks.
        receipt: sixteen digits; the same ones and the same words again answer with the request that is there.
        written_by: the operator who writes it down with the person in front of her. A colleague who asks for herself
            through the public door is nobody here.

    Raises:
        PermissionDenied: if `written_by` may not write requests down.
        Conflict: if the receipt was given for other words: draw a new one.
        ValueError: if no need of the list is named, a contact comes with «non contattatemi», or the desk stands in
            another area.
    """
    require(written_by is None or can_write_down(written_by))
    if not asked.needs or not set(asked.needs) <= set(Need.values):
        raise ValueError("a request names one need or more of the list")
    if asked.contact and asked.way == Way.NONE:
        raise ValueError("who does not want to be contacted leaves no contact")
    if asked.desk and asked.desk.territory.area_pk != asked.area.pk:
        raise ValueError("a request to a desk is of its area")
    digest = digest_of(receipt)
    try:
        with transaction.atomic():
            return _keep(asked, digest, written_by)
    except IntegrityError:
        kept = HelpRequest.objects.filter(receipt=digest).first()
        if kept is None:
            raise
    # Sent twice: the first one is there.
    if _said_in(kept) != (
        asked.area.pk,
        asked.desk,
        asked.listing,
        asked.way,
        set(asked.needs),
        asked.text,
        asked.name,
        (asked.contact, asked.when, asked.may_say_who) if asked.contact else None,
    ):
        raise Conflict
    return kept


def _said_in(kept: HelpRequest) -> tuple:
    words = (opened(kept, kept.text), opened(kept, kept.name))
    contact = Contact.objects.filter(request=kept).first()
    reach = (*reach_of(contact), contact.may_say_who) if contact else None
    return (kept.area_id, kept.desk, kept.listing, kept.way, set(kept.needs), *words, reach)


def _keep(asked: Asked, digest: str, written_by: User | None) -> HelpRequest:
    request = HelpRequest(
        receipt=digest,
        key=new_key(),
        area=asked.area,
        desk=asked.desk,
        listing=asked.listing,
        needs=[need for need in Need.values if need in asked.needs],
        way=asked.way,
        written_by=written_by,
        is_example=asked.example,
    )
    request.name, request.text = sealed(request, asked.name), sealed(request, asked.text)
    request.save(force_insert=True)
    if asked.contact:
        keep_contact(request, asked.contact, asked.when, may_say_who=asked.may_say_who)
    record(HELP_REQUESTED, request, by=written_by)
    return request


def keep_contact(request: HelpRequest, value: str, when: str = "", *, may_say_who: bool) -> None:
    """Keep how to reach her, in the place of what was there."""
    key = new_key()
    Contact.objects.update_or_create(
        request=request,
        defaults={
            "key": key,
            "value": seal(key, value),
            "when": seal(key, when) if when else b"",
            "may_say_who": may_say_who,
        },
    )
