"""Who reads, writes and moderates. A predicate answers; its set twin and its door stand beside it."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.accounts.models import User
from portal.accounts.permissions import (
    coordinators,
    is_coordinator,
    is_in_network,
    is_member,
    is_moderator,
    is_operator,
    is_trainer,
    members,
    moderators,
    network,
    trainers,
)
from practices.permissions import can_write

from .models import Channel, Message, Report, Thread

# ── channels ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def reads_network(user) -> bool:
    """Operators, activators in their shadowing, and who moderates or coordinates."""
    return is_in_network(user) or is_moderator(user) or is_coordinator(user)


def _audiences(user) -> list[str]:
    if reads_network(user):
        return [Channel.Audience.OPERATORS, Channel.Audience.MEMBERS]
    return [Channel.Audience.MEMBERS] if is_member(user) or is_trainer(user) else []


def visible_channels(user) -> QuerySet[Channel]:
    """The channels that `user` may read: the set twin of `can_read_channel`."""
    return Channel.objects.filter(audience__in=_audiences(user))


def can_read_channel(user, channel: Channel) -> bool:
    return channel.audience in _audiences(user)


def channel_for(user, slug: str) -> Channel:
    """The only door to a channel. One that `user` may not read does not exist for her: 404."""
    return get_object_or_404(visible_channels(user).select_related("territory"), slug=slug)


def readers(channel: Channel) -> QuerySet[User]:
    """The people who may read a channel: `can_read_channel`, asked from the other side."""
    who = Q()
    for people in (network(), moderators(), coordinators()):
        who |= Q(pk__in=people.values("pk"))
    if channel.is_for_members:
        who |= Q(pk__in=members().values("pk")) | Q(pk__in=trainers().values("pk"))
    return User.objects.filter(who)


def can_open_channel(user) -> bool:
    return is_operator(user) or is_moderator(user) or is_coordinator(user)


def _keeps(user, channel: Channel) -> bool:
    return channel.keeper_id is not None and channel.keeper_id == user.pk and can_read_channel(user, channel)


def can_moderate(user, channel: Channel) -> bool:
    return is_moderator(user) and can_read_channel(user, channel)


# ── threads ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def visible_threads(user) -> QuerySet[Thread]:
    """The threads that `user` may read: the set twin of `can_read`."""
    threads = Thread.objects.filter(channel__audience__in=_audiences(user), withdrawn_at=None)
    if is_moderator(user):
        return threads
    return threads.filter(Q(hidden_at=None) | Q(opened_by__isnull=False, opened_by=user.pk))


def can_read(user, thread: Thread) -> bool:
    if thread.withdrawn_at or not can_read_channel(user, thread.channel):
        return False
    return thread.hidden_at is None or is_moderator(user) or _opened(user, thread)


def thread_for(user, channel: str, slug: str) -> Thread:
    """The only door to a thread: 404 for who may not read it."""
    return get_object_or_404(visible_threads(user).select_related("channel"), channel__slug=channel, slug=slug)


def _opened(user, thread: Thread) -> bool:
    return thread.opened_by_id is not None and thread.opened_by_id == user.pk


def can_open_thread(user, channel: Channel) -> bool:
    """Every reader; in a channel of announcements who keeps it, who moderates, who coordinates."""
    if channel.kind == Channel.Kind.ANNOUNCEMENTS:
        return _keeps(user, channel) or can_moderate(user, channel) or is_coordinator(user, channel.territory)
    return can_read_channel(user, channel)


def can_post(user, thread: Thread) -> bool:
    """Readers write in open threads; a locked thread is read-only for everyone, moderators included."""
    return thread.accepts_messages and thread.hidden_at is None and can_read(user, thread)


def can_retitle(user, thread: Thread) -> bool:
    return _opened(user, thread) and thread.accepts_messages and can_read(user, thread)


def can_lock(user, thread: Thread) -> bool:
    return thread.accepts_messages and (_keeps(user, thread.channel) or can_moderate(user, thread.channel))


def can_reopen(user, thread: Thread) -> bool:
    """What was solved is reopened by who asked; what was locked only by who may lock."""
    if not can_read(user, thread) or thread.status == Thread.Status.OPEN:
        return False
    if _keeps(user, thread.channel) or can_moderate(user, thread.channel):
        return True
    return thread.is_solved and _opened(user, thread)


def can_pin(user, thread: Thread) -> bool:
    return can_read(user, thread) and (_keeps(user, thread.channel) or can_moderate(user, thread.channel))


def can_make_practice(user, thread: Thread) -> bool:
    """Who writes practices turns what was learnt into one; once published, it is the thread's."""
    became_one = thread.practice_id is not None and thread.practice.live
    return can_read(user, thread) and can_write(user) and not became_one and thread.hidden_at is None


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def visible_messages(user) -> QuerySet[Message]:
    """The messages that `user` may read, as readers see them: the set twin of `can_read_message`."""
    return Message.objects.filter(thread__in=visible_threads(user))


