"""Names of people: a title and a capital word, or capital words of which one is a first name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .kinds import POSSIBLE, PROBABLE, Kind
from .words import (
    ABBREVIATED,
    HALVES,
    HEADS,
    KIN,
    MADE_UP_FOLDED,
    NAMING,
    NO_NAMES,
    NO_PEOPLE,
    PARTICLES,
    TITLES,
    folded,
    listed,
)

_WORD = re.compile(r"[^\W\d_]+")
# «M. Rossi», «M.R.» is left alone.
_INITIAL = re.compile(r"\A\.\s?\Z")
_OPENING = re.compile(r"[.!?:;\n«\"“(•*>–]|\A\s*-")
# More capital words in a row than anybody has names.
LONGEST_NAME = 7
_PARTICIPLE = re.compile(r"(?:ando|endo|mente|zione|ità|ato|ata|ito|ita|uto|uta|are|ere|ire|iamo|ete|ate|ono|ano)\Z")


@dataclass(slots=True)
class Word:
    text: str
    low: str
    start: int
    end: int
    gap: str  # what stands between this word and the one before
    opens: bool  # a sentence, or a line, begins here

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


def names(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Find names of people in a flattened text."""
    words = _words(text)
    at = 0
    while at < len(words):
        taken = _after_title(words, at)
        if taken:
            yield Kind.NAME, PROBABLE, words[at].start, words[at + taken - 1].end
            at += taken
            continue
        taken = _row(words, at)
        if taken > 1:
            yield from _judged(words[at : at + taken], words[at - 1] if at else None)
        elif _typed_small(words, at):
            yield Kind.NAME, PROBABLE, words[at].start, words[at + 1].end
            taken = 2
        elif words[at].capital and _is_first_name(words[at].low) and not _under_head(words, at):
            yield Kind.NAME, POSSIBLE, words[at].start, words[at].end
        at += taken or 1


def _words(text: str) -> list[Word]:
    words: list[Word] = []
    before = 0
    for found in _WORD.finditer(text):
        gap = text[before : found.start()]
        opens = not words or (gap != " " and bool(_OPENING.search(gap)))
        if opens and words and _INITIAL.match(gap) and words[-1].low in ABBREVIATED:
            opens = False
        words.append(Word(found[0], folded(found[0]), found.start(), found.end(), gap, opens))
        before = found.end()
    return words


def _may_be_first(low: str) -> bool:
    return low in listed("first_names") or low in listed("ambiguous_names")


def _is_first_name(low: str) -> bool:
    return low in listed("first_names") and low not in listed("ambiguous_names")


def _may_be_name(word: Word, *, strict: bool) -> bool:
    """Say whether a capital word can be somebody's name. An acronym cannot, unless a list knows it."""
    if not word.capital or len(word.text) < 2 or word.low in MADE_UP_FOLDED:
        return False
    if word.low in listed("surnames") or _is_first_name(word.low):
        return True
    if word.low in NO_NAMES or word.low in HEADS:
        return False
    return not word.shouted or (not strict and len(word.text) > 3 and word.low not in listed("common_words"))


def _is_plain(word: Word) -> bool:
    """A word of the language, and nobody's name."""
    return word.low in listed("common_words") and not _may_be_first(word.low) and word.low not in listed("surnames")


# ── after a title ────────────────────────────────────────────────────────────────────────────────────────────────────


def _after_title(words: list[Word], at: int) -> int:
    """Say how many words, from this one on, are the name that a title announces."""
    word = words[at]
    if at == 0:
        return 0
    title = words[at - 1]
    formal = title.low in TITLES or (title.low in HALVES and title.gap in (".", ". ") and at > 1)
    if not formal and title.low not in KIN and title.low not in NAMING:
        return 0
    close = (
        word.gap == " "
        or (word.gap in (".", ". ") and title.low in ABBREVIATED)
        or (word.gap in (": ", " : ") and title.low in NAMING)
    )
    if not close:
        return 0
    shouting = title.shouted and len(title.text) > 2
    if not _may_be_name(word, strict=not shouting):
        # Typed in a hurry: «la signora maria», «sig rossi».
        small = (
            word.text.islower()
            and _is_first_name(word.low)
            or (formal and word.low in listed("surnames") and word.text.islower())
        )
        return 1 if small and title.low not in NAMING and word.low not in listed("common_words") else 0
    if title.low in KIN and (word.opens or _is_plain(word)):
        return 0
    if title.low in NAMING and _is_plain(word):
        return 0
    return 1 + _more(words, at)


