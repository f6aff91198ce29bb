"""Discussions: the title, and what colleagues wrote there. Found by who may read the channel."""

from collections.abc import Iterator

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum

from forum.models import Message, Thread
from portal.vocabulary.actions import with_parents

from .shape import Entry, bare_html

# The messages whose words a reader of the thread sees.
_READABLE = Q(deleted_at=None, hidden_at=None, kind=Message.Kind.TEXT)
CHUNK = 200


def entries(pks: list[int] | None = None) -> Iterator[Entry]:
    threads = _versioned(Thread.objects.filter(withdrawn_at=None, hidden_at=None)).order_by("pk")
    threads = threads.select_related("channel__territory__parent", "territory__parent")
    threads = threads.prefetch_related("themes__parent", "channel__themes__parent")
    if pks is not None:
        threads = threads.filter(pk__in=pks)
    chunk: list[Thread] = []
    for thread in threads.iterator(chunk_size=CHUNK):
        chunk.append(thread)
        if len(chunk) == CHUNK:
            yield from _entries(chunk)
            chunk = []
    yield from _entries(chunk)


def _entries(threads: list[Thread]) -> Iterator[Entry]:
    words: dict[int, list[str]] = {}
    messages = Message.objects.filter(_READABLE, thread__in=threads).order_by("seq")
    for thread, html in messages.values_list("thread_id", "html"):
        words.setdefault(thread, []).append(bare_html(html))
    for thread in threads:
        yield entry(thread, "\n".join(words.get(thread.pk, ())))


def entry(thread: Thread, body: str) -> Entry:
    channel = thread.channel
    themes = list(thread.themes.all()) or list(channel.themes.all())
    place = thread.territory or channel.territory
    places = [place] if place else []
    words = [word for term in (*themes, *places) for word in (term.name, term.name_en)]
    return Entry(
        key=f"thread:{thread.pk}",
        title=thread.title,
        body=body,
        words=" · ".join([channel.title, *words]),
        themes=tuple(with_parents(themes)),
        territory=tuple(with_parents(places)),
        outcome=("solved",) if thread.is_solved else (),
        audience=(f"channel:{channel.pk}",),
        url=("forum:thread_show", channel.slug, thread.slug),
        changed_at=thread.last_at,
        version=version(thread),
    )


def shown(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    return _versioned(threads).select_related("channel", "opening")


def _versioned(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Load what tells whether the words are still the same."""
    words = Message.objects.filter(_READABLE, thread=OuterRef("pk")).order_by().values("thread")
    return threads.annotate(
        readable=Subquery(words.annotate(n=Count("pk")).values("n")),
        revisions=Subquery(words.annotate(n=Sum("rev")).values("n")),
        newest=Subquery(words.annotate(n=Max("seq")).values("n")),
    )


def face(thread: Thread) -> tuple[str, str, str, str]:
    opening = thread.opening
    summary = bare_html(opening.html)[:200] if opening and opening.state == "text" else ""
    return thread.title, summary, thread.get_absolute_url(), "it"


def version(thread: Thread) -> str:
    """Any message that comes, goes or is corrected changes it."""
    return f"{thread.readable or 0}.{thread.revisions or 0}.{thread.newest or 0}"
