"""Read a case: the line in the log and the words come together, or neither does."""

from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import User

from ..models import Case, Entry, Reader, Reading, this_week
from ..permissions import case_for, owns, readers_of, require
from .words import CaseWords, opened, words_of


class NotLogged(Exception):
    """The line in the log could not be written: nothing is shown."""


@dataclass
class Said:
    """An entry with its words open."""

    entry: Entry
    text: str
    is_gone: bool  # its author reads the case no more

    @property
    def when(self) -> str:
        """The week, never the minute."""
        weeks = (this_week() - self.entry.week).days // 7
        if weeks <= 0:
            return _("questa settimana")
        if weeks == 1:
            return _("la settimana scorsa")
        return ngettext("%(n)d settimana fa", "%(n)d settimane fa", weeks) % {"n": weeks}


@dataclass
class Opened:
    """A case as one person reads it."""

    case: Case
    words: CaseWords
    entries: list[Said]
    readers: list[Reader]  # who reads; the owner also sees who is asked
    is_owner: bool

    @property
    def words_are_hidden(self) -> bool:
        return self.case.words_hidden_at is not None and not self.is_owner


def read_case(code: str, *, by: User, part: str = Reading.Part.CASE) -> Opened:
    """Write down that `by` reads a case, and give its words.

    Args:
        code: the case's address.
        by: who reads.
        part: the whole page, or the talk alone (an open screen that asks for what is new).

    Raises:
        Http404: if she may not.
        NotLogged: if the line cannot be written; then nothing is shown.
    """
    try:
        with transaction.atomic():
            return _read(code, by, part)
    except DatabaseError as error:
        raise NotLogged from error


def _read(code: str, by: User, part: str) -> Opened:
    case = case_for(by, code)
    mine = owns(by, case)
    role = Reading.Role.OWNER if mine else Reading.Role.READER
    Reading.objects.create(case=case, reader=by, role=role, part=part)
    readers = [
        reader
        for reader in readers_of(case).select_related("person__territory")
        if reader.reads or (mine and reader.waits)
    ]
    here = {case.owner_id, *(reader.person_id for reader in readers if reader.reads)}
    entries = Entry.objects.filter(case=case, withdrawn_at=None).select_related("author__territory")
    said = [
        Said(entry, opened(case, entry.words), entry.author_id not in here)
        for entry in entries
        if entry.hidden_at is None or mine or entry.author_id == by.pk
    ]
    hidden = case.words_hidden_at is not None and not mine
    return Opened(case, CaseWords() if hidden else words_of(case), said, readers, mine)


def words_for_change(case: Case, *, by: User) -> CaseWords:
    """Give its owner the words to change them; she reads them again, and that is written down too.

    Raises:
        PermissionDenied: if `by` is not the owner.
        NotLogged: as for `read_case`.
    """
    require(owns(by, case))
    return read_case(case.code, by=by).words
