"""Read a text as a person sees it: tricks of writing undone, and every place still known."""

import re
import unicodedata
from dataclasses import dataclass

# Letters that look like Latin ones, mapped only inside words that mix alphabets or hold a digit.
_LOOKALIKES = str.maketrans(
    "аеорсхуіјѕԁһкмтпвАВЕЗКМНОРСТХУІЈЅαβεηικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcxyijsdhkmtnbABE3KMHOPCTXYIJSabenikvoptuxABEZHIKMNOPTYX",
)
_SAME = str.maketrans("’‘ʼ`´–—‐‑‒−", "'''''------")
_PLAIN = re.compile(r"[\t\n\r -~]*\Z")
_OTHER = re.compile("[\u0370-\u052f]")
SPARE = 2000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Flat:
    """A text made plain, with the place of each of its characters in the text as written."""

    text: str
    places: list[int] | None  # None: character for character
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the place in the text as written of a part of the plain one."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end] if end < len(self.places) else self.length


def flattened(text: str) -> Flat:
    """Undo what hides a code from a pattern: compatibility forms, invisible characters, look-alike letters."""
    if _PLAIN.match(text):
        return Flat(text, None, len(text))
    letters: list[str] = []
    places: list[int] = []
    # Some characters stand for many; a text made of them may not grow without end.
    most = len(text) + SPARE
    at = 0
    while at < len(text):
        end = at + 1
        # A letter and its accents are one; a heap of accents is a trick, and eight are enough.
        while end < len(text) and end - at < 8 and unicodedata.combining(text[end]):
            end += 1
        plain = _plain(text[at:end])
        for letter in plain if len(letters) + len(plain) + len(text) - end <= most else text[at]:
            letters.append(letter)
            places.append(at)
        at = end
    flat = "".join(letters).translate(_SAME)
    if _OTHER.search(flat):
        flat = _WORD.sub(_latin, flat)
    return Flat(flat, places, len(text))


def _plain(cluster: str) -> str:
    if cluster < "\u0080" and len(cluster) == 1:
        return cluster if cluster >= " " or cluster in "\t\n\r" else ""
    kept = []
    plain = unicodedata.normalize("NFKC", cluster)
    # One character that stands for a whole phrase hides no code.
    for letter in plain if len(plain) <= len(cluster) + 3 else cluster:
        kind = unicodedata.category(letter)
        if kind == "Nd":
            kept.append(str(unicodedata.digit(letter)))
        elif kind == "Zs":
            kept.append(" ")
        elif kind not in ("Cf", "Cc", "Mn", "Me") and letter not in "ᅟᅠㅤ":
            kept.append(letter)
    return "".join(kept)


def _latin(word: re.Match) -> str:
    found = word[0]
    if _OTHER.search(found) and any(letter.isdigit() or "a" <= letter.lower() <= "z" for letter in found):
        return found.translate(_LOOKALIKES)
    return found
