"""Ask the vocabulary."""

from .models import Term


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
