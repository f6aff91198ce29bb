"""Dates and amounts: days of birth, whole dates, ISEE values to the euro."""

import re
from collections.abc import Iterator

from .kinds import POSSIBLE, PROBABLE, Kind

_MONTH = (
    r"(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|"
    r"gen|feb|mar|apr|mag|giu|lug|ago|set|sett|ott|nov|dic)\.?"
)
_DAY = r"(?:[0-2]?\d|3[01])(?:°|º)?"
_FULL = (
    rf"(?:{_DAY}\s?[/.\-]\s?(?:0?\d|1[0-2])\s?[/.\-]\s?(?:(?:19|20)\d\d|\d\d)|"
    rf"{_DAY}\s+(?:di\s+)?{_MONTH}\s+(?:del\s+)?(?:(?:19|20)\d\d|'\d\d)|(?:19|20)\d\d-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]))"
)
_SHORT = rf"(?:{_DAY}\s+{_MONTH}|{_DAY}\s?[/.]\s?(?:0?\d|1[0-2]))"
_DATE = re.compile(rf"(?<![\d/.\-]){_FULL}(?![\d/\-]|\.\d)", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(?:nat[oaie]|nascita|nascit[ae]|n\.(?=\s?il)|compie(?:rà)?(?: gli)? anni|compleanno)\b"
    rf"[^.;!?\n\d]{{0,40}}?((?<!\d)(?:{_FULL}|{_SHORT}|(?<=nel )19\d\d|(?<=nel )20[01]\d)(?!\d))",
    re.IGNORECASE,
)
# What is born on a day and is nobody: a desk, a law, a project.
_THING = re.compile(
    r"\b(?:progett\w|sportell\w|ret[ei]|iniziativ\w|cors[oi]|idea|bonus|misura|legge|servizi\w|associazione|cooperativa|"
    r"comunità|tavol\w|programm\w|gruppo|emporio|circolo)\b[^.;!?\n]{0,30}\Z",
    re.IGNORECASE,
)
_ISEE = re.compile(
    r"\bISEE\b[^\n\d]{0,30}?((?:(?:€|\beuro)\s?)?"
    r"(?P<amount>(?<![\d.,/])\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|(?<![\d.,/])\d{4,6}(?:[.,]\d{1,2})?)(?!\d)"
    # The currency goes with its amount: the band that may stand there has its own.
    r"(?:\s?(?:€|eur[oi]?\b))?)",
    re.IGNORECASE,
)
# Amounts that everybody knows: thresholds of bonuses and of the programme, bands of fees (facts.md). They name nobody.
REFERENCE = {
    5000, 6000, 6500, 7000, 8000, 8190, 8265, 9000, 9360, 9530, 9796, 10000, 10140, 12000, 13000, 14000, 15000,
    15748.78, 17000, 17469, 20000, 25000, 26000, 30000, 35000, 40000, 45000, 50000, 52500, 70000, 91500,
}  # fmt: skip


def figures(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Find dates and amounts that may tell who it is, in a flattened text."""
    born = set()
    for found in _BIRTH.finditer(text):
        if not _THING.search(text, max(0, found.start() - 40), found.start()):
            born.add(found.end(1))
            # A year alone is no more than a hint.
            yield Kind.BIRTH_DATE, POSSIBLE if found[1].isdigit() else PROBABLE, *found.span(1)
    for found in _DATE.finditer(text):
        if found.end() not in born:
            yield Kind.DATE, POSSIBLE, *found.span()
    for found in _ISEE.finditer(text):
        amount = amount_of(found["amount"])
        if amount not in REFERENCE and not 1990 <= amount <= 2035:
            yield Kind.ISEE_AMOUNT, POSSIBLE, *found.span(1)


def amount_of(written: str) -> float:
    """Read an amount written the Italian way, with or without its currency: «9.530,00 euro» is 9530."""
    written = re.sub(r"[^\d.,]", "", written)
    return (
        float(written.replace(".", "").replace(",", "."))
        if re.search(r"\.\d{3}", written)
        else float(written.replace(",", "."))
    )


def band_of(written: str) -> str:
    """Say the programme's ISEE band of an amount, as words that may stand in its place (decisions.md 22)."""
    amount = amount_of(written)
    if amount < 6000:
        return "[meno di 6.000 euro]"
    return "[tra 6.000 e 12.000 euro]" if amount <= 12000 else "[più di 12.000 euro]"
