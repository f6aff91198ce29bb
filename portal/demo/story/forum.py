"""The channels, and what was said in them: told in the order in which it happened, so that numbers follow time."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Max
from wagtail.models import Revision

from forum import actions
from forum.models import Channel, Membership, Message, Thread
from portal.accounts.models import User
from portal.clock import at, real_now
from portal.journal.actions import listeners, name_of
from portal.journal.models import Delivery
from portal.vocabulary.models import Territory, Theme
from practices.models import PracticePage

from .files import folder, moment, read
from .people import as_now

OPENED = 330  # days ago; the oldest discussion is younger
NEWS = timedelta(days=2)  # what is older was heard long ago
_NEXT = re.compile(r"^--- (\w+) · \+(\d+) · (\d{1,2}:\d\d)$", re.M)
_NAMED = re.compile(r"@(\w+)")
_KEYS = uuid.UUID("b7a1c2de-3f40-4c55-8a66-1d2e3f405162")
LEARNERS = ("lara", "nina", "irene", "pietro")


@dataclass
class Talk:
    """One file: a discussion as it was written down."""

    path: Path
    meta: dict
    said: list[tuple[str, datetime, str]] = field(default_factory=list)
    thread: Thread | None = None
    messages: list[Message] = field(default_factory=list)

    def key(self, n: int) -> uuid.UUID:
        return uuid.uuid5(_KEYS, f"{self.path.parent.name}/{self.path.name}/{n}")


def tell(cast: dict[str, User]) -> None:
    """Open the channels, say everything again, and let people have read up to yesterday."""
    cast = as_now(cast)
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    places = {place.slug: place for place in Territory.objects.all()}
    channels, talks = {}, []
    for path in sorted(folder("forum").glob("*/*.md")):
        meta, body = read(path)
        if path.name == "channel.md":
            channels[path.parent.name] = _open_channel(meta, body, cast, themes, places)
        else:
            talks.append(_talk(path, meta, body, cast))
    for when, act in sorted(_acts(talks, channels, cast, themes, places), key=lambda pair: pair[0]):
        with at(when):
            act()
    _read(cast, channels)
    _hear()


def _open_channel(meta: dict, body: str, cast, themes, places) -> Channel:
    with at(moment(OPENED)):
        return actions.open_channel(
            meta["title"],
            purpose=meta["purpose"],
            about=body.strip(),
            kind=meta.get("kind", "open"),
            audience=meta.get("audience", "operators"),
            territory=places.get(meta.get("territory")),
            themes=[themes[slug] for slug in meta.get("themes") or []],
            keeper=cast[meta["keeper"]],
            slug=meta["slug"],
            by=cast["elena"],
        )


def _talk(path: Path, meta: dict, body: str, cast) -> Talk:
    """Cut a file into its messages, with the moment of each."""
    first, *rest = _NEXT.split(body)
    said = [(meta["opened_by"], moment(meta["days_ago"], meta["at"]), first)]
    for author, days, clock, text in zip(rest[0::4], rest[1::4], rest[2::4], rest[3::4], strict=True):
        when = moment(meta["days_ago"] - int(days), clock)
        said.append((author, max(when, said[-1][1] + timedelta(seconds=1)), text))
    in_words = [
        (author, when, _NAMED.sub(lambda word: _called(word, cast), text.strip())) for author, when, text in said
    ]
    return Talk(path, meta, in_words)


def _called(word: re.Match, cast) -> str:
    return f"@{cast[word[1]].handle}" if word[1] in cast else word[0]


def _acts(talks: list[Talk], channels, cast, themes, places) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Say what happened and when, discussion by discussion."""
    for talk in talks:
        channel = channels[talk.path.parent.name]
        for n, (_, when, _text) in enumerate(talk.said):
            yield when, lambda talk=talk, n=n, channel=channel: _say(talk, n, channel, cast, themes, places)
        end = talk.said[-1][1] + timedelta(minutes=4)
        yield min(end, real_now()), lambda talk=talk: _settle(talk, cast)


