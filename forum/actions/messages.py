"""Write, correct, take back; «utile anche a me»; the answer that was chosen."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record
from portal.ui.markup import VERSION

from ..events import MESSAGE_EDITED, MESSAGE_POSTED, MESSAGE_WITHDRAWN, THREAD_SOLVED, THREAD_WITHDRAWN
from ..models import Mention, Message, MessageVersion, Reaction, Report, Thread
from ..permissions import can_accept, can_edit, can_mark_useful, can_post, can_withdraw
from .mentions import named_in, rendered_with
from .numbers import CHANGED, locked, next_number, show, touch, touch_others

# Slips of the pen: what is corrected in this time is not marked as corrected.
FREE = timedelta(minutes=15)


class Conflict(Exception):
    """The same key was used for another text, or somebody else's change came first."""


def post_message(thread: Thread, text: str, *, cid: UUID, by: User) -> Message:
    """Add a message to a thread and let the readers know.

    Args:
        thread: an open thread of a channel that `by` reads.
        text: Markdown as written; kept beside the HTML made from it.
        cid: the writer's own key for this message; the same key again answers with the stored message.
        by: the author.

    Returns:
        The stored message.

    Raises:
        PermissionDenied: if `by` may not write here, or the thread is locked.
        Conflict: if `cid` was used for another text.
    """
    require(can_post(by, thread))
    people = named_in(text, thread.channel, thread)
    html = rendered_with(text, people)  # before the transaction: writers of a channel queue for its counter
    with transaction.atomic():
        message, is_new = append(thread, author=by, cid=cid, text=text, html=html, people=people)
        if is_new:
            mentioned = sorted({person.pk for person in people.values()})
            record(MESSAGE_POSTED, message, by=by, channel=thread.channel_id, thread=thread.pk, mentioned=mentioned)
    return message


def append(
    thread: Thread,
    *,
    author: User | None,
    cid: UUID,
    text: str = "",
    html: str = "",
    people: dict[str, User] | None = None,
    newcomer: User | None = None,
) -> tuple[Message, bool]:
    """Store a message with its number: the only way in.

    Returns:
        The message, and whether it is new; an earlier one with the same `cid` is given back.
    """
    with transaction.atomic():
        channel = locked(thread.channel_id)
        found = Message.objects.filter(channel=channel, author=author, cid=cid).select_related("thread").first()
        if found:
            same_words(found, text)
            if found.thread_id != thread.pk:
                raise Conflict
            return found, False
        seq = next_number(channel, for_message=True)
        message = Message.objects.create(
            channel=channel,
            thread=thread,
            kind=Message.Kind.WELCOME if newcomer else Message.Kind.TEXT,
            author=author,
            newcomer=newcomer,
            cid=cid,
            seq=seq,
            mod_seq=seq,
            n=channel.msg_count,
            body=text,
            html=html,
        )
        _count_in(thread, message)
        _name(message, people or {})
        show(channel)
    return message, True


def _count_in(thread: Thread, message: Message) -> None:
    # Asked again under the lock: it may have been locked, hidden or taken back a moment ago.
    open_still = Thread.objects.filter(pk=thread.pk, withdrawn_at=None, hidden_at=None).exclude(
        status=Thread.Status.LOCKED
    )
    counted = open_still.update(
        msg_count=F("msg_count") + 1,
        answers=F("answers") + int(_is_answer(thread, message)),
        last_n=message.n,
        last_at=message.posted_at,
        last_by=message.author,
    )
    if not counted:
        raise PermissionDenied


def _is_answer(thread: Thread, message: Message) -> bool:
    return message.author_id is not None and message.author_id != thread.opened_by_id


def _name(message: Message, people: dict[str, User]) -> list[int]:
    """Keep who is named; give back those who were not named before."""
    named = {person.pk for person in people.values()} - {message.author_id}
    known = set(message.mentions.values_list("person", flat=True)) if message.rev > 1 else set()
    new = sorted(named - known)
    Mention.objects.bulk_create(
        [Mention(message=message, channel_id=message.channel_id, person_id=pk, n=message.n) for pk in new]
    )
    if known - named:
        message.mentions.filter(person__in=known - named).delete()
    return new


def same_words(found: Message, text: str) -> None:
    """See that a repeated key carries what was stored under it.

    Raises:
        Conflict: if it carries another text.
    """
    first = found.body
    if found.rev > 1:
        first = MessageVersion.objects.filter(message=found, rev=1).values_list("body", flat=True).first()
    if found.deleted_at is None and first != text:
        raise Conflict


def edit_message(message: Message, text: str, *, rev: int, by: User) -> Message:
    """Correct what one wrote; the earlier words are kept for her and for who moderates.

    Args:
        message: her own.
        text: the new words.
        rev: the revision that she saw; another one means that it changed meanwhile.

    Raises:
        PermissionDenied: if `by` did not write it, or the thread is locked.
        Conflict: if it changed meanwhile.
    """
    require(can_edit(by, message))
    thread = message.thread
    people = named_in(text, thread.channel, thread)
    html = rendered_with(text, people)
    with transaction.atomic():
        channel = locked(message.channel_id)
        current = Message.objects.select_related("thread__channel").get(pk=message.pk)
        if current.deleted_at or current.rev != rev:
            raise Conflict
        if current.body == text:
            return current
        MessageVersion.objects.create(message=current, rev=current.rev, body=current.body)
        current.body, current.html, current.html_version = text, html, VERSION
        current.rev += 1
        if now() - current.posted_at > FREE:
            current.edited_at = now()
        touch(channel, current, Message.Change.EDIT)
        current.save(update_fields=["body", "html", "html_version", "rev", "edited_at", *CHANGED])
        new = _name(current, people)
        record(MESSAGE_EDITED, current, by=by, channel=current.channel_id, thread=current.thread_id, mentioned=new)
        show(channel)
    return current


