"""Codes that name one person, one account, one supply: shapes, and check digits where they exist."""

import re
from collections.abc import Iterator
from itertools import islice

from stdnum import iban
from stdnum.it import codicefiscale

from .kinds import CERTAIN, PROBABLE, Kind

Hit = tuple[str, str, int, int]
# Nobody writes so many codes: beyond this a text only wants to keep the guard busy.
ENOUGH = 2000

# ASCII: a code has no accents, and no letter whose capital is longer.
_CODE = re.IGNORECASE | re.ASCII
_GAP = r"[\s.\-_/·]?"
_D = "[0-9LMNPQRSTUV]"
_FISCAL_SHAPE = ["[A-Z]"] * 6 + [_D, _D, "[ABCDEHLMPRST]", _D, _D, "[A-Z]", _D, _D, _D, "[A-Z]"]
# Seen ahead, so that a chance beginning never hides the code that starts inside it.
_FISCAL = re.compile(rf"(?:(?<![^\W_])|(?<=cf)|(?<=fiscale))(?=({_GAP.join(_FISCAL_SHAPE)})(?![^\W_]))", _CODE)
_SOLID_FISCAL = re.compile(rf"(?=({''.join(_FISCAL_SHAPE)}))", _CODE)
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)

_ITALIAN_IBAN = re.compile(
    rf"(?<![^\W_])(?:I{_GAP}T|S{_GAP}M)(?:{_GAP}\d){{2}}{_GAP}[A-Z](?:{_GAP}\d){{10}}(?:{_GAP}[A-Z0-9]){{12}}(?![^\W_])",
    _CODE,
)
_SOLID_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}\d{2}[A-Z0-9]{11,30}(?![^\W_])", _CODE)
_GROUPED_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3}(?![^\W_]))?", _CODE)

_POD = re.compile(rf"(?<![^\W_])IT{_GAP}\d{{3}}{_GAP}E{_GAP}(?:\d{_GAP}){{7,8}}\d(?![^\W_])", _CODE)
_PDR = re.compile(r"(?<![^\W_])PDR\b\D{0,20}?(\d(?:[\s.\-]?\d){13})(?!\d)", _CODE)
_DSU = re.compile(r"(?<![^\W_])INPS[\s\-]{0,2}ISEE[\s\-]{0,2}(?:19|20)\d{2}[\s\-]{0,2}[A-Z0-9][A-Z0-9\-]{4,24}", _CODE)

_PLATE_LETTER = "[A-HJ-NPR-TV-Z]"
_PLATE = re.compile(rf"(?<![^\W_]){_PLATE_LETTER}{{2}}[\s\-]?\d{{3}}[\s\-]?{_PLATE_LETTER}{{2}}(?![^\W_])")
_PLATE_SAID = re.compile(
    rf"\btarg\w{{1,3}}\b[^\n]{{0,20}}?\b({_PLATE_LETTER}{{2}}[\s\-]?\d{{3}}[\s\-]?{_PLATE_LETTER}{{2}})(?![^\W_])",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?<![^\W_])(?:C[A-Z][\s\-]?\d{5}[\s\-]?[A-Z]{2}|A[A-Z][\s\-]?\d{7}|Y[A-Z]\d{7}|80380\d{15})(?![^\W_])",
    re.IGNORECASE,
)
_PAPER_SAID = re.compile(
    r"\b(?:carta d'identit\w{1,2}|passaporto|patente|permesso di soggiorno|tessera sanitaria|documento)\b"
    r"[^\n.;]{0,24}?\b([A-Z]{0,3}[\s\-]?\d[A-Z0-9\-]{5,20})(?![^\W_])",
    re.IGNORECASE,
)
_FILE_SAID = re.compile(
    r"\b(?:(?:cartella|fascicolo|matricola|protocollo)(?: \w{3,12})?|"
    r"(?:codice|numero|n\.?) (?:intern[oa]|utente|utenza|cliente|assistit[oa]|nucleo|caso|pratica|cartella|fascicolo|"
    r"contratto))"
    r"(?: (?:interno|interna|sociale))?[\s:]{0,3}(?:n\.?|nr\.?|numero|è|e')?[\s:°.]{0,3}"
    r"([A-Z]{0,4}[\-/]?\d[\dA-Z/\-]{2,18})(?![^\W_])",
    re.IGNORECASE,
)


def codes(text: str) -> Iterator[Hit]:
    """Find codes in a flattened text."""
    yield from _fiscal_codes(text)
    yield from _ibans(text)
    for found in _POD.finditer(text):
        yield Kind.SUPPLY_CODE, CERTAIN, *found.span()
    for found in _PDR.finditer(text):
        yield Kind.SUPPLY_CODE, CERTAIN, *found.span(1)
    for found in _DSU.finditer(text):
        yield Kind.DSU_NUMBER, CERTAIN, *found.span()
    for pattern, group, kind in (
        (_PLATE, 0, Kind.PLATE),
        (_PLATE_SAID, 1, Kind.PLATE),
        (_PAPER, 0, Kind.DOCUMENT),
        (_PAPER_SAID, 1, Kind.DOCUMENT),
        (_FILE_SAID, 1, Kind.CASE_NUMBER),
    ):
        for found in pattern.finditer(text):
            yield kind, PROBABLE, *found.span(group)


def _fiscal_codes(text: str) -> Iterator[Hit]:
    for found in islice(_FISCAL.finditer(text), ENOUGH):
        written = found[1]
        code = _bare(written)
        digits = sum(code[place].isdigit() for place in _DIGIT_PLACES)
        if codicefiscale.calc_check_digit(code[:15]) == code[15]:
            # Words in a row may chance upon the shape; a code with two figures at least may not.
            if digits >= 2 or len(written) == 16:
                yield Kind.FISCAL_CODE, CERTAIN, *found.span(1)
        elif digits >= 5:
            yield Kind.FISCAL_CODE, PROBABLE, *found.span(1)
    # Glued to other letters, only a right check digit tells it from noise.
    for found in islice(_SOLID_FISCAL.finditer(text), ENOUGH):
        code = found[1].upper()
        digits = sum(code[place].isdigit() for place in _DIGIT_PLACES)
        if digits >= 4 and codicefiscale.calc_check_digit(code[:15]) == code[15]:
            yield Kind.FISCAL_CODE, CERTAIN, *found.span(1)


def _ibans(text: str) -> Iterator[Hit]:
    for found in islice(_ITALIAN_IBAN.finditer(text), ENOUGH):
        right = iban.is_valid(_bare(found[0]), check_country=False)
        yield Kind.IBAN, CERTAIN if right else PROBABLE, *found.span()
    for found in islice(_SOLID_IBAN.finditer(text), ENOUGH):
        if iban.is_valid(found[0], check_country=False):
            yield Kind.IBAN, CERTAIN, *found.span()
    for found in islice(_GROUPED_IBAN.finditer(text), ENOUGH):
        # The words that follow look like groups of four too: the longest beginning that adds up is the account.
        groups = found[0].split(" ")
        for taken in range(len(groups), 3, -1):
            account = " ".join(groups[:taken])
            if iban.is_valid(account, check_country=False):
                yield Kind.IBAN, CERTAIN, found.start(), found.start() + len(account)
                break


def _bare(written: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", written.upper())
