"""Ask a colleague by name; answer; leave; be removed."""

from django.db import transaction
from django.shortcuts import get_object_or_404

from portal.accounts.models import User
from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record
from portal.live.bus import kick
from portal.notifications.models import Notification

from ..events import READER_GONE, READER_INVITED, READER_JOINED
from ..models import MOST_READERS, PLEDGE_VERSION, Case, Reader
from ..permissions import can_answer, can_ask, can_change, can_read, owns, readers_of, require
from .numbers import audit_name, touch


class Full(Exception):
    """A case has as many readers as it may have."""


class Gone(Exception):
    """Somebody else changed it a moment ago: the invitation, or the reader, is no more."""


@transaction.atomic
def invite(case: Case, person: User, *, by: User) -> Reader:
    """Ask one colleague, by name, to read a case. She has fourteen days to answer.

    Returns:
        The invitation; the one that waits, or the reader she already is, if she was asked before.

    Raises:
        PermissionDenied: if `by` is not the owner, it is closed, or `person` may not be asked.
        Full: if twelve people read or are asked.
    """
    case = locked(case)
    require(can_change(by, case) and can_ask(by, person))
    standing = list(readers_of(case))
    mine = next((reader for reader in standing if reader.person_id == person.pk), None)
    if mine and (mine.reads or mine.waits):
        return mine
    for reader in standing:
        # An invitation that ran out makes room.
        if not reader.reads and not reader.waits:
            reader.removed_at = now()
            reader.save(update_fields=["removed_at"])
    if sum(reader.is_standing for reader in standing) >= MOST_READERS:
        raise Full
    reader = Reader.objects.create(case=case, person=person, invited_by=by)
    note("case.invited", by=by, case=audit_name(case))
    record(READER_INVITED, case, by=by, person=person.pk)
    return reader


@transaction.atomic
def accept_invitation(reader: Reader, *, by: User) -> Reader:
    """Take the pledge and become a reader.

    Raises:
        PermissionDenied: if it does not wait for `by`.
        Gone: if it was withdrawn a moment ago.
    """
    require(can_answer(by, reader))
    # Withdrawn while she was reading the pledge: the row decides.
    taken = Reader.objects.filter(
        pk=reader.pk, accepted_at=None, declined_at=None, removed_at=None, expires_at__gt=now()
    ).update(accepted_at=now(), pledge=PLEDGE_VERSION)
    if not taken:
        raise Gone
    reader.refresh_from_db()
    note("case.joined", by=by, case=audit_name(reader.case))
    record(READER_JOINED, reader.case, by=by, person=by.pk)
    touch(reader.case)
    return reader


@transaction.atomic
def decline_invitation(reader: Reader, *, by: User) -> None:
    """Say no; why is nobody's business."""
    require(can_answer(by, reader))
    reader.declined_at = now()
    reader.save(update_fields=["declined_at"])
    record(READER_GONE, reader.case, by=by, person=by.pk)
    forget_notices(reader.case, reader.person)


@transaction.atomic
def leave_case(case: Case, *, by: User) -> None:
    """Read it no more. What she wrote stays for the owner, who sees that she left."""
    require(can_read(by, case) and not owns(by, case))
    Reader.objects.filter(case=case, person=by, left_at=None, removed_at=None, accepted_at__isnull=False).update(
        left_at=now()
    )
    record(READER_GONE, case, by=by, person=by.pk)
    _close_screens(case, by)


@transaction.atomic
def remove_reader(reader: Reader, *, by: User) -> None:
    """Withdraw an invitation, or remove a reader: she loses the case at once, also on an open screen.

    Raises:
        PermissionDenied: if `by` is not the owner.
    """
    require(owns(by, reader.case))
    reader.removed_at = now()
    reader.save(update_fields=["removed_at"])
    note("case.removed", by=by, case=audit_name(reader.case))
    record(READER_GONE, reader.case, by=by, person=reader.person_id)
    _close_screens(reader.case, reader.person)


def _close_screens(case: Case, person: User) -> None:
    forget_notices(case, person)
    touch(case)
    transaction.on_commit(lambda: kick(person.pk), robust=True)


def forget_notices(case: Case, person: User | None = None) -> None:
    """Take out of the trays what leads to a case: of one person, or of all."""
    notices = Notification.objects.filter(url__contains=f"/{case.code}/")
    if person is not None:
        notices = notices.filter(reader=person)
    notices.delete()


def locked(case: Case) -> Case:
    """Take a case's row: a second click waits here. One that was deleted meanwhile does not exist: 404."""
    return get_object_or_404(Case.objects.select_for_update(of=("self",), no_key=True), pk=case.pk)
