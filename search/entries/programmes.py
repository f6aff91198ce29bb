"""Programmes for families: what they are, who may be in them. Public."""

from collections.abc import Iterator

from django.db.models import QuerySet

from forum.pacts.models import Programme
from portal.vocabulary.queries import with_parents

from .practices import bare
from .shape import Entry, digest_of


def entries(pks: list[int] | None = None) -> Iterator[Entry]:
    things = shown(Programme.objects.filter(closed_at=None)).prefetch_related("themes__parent")
    if pks is not None:
        things = things.filter(pk__in=pks)
    for thing in things.order_by("pk").iterator(chunk_size=300):
        yield entry(thing)


def entry(thing: Programme) -> Entry:
    themes = list(thing.themes.all())
    places = [thing.territory] if thing.territory_id else []
    words = [word for term in (*themes, *places) for word in (term.name, term.name_en)]
    return Entry(
        key=f"programme:{thing.pk}",
        title=thing.name,
        body=_body(thing),
        words=" · ".join(words),
        themes=tuple(with_parents(themes)),
        territory=tuple(with_parents(places)),
        audience=("public",),
        url=("pacts:programme_show", thing.slug),
        changed_at=thing.checked_at,
        version=version(thing),
    )


def shown(things: QuerySet[Programme]) -> QuerySet[Programme]:
    return things.select_related("territory__parent")


def face(thing: Programme) -> tuple[str, str, str, str]:
    return thing.name, thing.lead, thing.get_absolute_url(), "it"


def version(thing: Programme) -> str:
    return digest_of(f"{thing.name}\n{_body(thing)}")


def _body(thing: Programme) -> str:
    return f"{thing.lead}\n{bare(thing.about)}"
