"""Ask the vocabulary."""

from unicodedata import combining, normalize

from .models import Term, Territory


def with_children(term: Term) -> list[int]:
    """Give the keys of a word and of the narrower words under it."""
    return [term.pk, *type(term).objects.filter(parent=term).values_list("pk", flat=True)]


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


def territories_named(words: str) -> list[Territory]:
    """Find territories by what a person types: a CAP, the name of a municipality or of an area, in either language.

    Args:
        words: as typed; accents and capitals do not count.

    Returns:
        Those that fit, whole names before beginnings; none when nothing fits. One query.
    """
    wanted = _bare(words)
    if wanted.isdecimal() and len(wanted) == 5:
        return list(Territory.objects.filter(postcodes__code=wanted).select_related("parent"))
    if len(wanted) < 2:
        return []
    found = list(Territory.objects.select_related("parent"))
    names = {place.pk: (_bare(place.name), _bare(place.name_en)) for place in found}
    whole = [place for place in found if wanted in names[place.pk]]
    return whole or [place for place in found if any(f" {wanted}" in f" {name}" for name in names[place.pk])]


def _bare(words: str) -> str:
    """Without accents, capitals and signs."""
    flat = normalize("NFKD", words.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in flat if not combining(c)).split())
