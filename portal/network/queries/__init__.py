from .bodies import (
    AreaCard,
    area_cards,
    bodies,
    bodies_in,
    desks_in,
    desks_of,
    history_of,
    people_in,
    staff_of,
)
from .corrections import correction_by_receipt, corrections_for, waiting_corrections
from .finding import Finding, find, told_whole
from .people import colleagues_named, stale_pages

__all__ = [
    "AreaCard",
    "Finding",
    "area_cards",
    "bodies",
    "bodies_in",
    "colleagues_named",
    "correction_by_receipt",
    "corrections_for",
    "desks_in",
    "desks_of",
    "find",
    "history_of",
    "stale_pages",
    "people_in",
    "staff_of",
    "told_whole",
    "waiting_corrections",
]
