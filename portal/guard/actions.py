"""Write down that somebody confirmed a text in spite of the guard."""

from collections.abc import Iterable
from datetime import timedelta

from portal.clock import now

from .models import Override

# So many in a month, and the author gets a tip; nobody else is told (privacy.md P3).
MANY, MONTH = 3, timedelta(days=30)


def note_override(kinds: Iterable[str], *, place: str, by) -> bool:
    """Record a confirmation: one row for each kind, never a word of the text.

    Args:
        kinds: the `kinds.Kind` that were confirmed.
        place: where, such as `forum.message`.
        by: the author.

    Returns:
        Whether it is time for a tip: the third confirmation in thirty days.
    """
    author = by if by is not None and by.is_authenticated else None
    rows = Override.objects.bulk_create(Override(kind=kind, place=place, author=author) for kind in sorted(set(kinds)))
    if not rows or author is None:
        return False
    moments = Override.objects.filter(author=author, at__gt=now() - MONTH).values("at", "place").distinct()
    return moments.count() == MANY
