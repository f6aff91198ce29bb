"""Desks: where, what they do, in which languages. Public; no operator's name, and no number: that is on the page."""

from collections.abc import Iterator

from django.db.models import QuerySet

from portal.network.models import Desk
from portal.vocabulary.queries import with_parents

from .practices import bare
from .shape import Entry, digest_of


def entries(pks: list[int] | None = None) -> Iterator[Entry]:
    desks = shown(Desk.objects.filter(closed_at=None, organisation__closed_at=None))
    desks = desks.prefetch_related("services__theme__parent")
    if pks is not None:
        desks = desks.filter(pk__in=pks)
    for desk in desks.order_by("pk").iterator(chunk_size=300):
        yield entry(desk)


def entry(desk: Desk) -> Entry:
    themes = list({service.theme: None for service in desk.services.all()})
    words = [word for term in (*themes, desk.territory) for word in (term.name, term.name_en)]
    return Entry(
        key=f"desk:{desk.pk}",
        title=desk.name,
        body=_body(desk),
        words=" · ".join([desk.organisation.name, *words]),
        themes=tuple(with_parents(themes)),
        territory=tuple(with_parents([desk.territory])),
        audience=("public",),
        url=("network:desk_show", desk.slug),
        changed_at=desk.checked_at,
        version=version(desk),
    )


def shown(desks: QuerySet[Desk]) -> QuerySet[Desk]:
    return desks.select_related("organisation", "territory__parent").prefetch_related("services", "languages")


def face(desk: Desk) -> tuple[str, str, str, str]:
    services = "; ".join(service.name for service in desk.services.all())
    return desk.name, services or bare(desk.about)[:200], desk.get_absolute_url(), "it"


def version(desk: Desk) -> str:
    return digest_of(f"{desk.name}\n{_body(desk)}")


def _body(desk: Desk) -> str:
    services = "; ".join(service.name for service in desk.services.all())
    languages = ", ".join(language.name for language in desk.languages.all())
    parts = (services, desk.address, desk.directions, bare(desk.about), languages, desk.remote_how, desk.notice)
    return "\n".join(part for part in parts if part)
