"""What follows from what was said: people are told, newcomers find their place."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.events import JOINED, QUALIFIED, SHADOWING_BEGUN
from portal.accounts.models import User
from portal.accounts.permissions import moderators
from portal.clock import now
from portal.journal.actions import on
from portal.notifications.actions import notify
from portal.notifications.models import Notification
from practices.events import PRACTICE_PUBLISHED

from . import actions
from .events import (
    MESSAGE_EDITED,
    MESSAGE_HIDDEN,
    MESSAGE_POSTED,
    MESSAGE_REPORTED,
    REPORT_ANSWERED,
    THREAD_OPENED,
    THREAD_SOLVED,
)
from .models import Message, Report, Thread
from .permissions import can_read, can_see_reports, readers
from .queries import audience_of

# An event that is heard later than this is no news.
NEWS = timedelta(days=7)


def _tell(readers: Iterable[User], kind: str, say: Callable[[], str], thread: Thread, event) -> None:
    """Put a notice in people's trays, each in her language.

    Of the same discussion one notice of a kind waits at a time: twenty answers while she was away are one line.
    """
    by_language: dict[str, list[User]] = {}
    for reader in readers:
        by_language.setdefault(reader.language, []).append(reader)
    for language, people in by_language.items():
        with override(language):
            url = thread.get_absolute_url()
            waiting = Notification.objects.filter(reader__in=people, kind=kind, url=url, read_at=None)
            told = set(waiting.values_list("reader", flat=True))
            for reader in people:
                if reader.pk not in told:
                    notify(reader, kind, say(), url, event)


def _name(person: User | None) -> str:
    return person.short_name if person else _("Un collega")


@on(MESSAGE_POSTED)
def tell_of_the_message(event) -> None:
    message: Message = event.subject
    thread = message.thread
    # As it is now: what was taken back or hidden meanwhile is told to nobody.
    if message.state != Message.Kind.TEXT or thread.hidden_at or thread.withdrawn_at:
        return
    words = {"who": _name(message.author), "title": thread.title}
    people = audience_of(message)
    _tell(
        people["named"], "message.mention", lambda: _("%(who)s ti ha nominato in «%(title)s».") % words, thread, event
    )
    _tell(
        people["asked"], "thread.answered", lambda: _("%(who)s ti ha risposto in «%(title)s».") % words, thread, event
    )
    _tell(people["others"], "thread.continued", lambda: _("%(who)s ha scritto in «%(title)s».") % words, thread, event)


@on(MESSAGE_EDITED)
def tell_who_was_named_later(event) -> None:
    message: Message = event.subject
    if message.state == Message.Kind.TEXT:
        _tell_named(message.thread, event, exclude=message.author_id)


@on(THREAD_OPENED)
def tell_of_the_thread(event) -> None:
    """Who keeps the channel hears of a new discussion, and who is named in it."""
    thread: Thread = event.subject
    if thread.hidden_at or thread.withdrawn_at:
        return
    _tell_named(thread, event, exclude=thread.opened_by_id)
    keeper = thread.channel.keeper
    if keeper and keeper.is_active and keeper.pk != thread.opened_by_id and can_read(keeper, thread):
        words = {"who": _name(thread.opened_by), "title": thread.title}
        say = lambda: _("%(who)s ha aperto «%(title)s» nel canale che curi.") % words  # noqa: E731
        _tell([keeper], "thread.opened", say, thread, event)


def _tell_named(thread: Thread, event, *, exclude: int | None) -> None:
    named = readers(thread.channel).filter(pk__in=event.labels.get("mentioned", [])).exclude(pk=exclude or 0)
    words = {"who": _name(event.actor), "title": thread.title}
    _tell(named, "message.mention", lambda: _("%(who)s ti ha nominato in «%(title)s».") % words, thread, event)


@on(THREAD_SOLVED)
def tell_whose_answer_was_chosen(event) -> None:
    thread: Thread = event.subject
    answer = thread.accepted
    if answer is None or answer.author is None or answer.author_id == event.actor_id:
        return
    if can_read(answer.author, thread):
        words = {"title": thread.title}
        say = lambda: _("La tua risposta è quella scelta in «%(title)s».") % words  # noqa: E731
        _tell([answer.author], "answer.chosen", say, thread, event)


@on(MESSAGE_REPORTED)
def tell_who_moderates(event) -> None:
    message: Message = event.subject
    for reader in moderators().exclude(pk=message.author_id or 0):
        if can_see_reports(reader):
            with override(reader.language):
                notify(
                    reader,
                    "message.reported",
                    _("Un messaggio è stato segnalato: guardalo."),
                    reverse("forum:moderation"),
                    event,
                )


@on(MESSAGE_HIDDEN)
def tell_whose_message_was_hidden(event) -> None:
    message: Message = event.subject
    author, thread = message.author, message.thread
    if message.hidden_at and author and can_read(author, thread):
        words = {"title": thread.title}
        say = lambda: _("Un tuo messaggio in «%(title)s» è nascosto. Lì trovi perché.") % words  # noqa: E731
        _tell([author], "message.hidden", say, thread, event)


@on(REPORT_ANSWERED)
def tell_who_reported(event) -> None:
    report: Report = event.subject
    thread, reader = report.message.thread, report.reported_by
    if not reader.is_active or not can_read(reader, thread):
        return
    words = {"title": thread.title}
    if report.outcome == Report.Outcome.HIDDEN:
        say = lambda: _("Hai segnalato un messaggio in «%(title)s»: ora è nascosto. Grazie.") % words  # noqa: E731
    else:
        say = lambda: _("Abbiamo letto il messaggio che hai segnalato in «%(title)s»: resta.") % words  # noqa: E731
    _tell([reader], "report.answered", say, thread, event)


@on(JOINED, SHADOWING_BEGUN)
def find_her_place(event) -> None:
    actions.settle_in(event.subject)


@on(QUALIFIED)
def welcome_her(event) -> None:
    """A new operator lands in the network's first channel, with the channels that are for her already followed."""
    actions.settle_in(event.subject)
    if now() - event.happened_at < NEWS:
        actions.welcome(event.subject)


@on(PRACTICE_PUBLISHED)
def remember_what_it_was_born_of(event) -> None:
    thread = Thread.objects.filter(pk=event.subject.source_thread or 0).first()
    if thread:
        actions.remember_practice(thread, event.subject)