def _say(talk: Talk, n: int, channel: Channel, cast, themes, places) -> None:
    author, _, text = talk.said[n]
    if n:
        talk.messages.append(actions.post_message(talk.thread, text, cid=talk.key(n), by=cast[author]))
        return
    talk.thread = actions.open_thread(
        channel,
        talk.meta["title"],
        text,
        cid=talk.key(0),
        by=cast[author],
        themes=[themes[slug] for slug in talk.meta.get("themes") or []],
        territory=places.get(talk.meta.get("territory")),
        slug=talk.meta["slug"],
    )
    talk.messages.append(talk.thread.opening)


def _settle(talk: Talk, cast) -> None:
    """What came of it: the answer that was chosen, who found it useful, the practice that it became."""
    thread, meta = talk.thread, talk.meta
    if meta.get("accepted"):
        answer = talk.messages[meta["accepted"] - 1]
        for person in _grateful(talk, answer, cast):
            actions.mark_useful(answer, by=person)
        actions.accept_answer(Message.objects.select_related("thread__channel").get(pk=answer.pk), by=thread.opened_by)
        thread.refresh_from_db(fields=["accepted", "status"])
    if meta.get("pinned"):
        actions.pin_thread(thread, by=cast["dino"])
    if meta.get("status") == "locked":
        actions.lock_thread(thread, by=cast["dino"])
    practice = PracticePage.objects.filter(slug=meta.get("practice", ""), live=True).first()
    if practice:
        _became(thread, practice)


def _grateful(talk: Talk, answer: Message, cast) -> list[User]:
    """Choose who says «utile anche a me»: the same people at each loading, more where more people write."""
    some = [
        key for key in sorted(cast) if key not in LEARNERS and cast[key].recognised and cast[key].pk != answer.author_id
    ]
    start = sum(talk.key(0).bytes) % len(some)
    return [cast[key] for key in (some[start:] + some[:start])[: 2 + len(talk.said) // 2]]


def _became(thread: Thread, practice: PracticePage) -> None:
    actions.remember_practice(thread, practice)
    source = {"source_thread": thread.pk, "source_title": thread.title}
    PracticePage.objects.filter(pk=practice.pk).update(**source)
    for revision in Revision.objects.for_instance(practice):
        revision.content |= source
        revision.save(update_fields=["content"])


def _read(cast: dict[str, User], channels: dict[str, Channel]) -> None:
    """Everybody follows where she writes and what is for her, and has read what was said until yesterday morning."""
    wrote = set(Message.objects.filter(author__isnull=False).values_list("channel", "author").distinct())
    yesterday = moment(1, "7:00")
    floors = dict(
        Message.objects.filter(posted_at__lt=yesterday)
        .order_by()
        .values("channel")
        .annotate(n=Max("n"))
        .values_list("channel", "n")
    )
    Membership.objects.bulk_create(
        [
            Membership(channel_id=channel, person_id=person, joined_at=moment(OPENED))
            for channel, person in sorted(wrote)
        ],
        ignore_conflicts=True,
    )
    for person in cast.values():
        actions.settle_in(person)
    for channel in channels.values():
        Membership.objects.filter(channel=channel).update(read_n=floors.get(channel.pk, 0))


def _hear() -> None:
    """Tell people of the last days as it happened then; of what is older they have heard long ago."""
    mine = Delivery.objects.filter(
        listener__startswith="forum.handlers.", event__kind__regex=r"^(thread|message|channel)\."
    )
    recent = mine.filter(event__happened_at__gt=real_now() - NEWS).select_related("event__subject_type", "event__actor")
    heard = {name_of(listener): listener for group in listeners().values() for listener in group}
    for delivery in recent.order_by("event__happened_at", "pk"):
        if delivery.listener in heard and delivery.event.subject is not None:
            with at(delivery.event.happened_at):
                heard[delivery.listener](delivery.event)
    mine.delete()
