"""What follows from what was said: people are told, newcomers find their place."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
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
    MESSAGE_RESTORED,
    MESSAGE_WITHDRAWN,
    REPORT_ANSWERED,
    THREAD_CHANGED,
    THREAD_OPENED,
    THREAD_SOLVED,
    THREAD_WITHDRAWN,
)
from .models import Message, Report, Thread
from .permissions import can_read, can_see_reports, readers
from .queries import audience_of

# An event that is heard later than this is no news.
NEWS = timedelta(days=7)


# What a notice about a discussion says, by its kind: worded in the reader's language when she is told, and again when
# the title changes or goes out of sight.
_SAYINGS = {
    "message.mention": _lazy("%(who)s ti ha nominato in «%(title)s»."),
    "thread.answered": _lazy("%(who)s ti ha risposto in «%(title)s»."),
    "thread.continued": _lazy("%(who)s ha scritto in «%(title)s»."),
    "thread.opened": _lazy("%(who)s ha aperto «%(title)s» nel canale che curi."),
    "answer.chosen": _lazy("La tua risposta è quella scelta in «%(title)s»."),
    "message.hidden": _lazy("Un tuo messaggio in «%(title)s» è nascosto. Lì trovi perché."),
    "report.answered": _lazy("Abbiamo letto il messaggio che hai segnalato in «%(title)s»: resta."),
    "report.hidden": _lazy("Hai segnalato un messaggio in «%(title)s»: ora è nascosto. Grazie."),
}


def _say(kind: str, thread: Thread, event) -> str:
    """Word a notice as things are now, in the language that is active."""
    if kind == "report.answered" and event.labels.get("outcome") == Report.Outcome.HIDDEN:
        kind = "report.hidden"
    title = _("una discussione") if thread.is_out_of_sight else thread.title
    who = event.actor.short_name if event.actor else _("Una persona che non è più nella rete")
    return str(_SAYINGS[kind]) % {"who": who, "title": title}


def _tell(readers: Iterable[User], kind: str, thread: Thread, event) -> None:
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
                    notify(reader, kind, _say(kind, thread, event), url, event)


def _told_of(thread: Thread) -> Iterator[QuerySet[Notification]]:
    """Give the notices that lead to a discussion, language by language, with that language active."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            told = Notification.objects.filter(url=thread.get_absolute_url(), kind__in=_SAYINGS, event__isnull=False)
            yield told.select_related("event__actor")


@on(MESSAGE_HIDDEN, MESSAGE_RESTORED, MESSAGE_WITHDRAWN, THREAD_CHANGED)
def word_its_notices_again(event) -> None:
    """A title that changed, went out of sight or came back does so in the trays too."""
    subject = event.subject
    thread: Thread = subject if isinstance(subject, Thread) else subject.thread
    if subject != thread and subject.pk != thread.opening_id:
        return
    for notices in _told_of(thread):
        changed = []
        for notice in notices:
            text = _say(notice.kind, thread, notice.event)[:240]
            if text != notice.text:
                notice.text = text
                changed.append(notice)
        Notification.objects.bulk_update(changed, ["text"], batch_size=400)


@on(THREAD_WITHDRAWN)
def take_its_notices_away(event) -> None:
    """What was taken back does not come again: its notices would lead nowhere."""
    for notices in _told_of(event.subject):
        notices.delete()


@on(MESSAGE_POSTED)
def tell_of_the_message(event) -> None:
    message: Message = event.subject
    thread = message.thread
    # As it is now: what was taken back or hidden meanwhile is told to nobody.
    if message.state != Message.Kind.TEXT or thread.is_out_of_sight:
        return
    people = audience_of(message)
    _tell(people["named"], "message.mention", thread, event)
    _tell(people["asked"], "thread.answered", thread, event)
    _tell(people["others"], "thread.continued", thread, event)


@on(MESSAGE_EDITED)
def tell_who_was_named_later(event) -> None:
    message: Message = event.subject
    if message.state == Message.Kind.TEXT:
        _tell_named(message.thread, event, exclude=message.author_id)


@on(THREAD_OPENED)
def tell_of_the_thread(event) -> None:
    """Who keeps the channel hears of a new discussion, and who is named in it."""
    thread: Thread = event.subject
    _tell_named(thread, event, exclude=thread.opened_by_id)
    keeper = thread.channel.keeper
    if keeper and keeper.is_active and keeper.pk != thread.opened_by_id and can_read(keeper, thread):
        if not thread.is_out_of_sight:
            _tell([keeper], "thread.opened", thread, event)


def _tell_named(thread: Thread, event, *, exclude: int | None) -> None:
    if thread.is_out_of_sight:
        return
    named = readers(thread.channel).filter(pk__in=event.labels.get("mentioned", [])).exclude(pk=exclude or 0)
    _tell(named, "message.mention", thread, event)


@on(THREAD_SOLVED)
def tell_whose_answer_was_chosen(event) -> None:
    thread: Thread = event.subject
    answer = thread.accepted
    if answer is None or answer.author is None or answer.author_id == event.actor_id:
        return
    if can_read(answer.author, thread):
        _tell([answer.author], "answer.chosen", thread, event)


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
        _tell([author], "message.hidden", thread, event)


@on(REPORT_ANSWERED)
def tell_who_reported(event) -> None:
    report: Report = event.subject
    thread, reader = report.message.thread, report.reported_by
    if reader.is_active and can_read(reader, thread):
        _tell([reader], "report.answered", thread, event)


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
