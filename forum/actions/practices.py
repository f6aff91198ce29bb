"""What a discussion taught becomes the draft of a practice."""

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.permissions import require
from practices.actions import write_practice
from practices.models import PracticePage
from practices.permissions import own_sheets

from ..models import Message, Thread
from ..permissions import can_make_practice
from .mentions import in_plain_words, named_in


@transaction.atomic
def begin_practice(thread: Thread, *, by: User) -> PracticePage:
    """Begin a sheet from a discussion.

    The question becomes the need, the chosen answer the steps, what she told afterwards the results. Asked again by
    the same person it answers with the sheet that she has begun.

    Raises:
        PermissionDenied: if `by` may not write practices, or the discussion became one.
    """
    require(can_make_practice(by, thread))
    # Pressed twice, the second waits here and finds the first one's sheet.
    Thread.objects.select_for_update(of=("self",), no_key=True).get(pk=thread.pk)
    begun = own_sheets(by).filter(source_thread=thread.pk).first()
    return begun or write_practice(_sheet_of(thread), by=by, source_thread=thread)


def _sheet_of(thread: Thread) -> dict:
    """Word a sheet with what stands in the discussion; its author rewrites it."""
    standing = thread.messages.filter(deleted_at=None, hidden_at=None, kind=Message.Kind.TEXT)
    opening = standing.filter(pk=thread.opening_id).first()
    chosen = standing.filter(pk=thread.accepted_id).first()
    after = None
    if chosen:
        after = standing.filter(author=thread.opened_by_id, n__gt=chosen.n).order_by("n").last()
    return {
        "title": thread.title,
        "need": _words(opening, thread),
        "steps": _words(chosen, thread),
        "results": _words(after, thread),
        "themes": list(thread.themes.all()) or list(thread.channel.themes.all()),
        "territory": thread.territory,
    }


def _words(message: Message | None, thread: Thread) -> str:
    if message is None:
        return ""
    return in_plain_words(message.body, named_in(message.body, thread.channel, thread))


@transaction.atomic
def remember_practice(thread: Thread, practice: PracticePage) -> None:
    """Keep which practice a discussion became, once it is published."""
    thread.practice_id = practice.pk
    thread.save(update_fields=["practice"])
