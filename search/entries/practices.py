"""Practices: the sheet with all its answers. What others told of trying it is for members, and is not here."""

import re
from collections.abc import Iterator

from django.db.models import QuerySet

from portal.vocabulary.queries import with_parents
from practices.models import PracticePage
from practices.permissions import WRITTEN_IN
from practices.queries import translate

from .shape import LONG_AGO, Entry

_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_AT_THE_START = re.compile(r"^\s*(?:[-+*>]\s+|#{1,6}\s+|\d+\.\s+)+", re.M)
_SIGNS = re.compile(r"[*_`~]+")
CHUNK = 200


def entries(pks: list[int] | None = None) -> Iterator[Entry]:
    practices = PracticePage.objects.live().filter(locale__language_code=WRITTEN_IN)
    practices = practices.select_related("counts", "territory__parent").prefetch_related("themes__parent", "tags")
    if pks is not None:
        practices = practices.filter(pk__in=pks)
    chunk: list[PracticePage] = []
    for practice in practices.order_by("pk").iterator(chunk_size=CHUNK):
        chunk.append(practice)
        if len(chunk) == CHUNK:
            yield from _entries(chunk)
            chunk = []
    yield from _entries(chunk)


def _entries(practices: list[PracticePage]) -> Iterator[Entry]:
    keys = [practice.translation_key for practice in practices]
    twins = PracticePage.objects.live().filter(translation_key__in=keys).exclude(locale__language_code=WRITTEN_IN)
    translations: dict = {}
    for twin in twins:
        translations.setdefault(twin.translation_key, []).append(twin)
    for practice in practices:
        yield entry(practice, translations.get(practice.translation_key, ()))


def entry(practice: PracticePage, translations=()) -> Entry:
    themes = list(practice.themes.all())
    places = [practice.territory] if practice.territory_id else []
    words = [tag.name for tag in practice.tags.all()]
    words += [word for term in (*themes, *places) for word in (term.name, term.name_en)]
    # Who reads in English finds it by the words of its translation; the sheet itself is one thing.
    words += [f"{twin.title} {_body(twin)}" for twin in translations]
    return Entry(
        key=f"practice:{practice.pk}",
        title=practice.title,
        body=_body(practice),
        words=" · ".join(words),
        themes=tuple(with_parents(themes)),
        territory=tuple(with_parents(places)),
        setting=(practice.setting,) if practice.setting else (),
        outcome=(practice.kind,),
        audience=(practice.audience,),
        url=("practices:practice_show", practice.slug),
        changed_at=practice.last_published_at or practice.first_published_at or LONG_AGO,
        version=version(practice),
        weight=practice.counts.tried if hasattr(practice, "counts") else 0,
    )


def shown(practices: QuerySet[PracticePage]) -> list[PracticePage]:
    return translate(practices.select_related("counts").defer(*PracticePage.TEXTS))


def face(practice: PracticePage) -> tuple[str, str, str, str]:
    words = practice.words
    return words.title, words.summary, practice.get_absolute_url(), "en" if practice.is_translated else WRITTEN_IN


def version(practice: PracticePage) -> str:
    return f"{practice.last_published_at}"


def _body(practice: PracticePage) -> str:
    return "\n".join(bare(text) for text in (practice.summary, *(text for _, text in practice.sections)) if text)


def bare(markdown: str) -> str:
    """Give the words of a text without its marks. Quick, for an index; what people see is rendered elsewhere."""
    return " ".join(_SIGNS.sub("", _LINK.sub(r"\1", _AT_THE_START.sub(" ", markdown))).split())
