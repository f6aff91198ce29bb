"""Find: the room's one public verb, and what the box suggests meanwhile."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from django.core.paginator import Page, Paginator

from . import entries
from .engines import Ask, Hits, Part, engine
from .engines.base import COUNTED
from .engines.italian import LONGEST_ASK, MOST_PARTS, STOP_WORDS, folded, read, tidy, tokens
from .engines.marks import Marker, Piece
from .models import UnmetNeed
from .permissions import audiences_of, still_visible

PAGE = 20
SUGGESTIONS = 6
FEW = 3  # from so few hits on, another spelling is looked for

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Hit:
    """One thing found: as it is now in its room, with the words that were searched marked."""

    kind: str
    thing: object
    url: str
    title: list[Piece]
    piece: list[Piece]
    lang: str = "it"


@dataclass(frozen=True)
class Found:
    """A page of hits, and what else there would be.

    Args:
        words: as typed.
        hits: of this page.
        page: where in the list.
        total: exact up to a thousand; `is_many` above.
        facets: facet → value and how many.
        corrected: the spelling that was searched instead, when the typed one finds nothing.
        suggested: another spelling that finds more, with how many.
        is_partial: no entry has all the words; these have some.
        is_ready: false while there is no index yet.
    """

    words: str = ""
    hits: list[Hit] = field(default_factory=list)
    page: Page | None = None
    total: int = 0
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    corrected: str = ""
    suggested: tuple[str, int] | None = None
    is_partial: bool = False
    is_ready: bool = True

    @property
    def is_many(self) -> bool:
        return self.total > COUNTED

    @property
    def found_nothing(self) -> bool:
        """Nobody has written what was looked for: neither as typed nor as probably meant."""
        return self.is_ready and (not self.total or self.is_partial)


def find(words: str, facets: Mapping[str, Iterable[str]], user, page: int | str = 1, *, sort: str = "") -> Found:
    """Find what `user` may see.

    Args:
        words: as typed, up to 200 characters; any text is fine, none asks for everything.
        facets: facet → values: kind, theme, territory, setting, outcome.
        user: who reads, signed in or not.
        page: which page of twenty; a number that makes no sense gives the nearest.
        sort: "", "recent" or "tried".

    Returns:
        Hits, totals and facets that are all of things `user` may see now.
    """
    if not engine().is_ready():
        return Found(words=words, is_ready=False)
    words = tidy(words[:LONGEST_ASK]).strip()
    chosen = {name: tuple(values) for name, values in facets.items() if values}
    ask = Ask(read(words), audiences_of(user), chosen, sort)
    check = partial(still_visible, user)
    hits = engine().find(ask, check)
    better, suggested, is_partial = None, None, False
    if ask.parts and hits.total < FEW:
        hits, better, suggested = _with_better_spelling(ask, hits, check)
    if not hits.total and len(ask.parts) > 1 and not set(chosen) - {"kind"}:
        ask = replace(ask, at_least=math.ceil(len(ask.parts) / 2))
        hits = engine().find(ask, check)
        is_partial = hits.total > 0
    found_page = Paginator(hits.keys, PAGE).get_page(page)
    shown = _shown(found_page.object_list, better or ask.parts, user)
    return Found(
        words=words,
        hits=shown,
        page=found_page,
        total=hits.total,
        facets=hits.facets,
        corrected=_spelled(words, ask.parts, better, shown) if better else "",
        suggested=(_spelled(words, ask.parts, suggested[0], shown), suggested[1]) if suggested else None,
        is_partial=is_partial,
    )


def _with_better_spelling(ask: Ask, hits: Hits, check) -> tuple[Hits, tuple[Part, ...] | None, tuple | None]:
    """Look for what was probably meant: it takes the place of nothing, and stands beside little."""
    parts = engine().correct(ask)
    if parts is None:
        return hits, None, None
    others = engine().find(replace(ask, parts=parts), check)
    if not hits.total and others.total:
        return others, parts, None
    return hits, None, (parts, others.total) if others.total > hits.total else None


def suggest(prefix: str, user) -> list[Hit]:
    """Give things whose title goes on as typed, among those `user` may see."""
    words = tokens(tidy(prefix[:LONGEST_ASK]))
    if not words or len(words[-1]) < 2 or not engine().is_ready():
        return []
    before = tuple(Part((word,)) for word in words[:-1][-MOST_PARTS:] if word not in STOP_WORDS)
    keys = engine().complete(before, words[-1], audiences_of(user), SUGGESTIONS * 2)
    visible = still_visible(user, keys)
    return _shown([key for key in keys if key in visible][:SUGGESTIONS], (), user)


def needs() -> Iterable[UnmetNeed]:
    """Give what was looked for in vain, the most often first."""
    return UnmetNeed.objects.all()


def _shown(keys: Iterable[str], parts: tuple[Part, ...], user) -> list[Hit]:
    """Make the hits of a page from the things as they are now."""
    keys = list(keys)
    kept = engine().read(keys) if parts else {}
    things = entries.things(keys, user)
    # A text that changed since is shown as it is now: what was taken away is not read here either.
    late = [key for key in kept if key in things and entries.version(key, things[key]) != kept[key].version]
    kept |= {entry.key: entry for entry in entries.of(late)} if late else {}
    marker = Marker(parts)
    hits = []
    for key in keys:
        if key not in things:
            continue
        thing = things[key]
        kind = key.partition(":")[0]
        title, summary, url, lang = entries.face(kind, thing)
        piece = marker.piece(tidy(kept[key].body)) if key in kept else []
        hits.append(Hit(kind, thing, url, marker.whole(tidy(title)), piece or marker.whole(tidy(summary)), lang))
    return hits


def _spelled(words: str, typed: tuple[Part, ...], meant: tuple[Part, ...], hits: list[Hit]) -> str:
    """Write the search again with the words that were meant, spelled as in what was found: «citta» is «città»."""
    wrong = {
        old.words[0]: new.words[0] for old, new in zip(typed, meant, strict=True) if old != new and not old.is_exact
    }
    written = {}
    for hit in hits[:5]:
        for piece in (*hit.title, *hit.piece):
            for word in _WORD.findall(piece.text):
                written.setdefault(folded(word), word.lower())

    def right(match: re.Match) -> str:
        new = wrong.get(folded(match.group()))
        return written.get(new, new) if new else match.group()

    return _WORD.sub(right, words)
