"""The bodies of the network: what they are and do. Public."""

from collections.abc import Iterator

from django.db.models import QuerySet

from portal.network.models import Organisation
from portal.vocabulary.queries import with_parents

from .practices import bare
from .shape import Entry, digest_of


def entries(pks: list[int] | None = None) -> Iterator[Entry]:
    bodies = shown(Organisation.objects.filter(closed_at=None))
    if pks is not None:
        bodies = bodies.filter(pk__in=pks)
    for body in bodies.order_by("pk").iterator(chunk_size=300):
        yield entry(body)


def entry(body: Organisation) -> Entry:
    places = [body.territory] if body.territory_id else []
    words = [word for term in places for word in (term.name, term.name_en)]
    return Entry(
        key=f"body:{body.pk}",
        title=body.name,
        body=_body(body),
        words=" · ".join(words),
        territory=tuple(with_parents(places)),
        audience=("public",),
        url=("network:organisation_show", body.slug),
        changed_at=body.checked_at,
        version=version(body),
    )


def shown(bodies: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return bodies.select_related("territory__parent")


def face(body: Organisation) -> tuple[str, str, str, str]:
    return body.name, bare(body.about)[:200], body.get_absolute_url(), "it"


def version(body: Organisation) -> str:
    return digest_of(f"{body.name}\n{_body(body)}")


def _body(body: Organisation) -> str:
    return "\n".join(part for part in (body.get_kind_display(), bare(body.about), body.address) if part)
