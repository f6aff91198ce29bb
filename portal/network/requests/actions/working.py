"""Take a request, answer, hand it over, close it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.audit.actions import note
from portal.clock import now, today
from portal.journal.actions import record

from ...models import Desk
from ..events import HELP_ANSWERED, HELP_CLOSED, HELP_HANDED_OVER, HELP_TAKEN
from ..models import KEPT, HelpRequest, Line, Referral
from ..permissions import can_entrust, can_take, can_work, other_desks, was_offered_to, who_can_follow
from .notices import forget_notices, forget_notices_of_who_followed
from .reading import audit_name
from .words import sealed

State = HelpRequest.State


class Taken(Exception):
    """Somebody else took it a moment ago."""


@transaction.atomic
def take(request: HelpRequest, *, by: User) -> HelpRequest:
    """Take a request: from now on `by` follows it, and nobody else of the area sees it.

    Raises:
        PermissionDenied: if it was not offered to `by`.
        Taken: if somebody was quicker.
    """
    if not can_take(by, request):
        # Asked afterwards: who was quicker may have come in between.
        if was_offered_to(by, request.code):
            raise Taken
        require(False)
    _give(request, by)
    note("help.taken", by=by, help=audit_name(request))
    record(HELP_TAKEN, request, by=by)
    forget_notices(request)
    return request


def _give(request: HelpRequest, person: User) -> None:
    """Of two who take at the same moment the row has one."""
    moment = now()
    waiting = HelpRequest.objects.filter(pk=request.pk, state=State.WAITING)
    if not waiting.update(state=State.TAKEN, taken_by=person, taken_at=moment, moved_at=moment):
        raise Taken
    request.refresh_from_db()


@transaction.atomic
def answer(request: HelpRequest, text: str, *, cid: UUID, by: User) -> Line:
    """Write to the person: she reads it with her receipt. The same `cid` again answers with the line that is there.

    Raises:
        PermissionDenied: if `by` did not take it, or it is closed.
    """
    request = locked(request)
    require(can_work(by, request))
    line, is_new = Line.objects.get_or_create(
        request=request, cid=cid, defaults={"kind": Line.Kind.ANSWER, "author": by, "words": sealed(request, text)}
    )
    if is_new:
        request.answered_at = request.moved_at = line.written_at
        request.save(update_fields=["answered_at", "moved_at"])
        record(HELP_ANSWERED, request, by=by)
    return line


@transaction.atomic
def hand_over(request: HelpRequest, to: User | Desk | None, reason: str, *, by: User) -> HelpRequest:
    """Let a colleague or another desk follow it from here, or put it back. Why is kept, and read by who follows.

    Args:
        request: one that is taken.
        to: an operator of its desk or its area; another desk of the area, where it waits, with the person's yes; None
            puts it back.
        reason: in words.
        by: who follows it now.

    Raises:
        PermissionDenied: if `by` does not follow it, or `to` cannot.
    """
    request = locked(request)
    desk, person = (to, None) if isinstance(to, Desk) else (None, to)
    require(can_work(by, request))
    require(desk is None or other_desks(request).filter(pk=desk.pk).exists())
    require(person is None or _can_be_given(request, person, by))
    Line.objects.create(
        request=request, kind=Line.Kind.HANDOVER, author=by, to=person, desk=desk, words=sealed(request, reason)
    )
    if desk:
        request.desk, request.listing = desk, None
        request.save(update_fields=["desk", "listing"])
    _pass_to(request, person)
    note("help.handed_over", by=by, help=audit_name(request))
    record(HELP_HANDED_OVER, request, by=by, to=person.pk if person else None)
    return request


@transaction.atomic
def entrust(request: HelpRequest, to: User, reason: str, *, by: User) -> HelpRequest:
    """Give a request that nobody took, or whose operator cannot go on, to an operator. It gives no right to read it.

    Raises:
        PermissionDenied: if `by` may not, or `to` cannot follow it.
    """
    request = locked(request)
    require(can_entrust(by, request) and _can_be_given(request, to, by))
    before = request.taken_by_id
    Line.objects.create(request=request, kind=Line.Kind.HANDOVER, author=by, to=to, words=sealed(request, reason))
    _pass_to(request, to)
    note("help.entrusted", by=by, subject=to, help=audit_name(request))
    record(HELP_HANDED_OVER, request, by=by, to=to.pk, was=before)
    forget_notices(request)
    return request


def _can_be_given(request: HelpRequest, to: User, by: User) -> bool:
    return who_can_follow(request, by=by).filter(pk=to.pk).exists()


def _pass_to(request: HelpRequest, to: User | None) -> None:
    request.moved_at = now()
    request.taken_by = to
    request.taken_at = request.moved_at if to else None
    request.state = State.TAKEN if to else State.WAITING
    request.waiting_since = request.waiting_since if to else request.moved_at
    request.looked_at = None
    request.save(update_fields=["moved_at", "taken_by", "taken_at", "state", "waiting_since", "looked_at"])
    forget_notices_of_who_followed(request)


@transaction.atomic
def close_request(request: HelpRequest, outcome: str, words: str = "", *, by: User) -> HelpRequest:
    """Say how it ended. The contact goes in thirty days, the rest in ninety.

    Args:
        request: one that `by` follows.
        outcome: one of the list.
        words: the last ones for the person: what happened, what she can do now.
        by: who follows it.

    Raises:
        PermissionDenied: if `by` does not follow it.
        ValueError: if the outcome is none of the list.
    """
    request = locked(request)
    require(can_work(by, request))
    if outcome not in HelpRequest.Outcome.values:
        raise ValueError("not one of the outcomes")
    if words:
        Line.objects.create(request=request, kind=Line.Kind.ANSWER, author=by, words=sealed(request, words))
        request.answered_at = now()
    request.state, request.outcome = State.CLOSED, outcome
    request.closed_at = request.moved_at = now()
    request.delete_on = today() + timedelta(days=KEPT.days)
    request.save(update_fields=["state", "outcome", "closed_at", "moved_at", "delete_on", "answered_at"])
    # What was still asked of a body is asked no more.
    open_ones = Referral.objects.filter(request=request, state__in=[Referral.State.SENT, Referral.State.ACCEPTED])
    open_ones.update(state=Referral.State.ENDED, moved_at=now())
    note("help.closed", by=by, help=audit_name(request))
    record(HELP_CLOSED, request, by=by)
    return request


def locked(request: HelpRequest) -> HelpRequest:
    """Take a request's row: a second click waits here. One that was deleted meanwhile does not exist: 404."""
    rows = HelpRequest.objects.select_for_update(of=("self",), no_key=True).select_related("desk__territory")
    return get_object_or_404(rows, pk=request.pk)