def can_read_message(user, message: Message) -> bool:
    return can_read(user, message.thread)


def message_for(user, pk: int) -> Message:
    """The only door to a message."""
    messages = visible_messages(user).select_related("thread__channel", "thread__opened_by", "author__territory")
    return get_object_or_404(messages, pk=pk)


def _wrote(user, message: Message) -> bool:
    return message.author_id is not None and message.author_id == user.pk


def _stands(message: Message) -> bool:
    return message.state == Message.Kind.TEXT


def can_edit(user, message: Message) -> bool:
    """Who wrote it, also when it was hidden: corrected, a moderator may show it again. Never anybody else."""
    return (
        _wrote(user, message)
        and message.kind == Message.Kind.TEXT
        and message.deleted_at is None
        and message.thread.accepts_messages
        and can_read_message(user, message)
    )


def can_withdraw(user, message: Message) -> bool:
    """Who wrote it, at any time, also in a locked thread."""
    return _wrote(user, message) and message.deleted_at is None and can_read_message(user, message)


def can_mark_useful(user, message: Message) -> bool:
    return _stands(message) and not _wrote(user, message) and can_read_message(user, message)


def can_accept(user, message: Message) -> bool:
    """Who asked, or a moderator, chooses the answer."""
    thread = message.thread
    return (
        _stands(message)
        and thread.accepts_messages
        and message.pk != thread.opening_id
        and not thread.is_pinned  # what stays on top is no question
        and can_read(user, thread)
        and (_opened(user, thread) or can_moderate(user, thread.channel))
    )


def can_report(user, message: Message) -> bool:
    return _stands(message) and not _wrote(user, message) and can_read_message(user, message)


def can_hide(user, message: Message) -> bool:
    """A moderator hides, with a reason, what somebody else wrote. She never edits."""
    return _stands(message) and not _wrote(user, message) and can_moderate(user, message.thread.channel)


def can_restore(user, message: Message) -> bool:
    return message.state == "hidden" and not _wrote(user, message) and can_moderate(user, message.thread.channel)


def can_see_words(user, message: Message) -> bool:
    """The words of a hidden message are for who wrote them and for who moderates."""
    if message.deleted_at or not can_read_message(user, message):
        return False
    return message.hidden_at is None or _wrote(user, message) or can_moderate(user, message.thread.channel)


def can_see_history(user, message: Message) -> bool:
    return (
        message.deleted_at is None
        and can_read_message(user, message)
        and (_wrote(user, message) or can_moderate(user, message.thread.channel))
    )


# ── reports ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def can_see_reports(user) -> bool:
    return is_moderator(user)


def visible_reports(user) -> QuerySet[Report]:
    """Reports are for moderators, and never those on what they wrote themselves: another one answers."""
    if not is_moderator(user):
        return Report.objects.none()
    return Report.objects.filter(message__channel__in=visible_channels(user)).exclude(message__author=user.pk)


def can_answer_report(user, report: Report) -> bool:
    return report.message.author_id != user.pk and can_moderate(user, report.message.thread.channel)


def report_for(user, pk: int) -> Report:
    """The only door to a report."""
    reports = visible_reports(user).select_related("message__thread__channel", "message__author", "reported_by")
    return get_object_or_404(reports, pk=pk)
