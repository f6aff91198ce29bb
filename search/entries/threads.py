"""Discussions: the title, and what colleagues wrote there. Found by who may read the channel.

Every message makes the entry of its discussion anew: what that costs must not grow with the discussion. Of a long one
the entry keeps the question, the answer that was chosen, and the newest messages.
"""

from collections.abc import Iterator

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum

from forum.models import Message, Thread
from portal.vocabulary.queries import with_parents

from .shape import Entry, bare_html

# The messages whose words a reader of the thread sees.
_READABLE = Q(deleted_at=None, hidden_at=None, kind=Message.Kind.TEXT)
CHUNK = 200
NEWEST = 100  # messages
LONGEST_BODY = 20_000  # characters


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
    readable = Message.objects.filter(_READABLE).order_by("-n")
    rows: dict[int, list[tuple[int, str]]] = {thread.pk: [] for thread in threads}
    short = [thread.pk for thread in threads if thread.msg_count <= NEWEST]
    for thread, pk, html in readable.filter(thread__in=short).values_list("thread_id", "pk", "html"):
        rows[thread].append((pk, html))
    for thread in threads:
        if thread.msg_count > NEWEST:
            rows[thread.pk] = _newest(thread, readable)
        yield entry(thread, _body(thread, rows[thread.pk]))


def _newest(thread: Thread, readable: QuerySet[Message]) -> list[tuple[int, str]]:
    """Read the newest messages of a long discussion, and the two that always count; the newest first."""
    rows = list(readable.filter(thread=thread).values_list("pk", "html")[:NEWEST])
    missing = {thread.opening_id, thread.accepted_id} - {None, *(pk for pk, _ in rows)}
    return rows + list(readable.filter(thread=thread, pk__in=missing).values_list("pk", "html"))


def _body(thread: Thread, rows: list[tuple[int, str]]) -> str:
    """Put the words together in their order, as many of the newest as there is room for."""
    always = {thread.opening_id, thread.accepted_id}
    said = [(pk, bare_html(html)) for pk, html in rows]
    room = LONGEST_BODY - sum(len(words) for pk, words in said if pk in always)
    kept = []
    for pk, words in said:
        if pk not in always:
            room -= len(words)
        if pk in always or room >= 0:
            kept.append(words)
    return "\n".join(reversed(kept))


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
