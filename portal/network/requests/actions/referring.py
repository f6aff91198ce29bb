"""Pass a request on to one body, and keep what becomes of it there."""

from datetime import date

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record

from ...models import Organisation
from ..events import HELP_REFERRED, REFERRAL_MOVED
from ..models import HelpRequest, Referral, Reply
from ..permissions import can_work, referable_organisations
from .reading import audit_name
from .words import sealed
from .working import locked

State = Referral.State
# From where to where a referral may go.
MOVES = {
    State.SENT: (State.ACCEPTED, State.REFUSED, State.DONE),
    # Asked again, a body may say that it is still at it.
    State.ACCEPTED: (State.ACCEPTED, State.REFUSED, State.DONE),
}


class AlreadyAsked(Exception):
    """This body has the request, and has not ended with it."""


@transaction.atomic
def refer(request: HelpRequest, to: Organisation, ask: str, *, agreed_on: date, by: User) -> Referral:
    """Pass a request on, with the person's yes.

    Args:
        request: one that `by` follows.
        to: a body of its area.
        ask: what is asked of the body.
        agreed_on: when the person said yes; only its month is kept.
        by: who asked her.

    Raises:
        PermissionDenied: if `by` does not follow it, or the body takes none.
        AlreadyAsked: if the body is at it.
    """
    request = locked(request)
    require(can_work(by, request) and referable_organisations(request).filter(pk=to.pk).exists())
    if request.referrals.filter(organisation=to, state__in=MOVES).exists():
        raise AlreadyAsked
    referral = Referral.objects.create(
        request=request,
        organisation=to,
        ask=sealed(request, ask),
        agreed_on=agreed_on.replace(day=1),
        asked_by=by,
    )
    _moved(request)
    note("help.referred", by=by, help=audit_name(request))
    record(HELP_REFERRED, request, by=by)
    return referral


@transaction.atomic
def move_referral(referral: Referral, state: str, answer: str, *, by: User) -> Referral:
    """Write down what the body said or did; what it said before stays.

    Args:
        referral: one that is not ended.
        state: where it is now.
        answer: why it was refused, or what was done; the person reads it.
        by: who follows the request.

    Raises:
        PermissionDenied: if `by` does not follow it, or it cannot go there from where it is.
        ValueError: if a refusal says no reason.
    """
    request = locked(referral.request)
    referral = Referral.objects.select_related("organisation").get(pk=referral.pk)
    require(can_work(by, request) and state in MOVES.get(referral.state, ()))
    if state == State.REFUSED and not answer.strip():
        raise ValueError("a refusal has a reason")
    referral.state, referral.moved_at = state, now()
    referral.save(update_fields=["state", "moved_at"])
    Reply.objects.create(referral=referral, state=state, words=sealed(request, answer))
    _moved(request)
    record(REFERRAL_MOVED, request, by=by)
    return referral


def _moved(request: HelpRequest) -> None:
    request.moved_at = now()
    request.save(update_fields=["moved_at"])
