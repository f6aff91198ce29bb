"""Opportunities: what there is, for whom, with which papers. Public."""

from collections.abc import Iterator

from django.db.models import QuerySet

from portal.opportunities.models import Opportunity
from portal.vocabulary.queries import with_parents

from .shape import Entry, digest_of


def entries(pks: list[int] | None = None) -> Iterator[Entry]:
    things = Opportunity.objects.filter(withdrawn_at=None)
    things = things.select_related("organisation", "territory__parent").prefetch_related("themes__parent")
    if pks is not None:
        things = things.filter(pk__in=pks)
    for thing in things.order_by("pk").iterator(chunk_size=300):
        yield entry(thing)


def entry(thing: Opportunity) -> Entry:
    themes = list(thing.themes.all())
    words = [word for term in (*themes, thing.territory) for word in (term.name, term.name_en)]
    return Entry(
        key=f"opportunity:{thing.pk}",
        title=thing.title,
        body=_body(thing),
        words=" · ".join([thing.organisation.name, *words]),
        themes=tuple(with_parents(themes)),
        territory=tuple(with_parents([thing.territory])),
        audience=("public",),
        url=("opportunities:opportunity_show", str(thing.pk)),
        changed_at=thing.checked_at,
        version=version(thing),
    )


def shown(things: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    return things.select_related("organisation", "territory__parent")


def face(thing: Opportunity) -> tuple[str, str, str, str]:
    return thing.title, thing.summary, thing.get_absolute_url(), "it"


def version(thing: Opportunity) -> str:
    return digest_of(f"{thing.title}\n{_body(thing)}\n{thing.state}\n{thing.checked_at}")


def _body(thing: Opportunity) -> str:
    parts = (thing.summary, thing.for_whom, thing.requirements, thing.documents, thing.hours, thing.place, thing.notice)
    return "\n".join(part for part in parts if part)
