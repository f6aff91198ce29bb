"""The lists that the guard knows names by. All are written by us and kept beside this file, one word a line."""

import unicodedata
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def listed(name: str) -> frozenset[str]:
    """Read `<name>.txt`, whose words are small and without accents."""
    return frozenset(in_order(name))


@cache
def in_order(name: str) -> tuple[str, ...]:
    return tuple(line for line in (_HERE / f"{name}.txt").read_text(encoding="utf-8").split("\n") if line)


def folded(word: str) -> str:
    """Bring a word to small letters without accents: «Nicolò» is «nicolo»."""
    word = word.lower()
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


# Before a name, with or without a full stop.
TITLES = frozenset(
    "signor signora signorina signore signori sig sigg sigra dott dottor dottore dottoressa dr prof professor "
    "professore professoressa avv avvocato avvocata ing geom arch don suor".split()
)
# The second half of «sig.ra», «dott.ssa».
HALVES = frozenset("ra na ri ssa".split())
ABBREVIATED = HALVES | frozenset("sig sigg dott dr prof avv ing geom arch".split())
# «Si chiama …», «di nome …», «a nome …».
NAMING = frozenset("chiama chiamano chiamato chiamata nome cognome".split())
PARTICLES = frozenset(
    "de di del della dello dei degli da dal dalla lo la le li el al ben bin ibn bint van von der abu ould d "
    "dell".split()
)
# Words of a family and of the trade that a name follows.
KIN = listed("kin")
# What follows these is a thing, a place, a law or an institution that bears a name.
HEADS = listed("heads")
# Capital words that are no one's name, and end a row of capital words.
NO_NAMES = listed("no_names")
# Names of places, feasts and things that hold a first name.
NO_PEOPLE = listed("no_people")
# Names that the guard itself offers, and those of the cases: flowers and fruits, nobody's.
MADE_UP = in_order("flowers")
MADE_UP_FOLDED = frozenset(folded(name) for name in MADE_UP)
