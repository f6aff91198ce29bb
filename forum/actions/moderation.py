"""A reader reports, a moderator hides or leaves, with a reason. Nobody edits what somebody else wrote."""

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record

from ..events import MESSAGE_HIDDEN, MESSAGE_REPORTED, MESSAGE_RESTORED, REPORT_ANSWERED
from ..models import Message, Report
from ..permissions import can_answer_report, can_hide, can_report, can_restore
from .messages import uncount
from .numbers import CHANGED, locked, show, touch, touch_others
from .threads import unchoose


@transaction.atomic
def report_message(message: Message, reason: str, *, by: User, words: str = "") -> Report:
    """Ask the moderators to look at a message. Reporting it again answers with the report that waits.

    Where someone could be recognised the message is hidden at once, until a moderator has looked.

    Raises:
        PermissionDenied: if `by` wrote it herself, or may not read it.
    """
    require(can_report(by, message))
    report, is_new = Report.objects.get_or_create(
        message=message, reported_by=by, answered_at=None, defaults={"reason": reason, "words": words}
    )
    if is_new:
        record(MESSAGE_REPORTED, message, by=by, report=report.pk, reason=reason)
        if reason == Report.Reason.RECOGNISABLE:
            _hide(message, why=reason, by=None)
    return report


@transaction.atomic
def hide_message(message: Message, why: str, *, by: User) -> Message:
    """Take a message out of sight, with a reason that its author and the readers see.

    Raises:
        PermissionDenied: if `by` does not moderate, or wrote it herself.
    """
    require(can_hide(by, message))
    hidden = _hide(message, why=why, by=by)
    _answer(hidden, Report.Outcome.HIDDEN, by=by)
    note("message.hidden", by=by, subject=message)
    return hidden


def _hide(message: Message, *, why: str, by: User | None) -> Message:
    channel = locked(message.channel_id)
    current = Message.objects.select_related("thread__channel").get(pk=message.pk)
    if current.deleted_at or current.hidden_at:
        return current
    thread = current.thread
    if thread.accepted_id == current.pk:
        unchoose(thread, channel)
    current.hidden_at, current.hidden_by, current.hidden_why = now(), by, why
    touch(channel, current, Message.Change.HIDE)
    current.save(update_fields=["hidden_at", "hidden_by", "hidden_why", *CHANGED])
    uncount(thread, current)
    if thread.opening_id == current.pk:
        # The title was written by the same hand: the whole discussion is out of sight.
        thread.hidden_at = now()
        thread.save(update_fields=["hidden_at"])
        touch_others(channel, thread, current)
    record(MESSAGE_HIDDEN, current, by=by, channel=current.channel_id, thread=thread.pk)
    show(channel)
    return current


@transaction.atomic
def confirm_hidden(message: Message, why: str, *, by: User) -> Message:
    """Leave hidden what a report had hidden at once, now with a moderator's reason."""
    require(can_restore(by, message))
    message.hidden_by, message.hidden_why = by, why
    message.save(update_fields=["hidden_by", "hidden_why"])
    _answer(message, Report.Outcome.HIDDEN, by=by)
    note("message.hidden", by=by, subject=message)
    return message


@transaction.atomic
def restore_message(message: Message, *, by: User) -> Message:
    """Show a hidden message again.

    Raises:
        PermissionDenied: if `by` does not moderate, or wrote it herself.
    """
    require(can_restore(by, message))
    channel = locked(message.channel_id)
    current = Message.objects.select_related("thread__channel").get(pk=message.pk)
    if current.deleted_at or current.hidden_at is None:
        return current
    thread = current.thread
    current.hidden_at, current.hidden_by, current.hidden_why = None, None, ""
    touch(channel, current, Message.Change.HIDE)
    current.save(update_fields=["hidden_at", "hidden_by", "hidden_why", *CHANGED])
    uncount(thread, current, back=True)
    if thread.opening_id == current.pk:
        thread.hidden_at = None
        thread.save(update_fields=["hidden_at"])
        touch_others(channel, thread, current)
    _answer(current, Report.Outcome.KEPT, by=by)
    note("message.restored", by=by, subject=current)
    record(MESSAGE_RESTORED, current, by=by, channel=current.channel_id, thread=thread.pk)
    show(channel)
    return current


@transaction.atomic
def leave_message(report: Report, *, by: User) -> None:
    """Answer the reports on a message by leaving it where it is.

    Raises:
        PermissionDenied: if `by` does not moderate, or wrote the message herself.
    """
    require(can_answer_report(by, report))
    _answer(report.message, Report.Outcome.KEPT, by=by)


def _answer(message: Message, outcome: str, *, by: User) -> None:
    """Close the reports that wait on a message; who reported is told."""
    for report in message.reports.filter(answered_at=None):
        report.outcome, report.answered_by, report.answered_at = outcome, by, now()
        report.save(update_fields=["outcome", "answered_by", "answered_at"])
        record(REPORT_ANSWERED, report, by=by, outcome=outcome)
