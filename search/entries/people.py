"""People of the network, by what they know and where they work. Never by mail address or telephone."""

import re
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.permissions import network
from portal.vocabulary.queries import with_parents

from .shape import Entry, digest_of

_CONTACT = re.compile(r"\S+@\S+|\+?\d[\d\s./-]{5,}\d")


def entries(pks: list[int] | None = None) -> Iterator[Entry]:
    people = User.objects.filter(is_active=True, member_since__isnull=False)
    people = people.select_related("territory__parent").prefetch_related("competences__parent")
    if pks is not None:
        people = people.filter(pk__in=pks)
    in_network = set(network().values_list("pk", flat=True))
    for person in people.iterator(chunk_size=300):
        yield entry(person, is_in_network=person.pk in in_network)


def entry(person: User, *, is_in_network: bool) -> Entry:
    # The same rule as accounts.permissions.visible_people: learners are seen by the network and by who has a role.
    audience = ["operators", "appointed", f"person:{person.pk}"] + (["colleagues"] if is_in_network else [])
    themes = list(person.competences.all())
    place = [person.territory] if person.territory_id else []
    words = [word for term in (*themes, *place) for word in (term.name, term.name_en)]
    return Entry(
        key=f"person:{person.pk}",
        title=person.full_name,
        body=_body(person),
        words=" · ".join(words),
        themes=tuple(with_parents(themes)),
        territory=tuple(with_parents(place)),
        audience=tuple(audience),
        url=("accounts:person_show", person.handle),
        changed_at=person.member_since,
        version=version(person),
    )


def shown(people: QuerySet[User]) -> QuerySet[User]:
    return people.select_related("territory").prefetch_related("competences")


def face(person: User) -> tuple[str, str, str, str]:
    labels = [theme.label for theme in person.competences.all()]
    about = (
        _("Sa di: %(themes)s.") % {"themes": ", ".join(labels).lower()} if labels else _without_contacts(person.about)
    )
    return person.full_name, about, person.get_absolute_url(), "it"


def version(person: User) -> str:
    return digest_of(person.full_name + "\n" + _body(person))


def _body(person: User) -> str:
    speaks = f"Parla {person.languages}" if person.languages.strip() else ""
    parts = (person.job, person.organisation, speaks, person.about)
    return ". ".join(_without_contacts(part).strip().rstrip(".") for part in parts if part.strip())


def _without_contacts(text: str) -> str:
    return " ".join(_CONTACT.sub(" ", text).split())