def withdraw_message(message: Message, *, by: User) -> Message:
    """Take back what one wrote: its words go, everywhere and for good; the place stays.

    A discussion that nobody answered goes with its opening message.

    Raises:
        PermissionDenied: if `by` did not write it, or took it back already.
    """
    from .threads import unchoose

    require(can_withdraw(by, message))
    with transaction.atomic():
        channel = locked(message.channel_id)
        current = Message.objects.select_related("thread__channel").get(pk=message.pk)
        if current.deleted_at:
            return current
        thread = current.thread
        if thread.accepted_id == current.pk:
            unchoose(thread, channel)
        current.versions.all().delete()
        current.mentions.all().delete()
        current.reactions.all().delete()
        if current.hidden_at is None:
            uncount(thread, current)
        current.body = current.html = current.hidden_why = ""
        current.useful, current.deleted_at = 0, now()
        current.hidden_at = current.hidden_by = None
        touch(channel, current, Message.Change.WITHDRAW)
        current.save()
        answered = {"answered_at": now(), "outcome": Report.Outcome.WITHDRAWN}
        current.reports.filter(answered_at=None).update(**answered)
        record(MESSAGE_WITHDRAWN, current, by=by, channel=current.channel_id, thread=thread.pk)
        if thread.opening_id == current.pk:
            was_hidden = thread.hidden_at is not None
            _let_go(thread, by)
            if was_hidden:
                touch_others(channel, thread, current)
        show(channel)
    return current


def _let_go(thread: Thread, by: User) -> None:
    """The opening message was taken back: unanswered, the discussion goes too; else it stands without it."""
    thread.hidden_at = None
    if not thread.messages.filter(deleted_at=None).exists():
        thread.withdrawn_at = now()
        record(THREAD_WITHDRAWN, thread, by=by, channel=thread.channel_id)
    thread.save(update_fields=["hidden_at", "withdrawn_at"])


def uncount(thread: Thread, message: Message, *, back: bool = False) -> None:
    """Take a message out of its thread's figures, or put it back."""
    one = 1 if back else -1
    Thread.objects.filter(pk=thread.pk).update(
        msg_count=F("msg_count") + one, answers=F("answers") + one * int(_is_answer(thread, message))
    )


def mark_useful(message: Message, *, by: User, useful: bool = True) -> Message:
    """Say «utile anche a me», or take it back.

    Raises:
        PermissionDenied: if `by` wrote it herself, or may not read it.
    """
    require(can_mark_useful(by, message))
    with transaction.atomic():
        channel = locked(message.channel_id)
        current = Message.objects.select_related("thread__channel").get(pk=message.pk)
        mine = Reaction.objects.filter(message=current, person=by, kind=Reaction.Kind.USEFUL)
        if mine.exists() == useful:
            return current
        if useful:
            Reaction.objects.create(message=current, person=by)
        else:
            mine.delete()
        current.useful = current.reactions.count()
        touch(channel, current, Message.Change.USEFUL)
        current.save(update_fields=["useful", *CHANGED])
        show(channel)
    return current


def accept_answer(message: Message, *, by: User) -> Thread:
    """Choose the answer: the discussion is solved. Choosing another one takes its place.

    Raises:
        PermissionDenied: if `by` neither asked nor moderates, or the thread is locked.
    """
    from .threads import unchoose

    require(can_accept(by, message))
    with transaction.atomic():
        channel = locked(message.channel_id)
        thread = Thread.objects.select_related("channel").get(pk=message.thread_id)
        if thread.accepted_id == message.pk:
            return thread
        if thread.accepted_id:
            unchoose(thread, channel)
        thread.accepted, thread.status = message, Thread.Status.SOLVED
        thread.solved_by, thread.solved_at = by, now()
        thread.save(update_fields=["accepted", "status", "solved_by", "solved_at"])
        touch(channel, message, Message.Change.ACCEPT)
        message.save(update_fields=CHANGED)
        record(THREAD_SOLVED, thread, by=by, channel=thread.channel_id, message=message.pk)
        show(channel)
    return thread


def render_again(limit: int = 200) -> int:
    """Render messages that an older renderer made; returns how many."""
    old = Message.objects.filter(html_version__lt=VERSION, deleted_at=None).select_related("thread__channel")
    done = 0
    for message in old[:limit]:
        html = rendered_with(message.body, named_in(message.body, message.thread.channel, message.thread))
        # Only if nobody corrected it meanwhile: then it is new already.
        done += Message.objects.filter(pk=message.pk, rev=message.rev).update(html=html, html_version=VERSION)
    return done
