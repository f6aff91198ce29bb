"""Open a discussion, close it, open it again."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.journal.actions import record
from portal.vocabulary.models import Territory, Theme

from ..events import THREAD_CHANGED, THREAD_LOCKED, THREAD_OPENED, THREAD_REOPENED
from ..models import Channel, Message, Thread
from ..permissions import can_lock, can_open_thread, can_pin, can_reopen, can_retitle
from .channels import free_slug, join
from .mentions import named_in, rendered_with
from .messages import append, same_words
from .numbers import CHANGED, locked, show, touch


def open_thread(
    channel: Channel,
    title: str,
    text: str,
    *,
    cid: UUID,
    by: User,
    themes: Iterable[Theme] = (),
    territory: Territory | None = None,
    about=None,
    slug: str = "",
) -> Thread:
    """Put a question, or open a theme; who opens it follows the channel from now on.

    Args:
        channel: where.
        title: one line, the question itself.
        text: Markdown of the opening message.
        cid: the writer's own key for this message; the same key again answers with the stored thread.
        by: who opens it.
        themes, territory: words of the vocabulary.
        about: the page (a practice, a lesson) that it talks about.
        slug: an address of its own; made from the title if not given.

    Raises:
        PermissionDenied: if `by` may not open discussions here.
        Conflict: if `cid` was used for another text.
    """
    require(can_open_thread(by, channel))
    people = named_in(text, channel)
    html = rendered_with(text, people)  # before the transaction: writers of a channel queue for its counter
    with transaction.atomic():
        locked(channel.pk)
        found = Message.objects.filter(channel=channel, author=by, cid=cid).select_related("thread__channel").first()
        if found:
            same_words(found, text)
            return found.thread
        thread = Thread.objects.create(
            channel=channel,
            slug=free_slug(Thread.objects.filter(channel=channel), slug or title, 80),
            title=title,
            opened_by=by,
            last_by=by,
            territory=territory,
            about=about,
        )
        thread.themes.set(themes)
        message, _ = append(thread, author=by, cid=cid, text=text, html=html, people=people)
        thread.opening = message
        thread.save(update_fields=["opening"])
        thread.refresh_from_db(fields=["msg_count", "last_n", "last_at"])
        join(channel, by=by)
        record(THREAD_OPENED, thread, by=by, channel=channel.pk, mentioned=_pks(people))
    return thread


def _pks(people: dict[str, User]) -> list[int]:
    return sorted({person.pk for person in people.values()})


@transaction.atomic
def retitle(thread: Thread, title: str, *, by: User) -> None:
    """Word the title better. Its address stays.

    Raises:
        PermissionDenied: if `by` did not open the discussion, or it is locked.
    """
    require(can_retitle(by, thread))
    if title == thread.title:
        return
    thread.title = title
    thread.save(update_fields=["title"])
    record(THREAD_CHANGED, thread, by=by, channel=thread.channel_id)


@transaction.atomic
def lock_thread(thread: Thread, *, by: User) -> None:
    """Close a discussion: it stays readable, nobody writes in it.

    Raises:
        PermissionDenied: if `by` neither keeps the channel nor moderates, or it is locked already.
    """
    require(can_lock(by, thread))
    thread.status = Thread.Status.LOCKED
    thread.save(update_fields=["status"])
    record(THREAD_LOCKED, thread, by=by, channel=thread.channel_id)


@transaction.atomic
def reopen(thread: Thread, *, by: User) -> None:
    """Open again what was solved (the chosen answer is chosen no more) or locked (it stays as it was before).

    Raises:
        PermissionDenied: if `by` may not, or the discussion is open.
    """
    require(can_reopen(by, thread))
    channel = locked(thread.channel_id)
    if thread.is_solved:
        unchoose(thread, channel)
    else:
        thread.status = Thread.Status.SOLVED if thread.accepted_id else Thread.Status.OPEN
        thread.save(update_fields=["status"])
    record(THREAD_REOPENED, thread, by=by, channel=thread.channel_id)
    show(channel)


def unchoose(thread: Thread, channel: Channel) -> None:
    """Let no answer be the chosen one; the channel's row is locked."""
    chosen = Message.objects.filter(pk=thread.accepted_id).first()
    if thread.is_solved:
        thread.status = Thread.Status.OPEN
    thread.accepted, thread.solved_by, thread.solved_at = None, None, None
    thread.save(update_fields=["status", "accepted", "solved_by", "solved_at"])
    if chosen:
        touch(channel, chosen, Message.Change.ACCEPT)
        chosen.save(update_fields=CHANGED)


@transaction.atomic
def pin_thread(thread: Thread, *, by: User, pinned: bool = True) -> None:
    """Keep a discussion on top of its channel, or let it go."""
    require(can_pin(by, thread))
    thread.is_pinned = pinned
    thread.save(update_fields=["is_pinned"])
    record(THREAD_CHANGED, thread, by=by, channel=thread.channel_id)
