"""Events: what, when, where. The video link is not here: it is for who comes."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.timezone import localtime

from portal.agenda.models import Appointment
from portal.vocabulary.queries import with_parents

from .practices import bare
from .shape import Entry, digest_of


def entries(pks: list[int] | None = None) -> Iterator[Entry]:
    things = shown(Appointment.objects.filter(cancelled_at=None)).prefetch_related("themes__parent")
    if pks is not None:
        things = things.filter(pk__in=pks)
    for thing in things.order_by("pk").iterator(chunk_size=300):
        yield entry(thing)


def entry(thing: Appointment) -> Entry:
    themes = list(thing.themes.all())
    places = [thing.territory] if thing.territory_id else []
    words = [word for term in (*themes, *places) for word in (term.name, term.name_en)]
    return Entry(
        key=f"event:{thing.pk}",
        title=thing.title,
        body=_body(thing),
        words=" · ".join(words),
        themes=tuple(with_parents(themes)),
        territory=tuple(with_parents(places)),
        audience=(thing.audience,),
        url=("agenda:appointment_show", str(thing.pk)),
        changed_at=thing.changed_at,
        version=version(thing),
    )


def shown(things: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return things.select_related("organisation", "territory__parent")


def face(thing: Appointment) -> tuple[str, str, str, str]:
    return thing.title, thing.summary, thing.get_absolute_url(), "it"


def version(thing: Appointment) -> str:
    return digest_of(f"{thing.title}\n{_body(thing)}\n{thing.cancelled_at}")


def _body(thing: Appointment) -> str:
    body = thing.organisation.name if thing.organisation_id else ""
    day = f"{localtime(thing.starts_at):%d/%m/%Y}"
    return "\n".join(part for part in (thing.summary, bare(thing.text), thing.place, body, day) if part)
