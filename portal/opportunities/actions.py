"""Post, change, look again, take off. Each change takes the next number of the board."""

import uuid
from functools import partial

from django.db import transaction
from django.db.models import F

from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record
from portal.live.bus import announce

from .events import OPPORTUNITY_CHANGED, OPPORTUNITY_CHECKED, OPPORTUNITY_POSTED, OPPORTUNITY_WITHDRAWN
from .models import Board, Check, Opportunity
from .permissions import can_check, can_edit, can_post, can_withdraw
from .topics import BOARD, TOPIC

FIELDS = (
    "title",
    "organisation",
    "territory",
    "summary",
    "for_whom",
    "requirements",
    "documents",
    "cost",
    "hours",
    "place",
    "contact",
    "phone",
    "website",
    "state",
    "notice",
    "places",
    "ends_on",
    "is_example",
)


class Gone(Exception):
    """It was withdrawn a moment ago."""


@transaction.atomic
def post_opportunity(fields: dict, *, by) -> Opportunity:
    """Put an opportunity on the board; who posts it has looked.

    Args:
        fields: those of `FIELDS` that are known, and `themes`; `cid`, the form's own key: the same one again answers
            with the opportunity that is there.
        by: who posts it.

    Raises:
        PermissionDenied: if `by` may not.
    """
    require(can_post(by))
    # From here on who sends the same form again waits for this one.
    seq = _next_number()
    cid = fields.get("cid") or uuid.uuid4()
    there = Opportunity.objects.filter(cid=cid, posted_by=by).first()
    if there:
        return there
    opportunity = Opportunity(cid=cid, posted_by=by, checked_by=by, mod_seq=seq)
    _write(opportunity, fields)
    opportunity.save()
    opportunity.themes.set(fields.get("themes", ()))
    record(OPPORTUNITY_POSTED, opportunity, by=by)
    return opportunity


@transaction.atomic
def change_opportunity(opportunity: Opportunity, fields: dict, *, by) -> Opportunity:
    """Write an opportunity anew, its state too.

    Args:
        opportunity: one that is on the board.
        fields: what changes, as in `post_opportunity`.
        by: who changes it.

    Raises:
        PermissionDenied: if `by` may not.
        Gone: if it was withdrawn meanwhile.
    """
    require(can_edit(by, opportunity))
    seq = _next_number()
    opportunity = _present(opportunity)
    _write(opportunity, fields)
    opportunity.mod_seq = seq
    opportunity.save()
    if "themes" in fields:
        opportunity.themes.set(fields["themes"])
    record(OPPORTUNITY_CHANGED, opportunity, by=by)
    return opportunity


@transaction.atomic
def check_opportunity(opportunity: Opportunity, found: str, *, by) -> Check:
    """Say that it is still there, or over. Of two at once the last wins; both stand in the history.

    Args:
        opportunity: one that is on the board.
        found: a `Check.Found`.
        by: who looked.

    Raises:
        PermissionDenied: if `by` may not.
        Gone: if it was withdrawn meanwhile.
    """
    require(can_check(by, opportunity))
    seq = _next_number()
    opportunity = _present(opportunity)
    opportunity.checked_at, opportunity.checked_by, opportunity.mod_seq = now(), by, seq
    if found == Check.Found.OVER:
        opportunity.state = Opportunity.State.EXHAUSTED
    elif opportunity.state == Opportunity.State.EXHAUSTED:
        opportunity.state = Opportunity.State.ACTIVE
        # There are some again; how many, nobody has said.
        opportunity.places = opportunity.places or None
    _level(opportunity)
    opportunity.save(update_fields=["checked_at", "checked_by", "mod_seq", "state", "places"])
    check = opportunity.checks.create(by=by, found=Check.Found(found))
    record(OPPORTUNITY_CHECKED, opportunity, by=by, check=check.pk, found=check.found)
    return check


@transaction.atomic
def withdraw_opportunity(opportunity: Opportunity, *, by) -> None:
    """Take an opportunity off the board: it should not be there.

    Raises:
        PermissionDenied: if `by` may not.
        Gone: if it was withdrawn meanwhile.
    """
    require(can_withdraw(by, opportunity))
    seq = _next_number()
    opportunity = _present(opportunity)
    opportunity.withdrawn_at, opportunity.mod_seq = now(), seq
    opportunity.save(update_fields=["withdrawn_at", "mod_seq"])
    record(OPPORTUNITY_WITHDRAWN, opportunity, by=by)


def _next_number() -> int:
    """Take the next number of the board. Its row is locked first by everyone: who comes after waits for the commit."""
    one_more = partial(Board.objects.filter(pk=BOARD).update, last_seq=F("last_seq") + 1)
    if not one_more():
        Board.objects.get_or_create(pk=BOARD)
        one_more()
    seq = Board.objects.values_list("last_seq", flat=True).get(pk=BOARD)
    transaction.on_commit(lambda: announce(TOPIC, seq), robust=True)
    return seq


def _present(opportunity: Opportunity) -> Opportunity:
    found = Opportunity.objects.select_for_update().filter(pk=opportunity.pk, withdrawn_at=None).first()
    if found is None:
        raise Gone
    return found


def _write(opportunity: Opportunity, fields: dict) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(opportunity, name, fields[name])
    _level(opportunity)


def _level(opportunity: Opportunity) -> None:
    """What is over has no places."""
    if opportunity.state == Opportunity.State.EXHAUSTED and opportunity.places is not None:
        opportunity.places = 0
