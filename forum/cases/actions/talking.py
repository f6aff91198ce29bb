"""Write about a case: comments, recommendations, the owner's news of it."""

from uuid import UUID

from django.db import transaction

from portal.accounts.models import User
from portal.clock import now
from portal.journal.actions import record

from ..events import CASE_CHANGED, ENTRY_WRITTEN
from ..models import Case, Entry
from ..permissions import (
    can_edit_entry,
    can_flag,
    can_read_entry,
    can_take_up,
    can_withdraw_entry,
    can_write_entry,
    owns,
    require,
)
from .numbers import next_number, touch
from .readers import locked
from .words import opened, sealed


class Conflict(Exception):
    """The same key was used for another text."""


def comment(case: Case, text: str, *, cid: UUID, by: User) -> Entry:
    """Ask something, or answer."""
    return _append(case, Entry.Kind.COMMENT, text, cid=cid, by=by)


def recommend(case: Case, text: str, *, cid: UUID, by: User) -> Entry:
    """Give a recommendation; the owner gives none on her own case."""
    require(not owns(by, case))
    return _append(case, Entry.Kind.RECOMMENDATION, text, cid=cid, by=by)


def tell_news(case: Case, text: str, *, cid: UUID, by: User) -> Entry:
    """Say how it goes on: the owner."""
    require(owns(by, case))
    return _append(case, Entry.Kind.NOTE, text, cid=cid, by=by)


@transaction.atomic
def _append(case: Case, kind: str, text: str, *, cid: UUID, by: User) -> Entry:
    """Store an entry with its number.

    Args:
        case: an open case that `by` reads.
        kind: what it is.
        text: Markdown, 1,500 characters at most.
        cid: the writer's own key: sent twice, it is stored once.
        by: the author.

    Raises:
        PermissionDenied: if `by` may not write here.
        Identifies: if the text certainly names somebody.
        Conflict: if `cid` was used for another text.
    """
    require(can_write_entry(by, case))
    words = sealed(case, text)
    # The update of the counter holds the row: of two closing hands the second sees what the first did.
    seq = next_number(case)
    if not Case.objects.filter(pk=case.pk).exclude(state=Case.State.CLOSED).exists():
        require(False)
    found = Entry.objects.filter(case=case, author=by, cid=cid).first()
    if found:
        if opened(case, found.words) != text or found.kind != kind:
            raise Conflict
        return found
    entry = Entry.objects.create(case=case, author=by, kind=kind, words=words, cid=cid, seq=seq, mod_seq=seq)
    if not owns(by, case):
        Case.objects.filter(pk=case.pk, state=Case.State.OPEN).update(state=Case.State.TALKING)
    record(ENTRY_WRITTEN, case, by=by, entry=str(entry.pk))
    return entry


@transaction.atomic
def edit_entry(entry: Entry, text: str, *, by: User) -> Entry:
    """Word an entry anew; one that was hidden is shown again."""
    require(can_edit_entry(by, entry))
    entry.words, entry.edited_at, entry.hidden_at = sealed(entry.case, text), now(), None
    return _changed(entry, "words", "edited_at", "hidden_at")


@transaction.atomic
def withdraw_entry(entry: Entry, *, by: User) -> Entry:
    """Take an entry back: its words go, at once and for all.

    Raises:
        PermissionDenied: if `by` did not write it, and is not the owner of a case that is still open.
    """
    entry.case = locked(entry.case)
    require(can_withdraw_entry(by, entry))
    entry.words, entry.withdrawn_at, entry.taken_up_at = b"", now(), None
    return _changed(entry, "words", "withdrawn_at", "taken_up_at")


@transaction.atomic
def take_up(entry: Entry, *, by: User, really: bool = True) -> Entry:
    """«Ci provo»: the owner says that she tries a recommendation, or no more."""
    require(can_take_up(by, entry))
    entry.taken_up_at = now() if really else None
    return _changed(entry, "taken_up_at")


@transaction.atomic
def flag_entry(entry: Entry, *, by: User) -> Entry:
    """«Si capisce chi è»: hidden at once from all but the owner and the author, until it is worded anew."""
    require(can_read_entry(by, entry) and can_flag(by, entry.case))
    entry.hidden_at = entry.hidden_at or now()
    record(CASE_CHANGED, entry.case, by=by, flagged=str(entry.pk))
    return _changed(entry, "hidden_at")


@transaction.atomic
def flag_words(case: Case, *, by: User) -> None:
    """«Si capisce chi è», of the question and the situation: hidden from the readers until they are worded anew."""
    require(can_flag(by, case))
    case.words_hidden_at = case.words_hidden_at or now()
    case.save(update_fields=["words_hidden_at"])
    touch(case)
    record(CASE_CHANGED, case, by=by, flagged="words")


@transaction.atomic
def show_again(entry: Entry, *, by: User) -> Entry:
    """The owner looked and nobody can tell who it is."""
    require(owns(by, entry.case) and entry.withdrawn_at is None)
    entry.hidden_at = None
    return _changed(entry, "hidden_at")


def _changed(entry: Entry, *fields: str) -> Entry:
    entry.mod_seq = next_number(entry.case)
    entry.save(update_fields=[*fields, "mod_seq"])
    return entry
