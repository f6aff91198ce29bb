"""Find in a text what could tell who a person is (privacy.md P3). Pure: no database, no network, no memory of texts."""

from dataclasses import dataclass

from .codes import codes
from .contacts import contacts
from .figures import band_of, figures
from .kinds import CERTAIN, PLACEHOLDERS, PROBABLE, STRENGTH, Kind
from .names import names
from .places import places
from .reading import flattened

# What is longer is never looked at: forms refuse it before (`forms.GuardedForm`).
LONGEST = 20_000


class Identifies(Exception):
    """A text holds what certainly names somebody; it is refused, not stored."""


@dataclass(frozen=True)
class Finding:
    """A part of a text that may tell who it is.

    Args:
        kind: a `kinds.Kind`.
        certainty: certain, probable or possible.
        start, end: its place in the text as written.
    """

    kind: str
    certainty: str
    start: int
    end: int


def find(text: str) -> list[Finding]:
    """Find what could identify somebody, in the order of the text; of parts that overlap the surest stays.

    Args:
        text: as a person wrote it; only the first 20,000 characters are looked at.
    """
    flat = flattened(text[:LONGEST])
    hits = [hit for look in (codes, contacts, figures, places, names) for hit in look(flat.text)]
    hits.sort(key=lambda hit: (-STRENGTH[hit[1]], hit[2] - hit[3], hit[2]))
    kept: list[tuple[str, str, int, int]] = []
    taken = bytearray(len(flat.text))
    for hit in hits:
        start, end = hit[2], hit[3]
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            kept.append(hit)
    return [
        Finding(str(kind), certainty, *flat.span(start, end))
        for kind, certainty, start, end in sorted(kept, key=lambda hit: hit[2])
    ]


def refuse_certain(*texts: str) -> None:
    """Refuse texts that certainly identify somebody: what an action asks, whichever door was used.

    Raises:
        Identifies: if one does, or is too long to be looked at.
    """
    for text in texts:
        if len(text) > LONGEST or any(finding.certainty == CERTAIN for finding in find(text)):
            raise Identifies


def placeholder(kind: str, part: str) -> str:
    """Say what may stand in the place of a part; empty where only its writer can tell."""
    if kind == Kind.ISEE_AMOUNT:
        return band_of(part)
    return PLACEHOLDERS.get(Kind(kind), "")


__all__ = ["CERTAIN", "LONGEST", "PROBABLE", "Finding", "Identifies", "find", "placeholder", "refuse_certain"]
