"""Mistyped words: what was probably meant, among words that exist and that the reader may see."""

from collections.abc import Callable, Iterable, Iterator

from .base import Part
from .italian import STOP_WORDS

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# One error from four letters, two from eight: shorter words are too near to one another. Longer than any word of ours
# is not looked at: the ways to mistype it are too many to try.
ONE_ERROR, TWO_ERRORS, LONGEST = 4, 8, 24
TRIED = 12  # the best candidates whose entries are counted
RARE, MUCH_MORE = 3, 8  # a word that stands in fewer than three entries, against one that stands in eight times as many


def corrected_part(
    part: Part,
    frequency: Callable[[str], int],
    exists: Callable[[str], int],
    beginning: Callable[[str], list[str]],
) -> Part:
    """Put a mistyped word right.

    Args:
        part: as asked; words in quotes are left alone.
        frequency: how many entries the reader finds by a word.
        exists: how many entries have a word at all.
        beginning: the words that begin with some letters.

    Returns:
        The part itself if the word finds something, unless another one, one error away, finds many times more.
    """
    word = part.words[0]
    if part.is_exact or not ONE_ERROR <= len(word) <= LONGEST or not word.isalpha():
        return part
    own = frequency(word)
    if own == 0:
        candidates = close_words(word, exists, beginning)
    elif own < RARE and len(word) > 5:
        # Somebody wrote it so: only a doubled letter is taken for an error. «Lutto» is no «tutto».
        candidates = [other for other in _doubles(word) if exists(other)]
    else:
        return part
    for candidate in candidates[:TRIED]:
        if frequency(candidate) >= max(1, own * MUCH_MORE):
            return Part((candidate,))
    return part


def close_words(word: str, exists: Callable[[str], int], beginning: Callable[[str], list[str]]) -> list[str]:
    """Give the existing words near a mistyped one, the most probable first."""
    costs: dict[str, float] = {}
    doubles = set(_doubles(word))
    for cost, words in ((1, doubles), (2, _edits(word)), (2.2, (far for near in doubles for far in _doubles(near)))):
        for candidate in words:
            costs.setdefault(candidate, cost)
    if len(word) >= TWO_ERRORS:
        for near in doubles:
            for candidate in _edits(near):
                costs.setdefault(candidate, 3)
        for candidate in beginning(word[:3]):
            if candidate not in costs and abs(len(candidate) - len(word)) <= 2 and _distance(word, candidate) == 2:
                costs[candidate] = 4
    costs.pop(word, None)
    # A word that many texts have is likelier than a rare one, as one error is likelier than two.
    found = [(cost, -number, candidate) for candidate, cost in costs.items() if (number := exists(candidate))]
    return [candidate for _, _, candidate in sorted(found) if candidate not in STOP_WORDS and len(candidate) > 2]


def _doubles(word: str) -> Iterator[str]:
    """Give the word with one letter doubled or a double made single: the commonest error in Italian."""
    for place, letter in enumerate(word):
        if word[place : place + 2] == letter * 2:
            yield word[:place] + word[place + 1 :]
        elif not place or word[place - 1] != letter:
            yield word[:place] + letter + word[place:]


def _edits(word: str) -> Iterable[str]:
    """Give what is one letter away: left out, put in, changed, or two swapped."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in halves if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in halves if right for letter in _LETTERS}
    found |= {left + letter + right for left, right in halves for letter in _LETTERS}
    return found


def _distance(one: str, other: str) -> int:
    """Count the errors between two words, up to three; two letters swapped are one."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return 3
    return min(row[-1], 3)
