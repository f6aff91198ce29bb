"""Ask the vocabulary."""

from difflib import get_close_matches
from unicodedata import combining, normalize

from django.db.models import Q

from .models import Territory


def with_parents(terms) -> list[str]:
    """Give the slugs of some words and of their wider words, each once, in order. Load `parent` with the words."""
    slugs = {}
    for term in terms:
        slugs[term.slug] = None
        if term.parent_id:
            slugs[term.parent.slug] = None
    return list(slugs)


def area_of(territory: Territory) -> Territory:
    """Give the wide territory that this one is, or lies in. Load `parent` with it."""
    return territory.parent if territory.parent_id else territory


def lies_in(area) -> Q:
    """Give the condition that a thing's `territory` is `area`, or a part of it.

    Args:
        area: a territory, its key, or an `OuterRef` to one.
    """
    return Q(territory=area) | Q(territory__parent=area)


def territories_named(words: str) -> list[Territory]:
    """Find territories by what a person types: a CAP, the name of a municipality or of an area, in either language.

    Args:
        words: as typed; accents and capitals do not count.

    Returns:
        Those that fit: whole names, then beginnings, then names inside a longer address («via Roma 5, Empoli»), then
        the CAP of an address; none when nothing fits. One query, two where only a CAP is left.
    """
    wanted = _bare(words)
    if is_postcode(wanted):
        return _with_postcode(wanted)
    if len(wanted) < 2:
        return []
    found = list(Territory.objects.select_related("parent"))
    names = {place.pk: (_bare(place.name), _bare(place.name_en)) for place in found}
    whole = [place for place in found if wanted in names[place.pk]]
    begin = whole or [place for place in found if any(f" {wanted}" in f" {name}" for name in names[place.pk])]
    return begin or _in_an_address(words, found, names)


def _in_an_address(words: str, found: list[Territory], names: dict[int, tuple[str, str]]) -> list[Territory]:
    """The last part between commas that is a name; else the longest name among the words; else their CAP."""
    for part in reversed(words.split(",")):
        whole = [place for place in found if _bare(part) and _bare(part) in names[place.pk]]
        if whole:
            return whole
    wanted = _bare(words)
    lengths = {
        place: max((len(name) for name in names[place.pk] if name and f" {name} " in f" {wanted} "), default=0)
        for place in found
    }
    longest = max(lengths.values(), default=0)
    if longest:
        return [place for place in found if lengths[place] == longest]
    codes = [word for word in wanted.split() if is_postcode(word)]
    return _with_postcode(codes[-1]) if codes else []


def is_postcode(words: str) -> bool:
    """Whether what was typed is a CAP, of here or of elsewhere."""
    bare = _bare(words)
    return bare.isdecimal() and len(bare) == 5


def _with_postcode(code: str) -> list[Territory]:
    return list(Territory.objects.filter(postcodes__code=code).select_related("parent"))


def territory_like(words: str, places: list[Territory]) -> Territory | None:
    """Guess which of these places was meant by a name that none has: «Enpoli» is Empoli. No query."""
    names = {_bare(name): place for place in reversed(places) for name in (place.name_en, place.name)}
    close = get_close_matches(_bare(words), [name for name in names if name], n=1, cutoff=0.7)
    return names[close[0]] if close else None


def _bare(words: str) -> str:
    """Without accents, capitals and signs."""
    flat = normalize("NFKD", words.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in flat if not combining(c)).split())