def _more(words: list[Word], at: int) -> int:
    """Count the words that go on with a name: other capitals, with particles between."""
    strict = not words[at].shouted
    taken = 0
    while taken < LONGEST_NAME and at + taken + 1 < len(words):
        following = words[at + taken + 1]
        if following.gap not in (" ", "'", "-", " '"):
            break
        if len(following.text) > 1 and _may_be_name(following, strict=strict):
            taken += 1
            continue
        after = words[at + taken + 2] if at + taken + 2 < len(words) else None
        if following.low in PARTICLES and after and after.gap in (" ", "'", "-") and _may_be_name(after, strict=strict):
            taken += 2
            continue
        break
    return taken


# ── capital words in a row ───────────────────────────────────────────────────────────────────────────────────────────


def _row(words: list[Word], at: int) -> int:
    """Say how many capital words, particles included, stand in a row from here."""
    if not words[at].capital or len(words[at].text) < 2:
        return 0
    if (words[at].low in HEADS or words[at].low in NO_NAMES) and words[at].low not in listed("surnames"):
        # A square, a school, a feast: whatever name follows belongs to it.
        return 1 + _more(words, at) if words[at].low in HEADS else 1
    return 1 + _more(words, at)


def _under_head(words: list[Word], at: int) -> bool:
    """«Scuola Don Milani», «la legge Bossi»: the word before names a thing."""
    if words[at].low in HEADS:
        return True
    if at and words[at].gap in (" ", "'", " «", " “") and words[at - 1].low in HEADS | {"dell", "all"}:
        return words[at - 1].low in HEADS
    back = at - 1
    # Up to two particles: «istituto Enrico», «circolo di Pagnana».
    while back >= 0 and at - back <= 2 and words[back + 1].gap in (" ", "'") and words[back].low in PARTICLES:
        back -= 1
    return (
        back >= 0
        and back < at - 1
        and words[back].low in HEADS - {"casa", "rete", "gruppo", "servizio", "servizi", "centro"}
    )


def _judged(row: list[Word], before: Word | None) -> Iterator[tuple[str, str, int, int]]:
    """Say whether a row of capital words is a person."""
    row = list(row)
    if row[0].low in HEADS and not _may_be_first(row[0].low):
        return
    if before is not None and row[0].gap in (" ", "'") and _under_head([before, *row], 1):
        return
    # A word that opens a sentence is capital by habit: «Oggi Maria», «Sentita Paola».
    while row and _is_habit(row[0], row[1] if len(row) > 1 else None):
        row.pop(0)
    solid = [word for word in row if word.low not in PARTICLES or word.capital]
    if len(solid) < 2:
        if solid and _is_first_name(solid[0].low):
            yield Kind.NAME, POSSIBLE, solid[0].start, solid[0].end
        return
    if " ".join(word.low for word in solid[:2]) in NO_PEOPLE:
        return
    if _is_person(solid):
        yield Kind.NAME, PROBABLE, solid[0].start, solid[-1].end


def _is_habit(word: Word, following: Word | None) -> bool:
    if not word.opens or _is_first_name(word.low):
        return False
    if word.low in listed("surnames") and following and _may_be_first(following.low):
        return False
    if word.low in listed("common_words"):
        return True
    return word.low not in listed("surnames") and bool(_PARTICIPLE.search(word.text.lower()))


def _is_person(row: list[Word]) -> bool:
    common, surnames = listed("common_words"), listed("surnames")
    shouted = all(word.shouted for word in row)
    sure = [word for word in row if _is_first_name(word.low)]
    others = [word for word in row if word not in sure]
    if sure and not others:
        return True
    plain = [word for word in others if word.low not in common or word.low in surnames]
    if sure:
        # Capitals everywhere say nothing: «BONUS MARIA» is a heading, «MARIA ROSSI» a person.
        return bool(plain) if shouted else bool(plain) or not all(word.opens for word in others)
    unsure = [word for word in row if _may_be_first(word.low)]
    if unsure:
        rest = [word for word in row if word is not unsure[0]]
        return any(word.low in surnames for word in rest) or (
            not shouted
            and not unsure[0].opens
            and all(word.low not in common and not _may_be_first(word.low) for word in rest)
        )
    # A first name that no list knows, beside a surname that one does.
    known = [word for word in row if word.low in surnames and word.low not in common]
    return (
        not shouted
        and bool(known)
        and not row[0].opens
        and all(word in known or word.low not in common for word in row)
    )


def _typed_small(words: list[Word], at: int) -> bool:
    """«maria rossi», without capitals: only a sure first name and a known surname beside it."""
    if at + 1 >= len(words) or words[at + 1].gap != " ":
        return False
    one, two = words[at], words[at + 1]
    if not (one.text.islower() and two.text.islower()) and one.capital == two.capital:
        return False
    pairs = ((one.low, two.low), (two.low, one.low))
    return any(
        _is_first_name(name)
        and surname in listed("surnames")
        and surname not in listed("common_words")
        and name not in listed("common_words")
        for name, surname in pairs
    )
