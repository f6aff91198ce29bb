"""Where the searched words stand in a text: the piece of it to show, and what to mark. Text only, never HTML."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .base import Part
from .italian import folded, forms, root, stem

_SPANS = 300  # enough to choose a good piece of a long text


@dataclass(frozen=True)
class Piece:
    """Some text, found or not."""

    text: str
    is_found: bool = False


class Marker:
    """Knows the words of one search."""

    def __init__(self, parts: Iterable[Part]):
        self._ways = [_Phrase(part) if part.is_exact else _Word(part.words[0]) for part in parts]

    def spans(self, text: str) -> list[tuple[int, int, int]]:
        """Give where the parts stand: begin, end, which part; in order, none over another."""
        flat = folded(text)
        found = sorted((begin, -end, n) for n, way in enumerate(self._ways) for begin, end in way.find(flat))
        kept, last = [], 0
        for begin, minus_end, n in found:
            if begin >= last:
                kept.append((begin, -minus_end, n))
                last = -minus_end
        return kept

    def whole(self, text: str) -> list[Piece]:
        """Mark a short text, such as a title."""
        return _cut(text, [(begin, end) for begin, end, _ in self.spans(text)], 0, len(text))

    def piece(self, text: str, length: int = 200) -> list[Piece]:
        """Choose the piece of a long text that has most of the parts, and mark them.

        Returns:
            Nothing if none of the parts is in the text.
        """
        spans = self.spans(text)
        if not spans:
            return []
        best, best_score = 0, -1
        for first, (begin, _, _) in enumerate(spans):
            inside = [span for span in spans[first : first + 30] if span[1] <= begin + length]
            score = 10 * len({part for _, _, part in inside}) + len(inside)
            if score > best_score:
                best, best_score = first, score
        begin = max(0, spans[best][0] - length // 3)
        end = min(len(text), begin + length)
        begin, end = _whole_words(text, begin, end, spans[best])
        pieces = _cut(text, [(b, e) for b, e, _ in spans if b >= begin and e <= end], begin, end)
        if begin:
            pieces.insert(0, Piece("…"))
        if end < len(text):
            pieces.append(Piece("…"))
        return pieces


class _Word:
    """One word in its forms."""

    def __init__(self, word: str):
        self.forms, self.root = forms(word), root(word)
        shared = os.path.commonprefix([*self.forms, self.root or word])
        if len(shared) < 3 or word.isdecimal():
            forms_of_it = "|".join(map(re.escape, sorted(self.forms, key=len, reverse=True)))
            self.pattern = re.compile(rf"(?<![^\W_])(?:{forms_of_it})(?![^\W_])")
        else:
            self.pattern = re.compile(rf"(?<![^\W_]){re.escape(shared)}[^\W_]*")

    def find(self, flat: str) -> list[tuple[int, int]]:
        spans = []
        for match in self.pattern.finditer(flat):
            word = match.group()
            if word in self.forms or (self.root and stem(word) == self.root):
                spans.append(match.span())
                if len(spans) == _SPANS:
                    break
        return spans


class _Phrase:
    """Words in quotes."""

    def __init__(self, part: Part):
        words = r"[\W_]+".join(map(re.escape, part.words))
        self.pattern = re.compile(rf"(?<![^\W_]){words}(?![^\W_])")

    def find(self, flat: str) -> list[tuple[int, int]]:
        return [match.span() for match, _ in zip(self.pattern.finditer(flat), range(_SPANS), strict=False)]


def _whole_words(text: str, begin: int, end: int, kept: tuple[int, int, int]) -> tuple[int, int]:
    """Move the borders to spaces, and keep the first found word inside."""
    if begin:
        space = text.find(" ", begin, kept[0])
        begin = space + 1 if space >= 0 else begin
    if end < len(text):
        space = text.rfind(" ", kept[1], end)
        end = space if space > 0 else max(end, kept[1])
    return begin, end


def _cut(text: str, spans: list[tuple[int, int]], begin: int, end: int) -> list[Piece]:
    pieces, at = [], begin
    for start, stop in spans:
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:stop], is_found=True))
        at = stop
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces
