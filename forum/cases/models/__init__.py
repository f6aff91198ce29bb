from .bands import BANDS, LABELS, SEVERAL, Basis
from .cases import MOST_READERS, PLEDGE_VERSION, Case, CaseDraft, Entry, Reader, Reading, this_week, week_of

__all__ = [
    "BANDS",
    "LABELS",
    "MOST_READERS",
    "PLEDGE_VERSION",
    "SEVERAL",
    "Basis",
    "Case",
    "CaseDraft",
    "Entry",
    "Reader",
    "Reading",
    "this_week",
    "week_of",
]
