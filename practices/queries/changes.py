"""Sheets as revisions keep them, and what changed from one to another."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.models import Revision

from portal.vocabulary.models import Territory, Theme

from ..models import PracticePage

# What a reader would notice, in the order of the sheet.
_PLAIN = ("title", "summary", "cost", *PracticePage.TEXTS)
_CHOSEN = ("kind", "setting", "audience")
# Beyond this many words a text is compared by paragraphs: the time grows with their product.
_MOST_WORDS = 3000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_PARAGRAPH = re.compile(r"\n\s*\n|[^\n]+|\n")


@dataclass(frozen=True)
class Piece:
    """Some words: the same in both texts, added (`ins`) or taken away (`del`)."""

    words: str
    kind: str = ""


@dataclass(frozen=True)
class Change:
    """A field that changed, with its words."""

    label: str
    pieces: list[Piece]


def sheet_of(revision: Revision) -> PracticePage:
    """Give the sheet that a revision keeps, to be read and not saved: three queries."""
    content = revision.content
    sheet = PracticePage(pk=content["pk"], title=content["title"], slug=content["slug"])
    for name in (*_PLAIN, *_CHOSEN, "minutes", "example", "facts", "source_thread", "source_title"):
        setattr(sheet, name, content.get(name, getattr(sheet, name)))
    sheet.author_id = content.get("author")
    sheet.themes = list(Theme.objects.filter(pk__in=content.get("themes") or []))
    sheet.territory = (
        Territory.objects.filter(pk=content.get("territory")).first() if content.get("territory") else None
    )
    sheet.tag_names = _tag_names(content)
    return sheet


def written(sheet: PracticePage) -> PracticePage:
    """Give a sheet as its author left it: her last draft, or what is published where nobody kept a revision."""
    if sheet.latest_revision:
        return sheet_of(sheet.latest_revision)
    sheet.tag_names = sorted(sheet.tags.names())
    return sheet


def _tag_names(content: dict) -> list[str]:
    keys = [item["tag"] for item in content.get("tagged_items") or []]
    return sorted(Tag.objects.filter(pk__in=keys).values_list("name", flat=True)) if keys else []


def changes_between(before: Revision, after: Revision) -> list[Change]:
    """Say field by field which words were added and which were taken away."""
    old, new = sheet_of(before), sheet_of(after)
    found = []
    for label, was, now in zip(_labels(), _texts(old), _texts(new), strict=True):
        if was != now:
            found.append(Change(label, pieces_between(was, now)))
    return found


def _labels() -> list[str]:
    names = (*_PLAIN, *_CHOSEN, "minutes", "territory", "themes", "tags")
    labels = [str(PracticePage._meta.get_field(name).verbose_name) for name in names]
    return [_("Titolo"), *(label[:1].upper() + label[1:] for label in labels[1:])]


def _texts(sheet: PracticePage) -> list[str]:
    """Give every field as words, in the order of `_labels`."""
    return [
        *(str(getattr(sheet, name) or "") for name in _PLAIN),
        *(str(getattr(sheet, f"get_{name}_display")()) for name in _CHOSEN),
        str(sheet.minutes or ""),
        sheet.territory.label if sheet.territory else "",
        ", ".join(theme.label for theme in sheet.themes.all()),
        ", ".join(sheet.tag_names),
    ]


def pieces_between(was: str, now: str) -> list[Piece]:
    """Compare two texts word by word.

    Args:
        was, now: two texts, of any length.

    Returns:
        Pieces that, without the added ones, give `was` and, without those taken away, give `now`.
    """
    old, new = _WORD.findall(was), _WORD.findall(now)
    if len(old) > _MOST_WORDS or len(new) > _MOST_WORDS:
        old, new = _PARAGRAPH.findall(was), _PARAGRAPH.findall(now)
    pieces = []
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            pieces.append(Piece("".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece("".join(old[a:b]), "del"))
        if c < d:
            pieces.append(Piece("".join(new[c:d]), "ins"))
    return pieces
