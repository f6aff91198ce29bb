"""Discussions as lists show them."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from .. import permissions as may
from ..models import Channel, Membership, Message, Thread, ThreadRead
from .counting import UNREAD_MOST, new_for

TABS = ("tutte", "da-rispondere", "risolte", "mie")


def waiting_threads(user) -> QuerySet[Thread]:
    """Questions that nobody has answered, the oldest first."""
    return (
        may.visible_threads(user)
        .filter(status=Thread.Status.OPEN, answers=0, is_pinned=False, hidden_at=None)
        .exclude(opened_by=None)
        .order_by("opened_at")
    )


def questions_for(user, *, after: datetime | None = None, before: datetime | None = None) -> QuerySet[Thread]:
    """The questions of others that `user` could answer, the oldest first.

    Args:
        user: who could answer.
        after, before: asked from then on, until then.
    """
    questions = waiting_threads(user).exclude(opened_by=user.pk).select_related("channel", "opened_by__territory")
    if after is not None:
        questions = questions.filter(opened_at__gte=after)
    if before is not None:
        questions = questions.filter(opened_at__lt=before)
    return questions


def threads_for(user, channel: Channel | None, *, tab: str = "tutte", words: str = "") -> QuerySet[Thread]:
    """Discussions as a list shows them: the last spoken in first, the pinned ones on top. See `count_unread`.

    Args:
        user: who reads.
        channel: of this channel; of all those she may read when None.
        tab: one of TABS.
        words: only where each of these words stands, in the title or in what was said.
    """
    threads = may.visible_threads(user)
    if channel is not None:
        threads = threads.filter(channel=channel)
    if tab == "da-rispondere":
        threads = threads.filter(pk__in=waiting_threads(user).values("pk"))
    elif tab == "risolte":
        threads = threads.filter(status=Thread.Status.SOLVED)
    elif tab == "mie":
        wrote = Message.objects.filter(thread=OuterRef("pk"), author=user.pk, deleted_at=None)
        threads = threads.filter(Q(opened_by=user.pk) | Q(Exists(wrote)))
    for word in words.split()[:6]:
        said = Message.objects.filter(thread=OuterRef("pk"), hidden_at=None, body__icontains=word)
        threads = threads.filter(Q(title__icontains=word) | Q(Exists(said)))
    mark = ThreadRead.objects.filter(thread=OuterRef("pk"), person=user.pk)
    threads = threads.select_related("last_by").annotate(marked=Subquery(mark.values("read_n")[:1]))
    # All of one channel: it is at hand, `count_unread` gives it back to them.
    return threads.select_related("channel") if channel is None else threads


def count_unread(
    threads: list[Thread], user, channel: Channel | None = None, floors: dict[int, int] | None = None
) -> list[Thread]:
    """Count in each thread what is new for a person: only in channels that she follows, or where she has read.

    Args:
        threads: from `threads_for`; each gets `unread`.
        user: who reads.
        channel: theirs, when they are all of one.
        floors: how far she has read in the channels that she follows, when it is known; asked when None.
    """
    if floors is None:
        channels = {thread.channel_id for thread in threads}
        followed = Membership.objects.filter(person=user.pk, channel__in=channels, muted=False)
        floors = dict(followed.values_list("channel", "read_n"))
    read = defaultdict(list)
    for thread in threads:
        if channel is not None:
            thread.channel = channel
        # Who does not follow the channel hears nothing of it: as if she had read everything.
        seen = max(thread.marked or 0, floors.get(thread.channel_id, thread.last_n))
        if seen < thread.last_n:
            read[seen].append(thread.pk)
    news = Q()
    for seen, keys in read.items():
        news |= Q(thread__in=keys, n__gt=seen)
    new = new_for(user).filter(news).values_list("thread") if news else new_for(user).none()
    counts = dict(new.annotate(Count("pk")))
    for thread in threads:
        thread.unread = min(counts.get(thread.pk, 0), UNREAD_MOST)
    return threads


def similar_threads(user, title: str) -> list[Thread]:
    """Up to five discussions whose title has words of this one, those with more of them first."""
    stems = list(dict.fromkeys(word[:6].lower() for word in title.split() if len(word) > 3))[:8]
    if not stems:
        return []
    some = Q()
    for stem in stems:
        some |= Q(title__icontains=stem)
    found = list(may.visible_threads(user).filter(some, hidden_at=None).select_related("channel")[:200])
    scores = {thread.pk: sum(stem in thread.title.lower() for stem in stems) for thread in found}
    needed = 2 if len(stems) > 2 else 1
    best = [thread for thread in found if scores[thread.pk] >= needed]
    return sorted(best, key=lambda thread: -scores[thread.pk])[:5]


def threads_about(user, page_pk: int) -> QuerySet[Thread]:
    """The discussions about a page (a practice, a lesson), and the one that it was born of."""
    about = Q(about=page_pk) | Q(practice=page_pk)
    return may.visible_threads(user).filter(about, hidden_at=None).select_related("channel", "last_by")
