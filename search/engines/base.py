"""What every engine keeps to. The second one, Elasticsearch, needs nothing but this."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..entries import Entry

# Totals are counted exactly up to here; above, the page says «oltre 1000».
COUNTED = 1000

# Which of these entries may this reader still see? An index can be stale, a permission may not be.
StillVisible = Callable[[list[str]], set[str]]


@dataclass(frozen=True)
class Part:
    """One word of a search, or words in quotes that must stand together."""

    words: tuple[str, ...]
    is_exact: bool = False

    def __str__(self) -> str:
        return f"«{' '.join(self.words)}»" if self.is_exact else self.words[0]


@dataclass(frozen=True)
class Ask:
    """A search as an engine understands it.

    Args:
        parts: what must be found; none asks for everything.
        audiences: what the reader belongs to; an entry shares at least one.
        facets: facet → chosen values; of one facet any value will do, of two facets each must hold.
        sort: "" the most fitting first, "recent" or "tried".
        at_least: how many of the parts must be there; 0 asks for all.
    """

    parts: tuple[Part, ...]
    audiences: frozenset[str]
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    at_least: int = 0


@dataclass(frozen=True)
class Hits:
    """What was found.

    Args:
        total: how many; exact up to `COUNTED`, one more stands for «more than that».
        keys: the best `COUNTED` in order.
        facets: facet → values with how many entries the reader would find there, the most first.
    """

    total: int = 0
    keys: tuple[str, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


class Engine(Protocol):
    """Keeps entries and finds them."""

    def is_ready(self) -> bool:
        """Say whether there is an index to ask."""

    def find(self, ask: Ask, still_visible: StillVisible) -> Hits:
        """Find what `ask` describes; what `still_visible` leaves out is in no hit, no total and no facet."""

    def read(self, keys: Iterable[str]) -> dict[str, Entry]:
        """Give entries as the index keeps them; what is not there is left out."""

    def correct(self, ask: Ask) -> tuple[Part, ...] | None:
        """Give the parts with mistyped words put right, from words the reader may see; None if nothing is better."""

    def complete(self, parts: tuple[Part, ...], prefix: str, audiences: frozenset[str], limit: int) -> list[str]:
        """Give the keys of entries whose title has the words of the parts and one that begins with `prefix`."""

    def write(self, remove: Iterable[str], put: Iterable[Entry]) -> None:
        """Take entries away and put others, in this order, so that readers see both or neither."""

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Make a new index beside the old one and switch to it. Returns how many entries it has."""

    def digests(self) -> dict[str, str]:
        """Give each key with the digest of what is kept under it."""

    def status(self) -> dict:
        """Say what there is, for the person who runs the portal."""
