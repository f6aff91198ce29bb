"""Close a case, delete it, carry what was learnt to the network and to the library."""

from datetime import timedelta
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from forum.actions import open_thread
from forum.models import Channel, Thread
from portal.accounts.models import User
from portal.audit.actions import note
from portal.clock import now, today
from portal.guard.detect import refuse_certain
from portal.journal.actions import record
from portal.journal.models import Event
from portal.live.bus import kick
from practices.actions import questions, write_practice
from practices.models import PracticePage
from practices.permissions import own_sheets

from ..events import CASE_CLOSED
from ..models import Case, Entry
from ..models.cases import KEPT_DAYS
from ..permissions import can_change, can_make_practice, owns, readers_of, require
from .numbers import audit_name, touch
from .readers import forget_notices, locked
from .words import sealed


@transaction.atomic
def close_case(case: Case, *, outcome_kind: str, outcome: str, by: User) -> Case:
    """Say how it went. Readers still read it; nobody writes any more; in ninety days it is deleted.

    Raises:
        PermissionDenied: if `by` is not the owner, or it is closed.
        Identifies: if the outcome certainly names somebody.
        ValueError: if the outcome is none of the three.
    """
    case = locked(case)
    require(can_change(by, case))
    if outcome_kind not in Case.Outcome.values:
        raise ValueError("not one of the outcomes")
    case.outcome_kind, case.outcome = outcome_kind, sealed(case, outcome)
    case.state, case.closed_at = Case.State.CLOSED, now()
    case.delete_on = today() + timedelta(days=KEPT_DAYS)
    case.save(update_fields=["outcome_kind", "outcome", "state", "closed_at", "delete_on"])
    # Invitations that nobody answered end here.
    readers_of(case).filter(accepted_at=None).update(removed_at=now())
    touch(case)
    note("case.closed", by=by, case=audit_name(case))
    record(CASE_CLOSED, case, by=by)
    return case


@transaction.atomic
def delete_case(case: Case, *, by: User | None) -> None:
    """Destroy a case: its words, its key, its rows, its events, the notices that lead to it.

    What stays is one line of the audit, without a word and without a reader.

    Args:
        case: which.
        by: its owner; None is the clock, and only when its day has come.

    Raises:
        PermissionDenied: if `by` is not the owner, or the day has not come.
    """
    due = case.delete_on is not None and case.delete_on <= today()
    require(owns(by, case) if by is not None else due)
    people = [reader.person_id for reader in readers_of(case)]
    # Overwritten before they go: a database may keep a deleted row for a while, but then an empty one.
    Case.objects.filter(pk=case.pk).update(key=b"", question=b"", situation=b"", tried_text=b"", outcome=b"")
    Entry.objects.filter(case=case).update(words=b"")
    forget_notices(case)
    kind = ContentType.objects.get_for_model(Case)
    Event.objects.filter(subject_type=kind, subject_id=str(case.pk)).delete()
    note("case.deleted", by=by, case=audit_name(case))
    case.delete()
    for person in people:
        transaction.on_commit(lambda person=person: kick(person), robust=True)


def delete_due_cases() -> int:
    """Delete the cases whose ninety days after closing are over."""
    due = list(Case.objects.filter(delete_on__lte=today())[:50])
    for case in due:
        delete_case(case, by=None)
    return len(due)


def ask_the_network(case: Case, channel: Channel, title: str, text: str, *, cid: UUID, by: User) -> Thread:
    """Ask the whole network the key question, and nothing else of the case: no band, no theme, no link.

    Raises:
        PermissionDenied: if `by` is not the owner, it is closed, or she may not open discussions there.
        Identifies: if the question certainly names somebody.
        forum.actions.Conflict: if `cid` was used for another question.
    """
    require(can_change(by, case))
    refuse_certain(title, text)
    return open_thread(channel, title, text, cid=cid, by=by)


@transaction.atomic
def draft_practice(case: Case, *, by: User) -> PracticePage:
    """Begin a new sheet from what a closed case taught: questions to answer about a made-up, typical situation.

    No word and no band of the case goes into it, only its themes; the sheet does not know the case (decisions.md 19).
    Asked again it gives the sheet that was begun.

    Raises:
        PermissionDenied: if `by` is not the owner, it is still open, or she may not write practices.
    """
    case = locked(case)
    require(can_make_practice(by, case))
    begun = own_sheets(by).filter(pk=case.practice).first() if case.practice else None
    if begun:
        return begun
    practice = write_practice({**template(), "themes": list(case.themes.all())}, by=by)
    case.practice = practice.pk
    case.save(update_fields=["practice"])
    return practice


def template() -> dict[str, str]:
    """The questions of an empty sheet, under a title that says what they are about."""
    return {"title": _("Una situazione tipo"), **questions()}
