"""One search in tantivy: what must be found, by whom, and what it counts."""

from functools import cached_property

import tantivy
from tantivy import Occur, Query

from ..entries.shape import KINDS
from .base import COUNTED, Ask, Part
from .italian import forms, root
from .layout import FACETS, SCHEMA, exact

MOST_VALUES = 80  # of one facet


def _term(field: str, word: str, boost: float) -> Query:
    return Query.boost_query(Query.term_query(SCHEMA, field, word, "freq"), boost)


def _any(field: str, values) -> Query:
    """Let through what has one of these values, without weighing."""
    return Query.const_score_query(Query.term_set_query(SCHEMA, field, sorted(values)), 0.0)


class Asking:
    """One look at one commit of the index."""

    def __init__(self, searcher: tantivy.Searcher, ask: Ask):
        self._searcher = searcher
        self._ask = ask
        self._gone: list[str] = []

    # ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def run(self) -> tuple[list[str], int]:
        """Give the keys of the best, and how many there are."""
        order = {"recent": "changed_at", "tried": "tried"}.get(self._ask.sort)
        ways = {"order_by_field": order} if order else {"weight_by_field": "boost"}
        result = self._searcher.search(self._whole(), COUNTED, **ways)
        addresses = [address for _, address in result.hits]
        kinds = self._searcher.fast_field_values("kind_no", addresses) if addresses else []
        pks = self._searcher.fast_field_values("pk", addresses) if addresses else []
        keys = [f"{KINDS[kind]}:{pk}" for kind, pk in zip(kinds, pks, strict=True)]
        return keys, min(result.count, COUNTED + 1)

    def leave_out(self, keys) -> None:
        """Ask from now on as if these were not there."""
        self._gone += keys

    def facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Count what each value would leave; the values of a facet are counted without its own choice."""
        chosen = [name for name in FACETS if self._ask.facets.get(name)]
        counted = self._count([name for name in FACETS if name not in chosen], self._whole())
        for name in chosen:
            counted |= self._count([name], self._whole(without=name))
        return {name: counted.get(name, ()) for name in FACETS}

    def _count(self, names: list[str], query: Query) -> dict[str, tuple[tuple[str, int], ...]]:
        if not names:
            return {}
        wanted = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
        answer = self._searcher.aggregate(query, wanted)
        return {
            name: tuple((bucket["key"], bucket["doc_count"]) for bucket in answer[name]["buckets"]) for name in names
        }

    # ── the query ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _whole(self, without: str = "") -> Query:
        clauses = [(Occur.Must, self._words), (Occur.Must, self._audience)]
        clauses += [
            (Occur.Must, _any(name, values))
            for name, values in self._ask.facets.items()
            if values and name in FACETS and name != without
        ]
        if self._gone:
            clauses.append((Occur.MustNot, Query.term_set_query(SCHEMA, "key", self._gone)))
        return Query.boolean_query(clauses)

    @cached_property
    def _audience(self) -> Query:
        return _any("audience", self._ask.audiences)

    @cached_property
    def _words(self) -> Query:
        parts = self._ask.parts
        if not parts:
            return Query.const_score_query(Query.all_query(), 1.0)
        if self._ask.at_least:
            some = [(Occur.Should, self._part(part)) for part in parts]
            return Query.boolean_query(some, minimum_number_should_match=self._ask.at_least)
        clauses = [(Occur.Must, self._part(part)) for part in parts]
        words = [word for part in parts for word in part.words]
        title = Query.term_query(SCHEMA, "exact_title", exact(" ".join(words)))
        clauses.append((Occur.Should, Query.const_score_query(title, 30.0)))
        if len(words) > 1:
            near = Query.phrase_query(SCHEMA, "title", words, slop=2)
            clauses.append((Occur.Should, Query.boost_query(near, 3.0)))
            near = Query.phrase_query(SCHEMA, "words", words, slop=3)
            clauses.append((Occur.Should, Query.boost_query(near, 1.5)))
        return Query.boolean_query(clauses)

    def _part(self, part: Part) -> Query:
        if part.is_exact:
            return self._phrase(part.words)
        word = part.words[0]
        some = []
        for form in forms(word):
            same = 1.3 if form == word else 1.0
            for field, boost in (("words", 1.0), ("title", 3.0), ("tags", 1.5)):
                if self._searcher.doc_freq(field, form):
                    some.append((Occur.Should, _term(field, form, boost * same)))
        if stem := root(word):
            some.append((Occur.Should, _term("stems", stem, 0.5)))
            some.append((Occur.Should, _term("title_stems", stem, 1.5)))
        return Query.boolean_query(some) if some else Query.empty_query()

    def _phrase(self, words: tuple[str, ...]) -> Query:
        if len(words) == 1:
            return Query.term_query(SCHEMA, "words", words[0])
        in_title = Query.boost_query(Query.phrase_query(SCHEMA, "title", list(words)), 3.0)
        anywhere = Query.phrase_query(SCHEMA, "words", list(words))
        return Query.boolean_query([(Occur.Should, anywhere), (Occur.Should, in_title)])

    # ── words that exist ─────────────────────────────────────────────────────────────────────────────────────────────

    def frequency(self, word: str) -> int:
        """Say how many entries the reader would find by this word."""
        query = Query.boolean_query([(Occur.Must, self._part(Part((word,)))), (Occur.Must, self._audience)])
        return self._searcher.search(query, 1).count

    def exists(self, word: str) -> int:
        """Say whether some entry has this word, seen or not: quick, and only to choose what to ask `frequency`."""
        return self._searcher.doc_freq("words", word)

    def beginning(self, letters: str, limit: int = 3000) -> list[str]:
        return [word for word, _ in self._searcher.terms_with_prefix("words", letters, limit=limit)]

    def titles(self, letters: str, limit: int) -> list[str]:
        """Give the keys of entries with a word in the title that begins so, beside the parts asked, there too."""
        ends = [word for word, _ in self._searcher.terms_with_prefix("title", letters, self._audience, 30)]
        if not ends:
            return []
        clauses = [
            (
                Occur.Must,
                Query.boolean_query([(Occur.Should, _term("title", form, 1.0)) for form in forms(part.words[0])]),
            )
            for part in self._ask.parts
        ]
        clauses.append((Occur.Must, Query.boolean_query([(Occur.Should, _term("title", end, 1.0)) for end in ends])))
        clauses.append((Occur.Must, self._audience))
        result = self._searcher.search(Query.boolean_query(clauses), limit, weight_by_field="boost")
        addresses = [address for _, address in result.hits]
        if not addresses:
            return []
        kinds = self._searcher.fast_field_values("kind_no", addresses)
        pks = self._searcher.fast_field_values("pk", addresses)
        return [f"{KINDS[kind]}:{pk}" for kind, pk in zip(kinds, pks, strict=True)]
