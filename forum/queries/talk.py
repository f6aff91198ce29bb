"""One discussion, as one reader sees it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from portal.accounts.models import User

from .. import permissions as may
from ..models import Membership, Message, Reaction, Thread, ThreadRead

AT_ONCE = 50  # messages on a page


@dataclass
class Line:
    """A message as one reader sees it."""

    message: Message
    mine: bool
    is_new: bool  # the first that she has not read: «Nuovi da qui» stands above it
    accepted: bool
    useful_to_me: bool
    may_edit: bool
    may_withdraw: bool
    may_be_useful: bool
    may_accept: bool
    may_report: bool
    may_hide: bool
    may_restore: bool

    @property
    def face(self) -> tuple:
        """All that its HTML shows: what is kept of it holds as long as this stays the same."""
        message = self.message
        person = message.author if message.newcomer is None else message.newcomer
        return (
            message.pk, message.mod_seq, message.html_version, message.posted_at, message.useful, message.state,
            message.hidden_why, person and _name_of(person),
            self.accepted and message.thread.solved_by and message.thread.solved_by.first_name,
            self.mine, self.accepted, self.useful_to_me, self.may_edit, self.may_withdraw, self.may_be_useful,
            self.may_accept, self.may_report, self.may_hide, self.may_restore,
        )  # fmt: skip


def _name_of(person: User) -> tuple:
    """How a page shows who wrote: the same for all her messages."""
    if not hasattr(person, "_name"):
        person._name = (person.pk, person.full_name, person.title_line, person.handle, person.recognised)
    return person._name


@dataclass
class Talk:
    """A page of a discussion."""

    lines: list[Line]
    opening: Line | None  # the question, when the page begins later
    earlier: int | None  # the number to ask the earlier messages with
    is_last: bool  # the page ends with the last message
    last_n: int


def marks_of(thread: Thread, user) -> tuple[int | None, str, dict[int, int]]:
    """Say how far a person has read a thread, how she attends to it, and the `floors` of `count_unread`.

    None: she has never been here.
    """
    mark = ThreadRead.objects.filter(thread=thread, person=user.pk).values("read_n", "attention")[:1]
    row = Membership.objects.filter(channel=thread.channel_id, person=user.pk).values("read_n", "muted")[:1]
    found = Thread.objects.filter(pk=thread.pk).values_list(
        Subquery(mark.values("read_n")),
        Subquery(mark.values("attention")),
        Subquery(row.values("read_n")),
        Subquery(row.values("muted")),
    )
    read_n, attention, floor, muted = found.first() or (None, None, None, None)
    known = [n for n in (read_n, floor) if n is not None]
    floors = {} if floor is None or muted else {thread.channel_id: floor}
    return (max(known) if known else None), attention or "", floors


def talk_of(thread: Thread, user, *, read_n: int | None = None, before: int | None = None) -> Talk:
    """Give a page of a thread: the last fifty messages, or the fifty before a number.

    Args:
        thread: with its channel.
        user: who reads.
        read_n: how far she has read; None when she is here for the first time.
        before: messages with a smaller `n`.
    """
    rows, opening, has_more = _rows_of(thread, user, before=before)
    first_new = _first_new(rows, user, read_n)
    last_n = rows[-1].n if rows else 0
    return Talk(
        lines=[_line(row, thread, user, is_new=row.pk == first_new) for row in rows],
        opening=_line(opening, thread, user) if opening else None,
        earlier=rows[0].n if has_more else None,
        is_last=before is None or last_n >= thread.last_n,
        last_n=last_n,
    )


def _rows_of(thread: Thread, user, *, before: int | None) -> tuple[list[Message], Message | None, bool]:
    """Read a page of messages, the question that opened the thread when it is not among them, and if more came before.

    People write many messages each: read once, they cost less than in a join.
    """
    mine = Reaction.objects.filter(message=OuterRef("pk"), person=user.pk)
    messages = thread.messages.defer("body").annotate(useful_to_me=Exists(mine))
    part = messages.filter(n__lt=before) if before is not None else messages
    rows = list(part.order_by("-n")[: AT_ONCE + 1])
    has_more = len(rows) > AT_ONCE
    rows = rows[:AT_ONCE][::-1]
    opening = None
    if has_more and thread.opening_id not in {row.pk for row in rows}:
        opening = messages.filter(pk=thread.opening_id).first()
    shown = [*rows, opening] if opening else rows
    keys = {thread.solved_by_id} | {key for row in shown for key in (row.author_id, row.newcomer_id)}
    people = User.objects.select_related("territory").in_bulk(keys - {None})
    thread.solved_by = people.get(thread.solved_by_id)
    for row in shown:
        row.thread, row.author, row.newcomer = thread, people.get(row.author_id), people.get(row.newcomer_id)
    return rows, opening, has_more


def _first_new(rows: list[Message], user, read_n: int | None) -> int | None:
    if read_n is None or not rows:
        return None
    new = [row for row in rows if row.n > read_n and row.author_id != user.pk]
    # Everything being new, a line on top of everything says nothing.
    return new[0].pk if new and new[0].pk != rows[0].pk else None


def _line(message: Message, thread: Thread, user, *, is_new: bool = False) -> Line:
    return Line(
        message=message,
        mine=message.author_id == user.pk,
        is_new=is_new,
        accepted=thread.accepted_id == message.pk,
        useful_to_me=message.useful_to_me,
        may_edit=may.can_edit(user, message),
        may_withdraw=may.can_withdraw(user, message),
        may_be_useful=may.can_mark_useful(user, message),
        may_accept=thread.accepted_id != message.pk and may.can_accept(user, message),
        # Who may hide need not report.
        may_report=may.can_report(user, message) and not may.can_moderate(user, thread.channel),
        may_hide=may.can_hide(user, message),
        may_restore=may.can_restore(user, message),
    )


def address_of(message: Message) -> str:
    """Say where a message stands: its thread's page, the part of it that has the message, and the place there."""
    later = Message.objects.filter(thread=message.thread_id, n__gt=message.n).count()
    part = "" if later < AT_ONCE else f"?prima={message.n + 1}"
    return f"{message.thread.get_absolute_url()}{part}#message-{message.pk}"
