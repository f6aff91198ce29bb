"""E-mail addresses and telephone numbers."""

import re
from collections.abc import Iterator

from phonenumbers import NumberParseException, is_valid_number, parse

from .kinds import CERTAIN, POSSIBLE, PROBABLE, Kind

_LOCAL = r"(?<![\w.+\-])[\w.+\-]{1,64}"
_EMAIL = re.compile(
    rf"{_LOCAL}(?:@|\s@\s|\s?[(\[{{]\s?(?:at|chiocciola)\s?[)\]}}]\s?)[\w\-]{{1,63}}"
    r"(?:\s?(?:\.|[(\[{]\s?(?:dot|punto)\s?[)\]}])\s?[\w\-]{2,63}){1,4}",
    re.IGNORECASE,
)
_EMAIL_SAID = re.compile(
    rf"{_LOCAL}(?: (?:punto|trattino) [\w\-]{{1,40}}){{0,3}},? chiocciola,? [\w\-]{{1,63}}"
    r"(?: punto [\w\-]{2,63}){1,3}",
    re.IGNORECASE,
)

# Digits with what people put between them; at most sixteen, so that a sea of digits costs little.
_RUN = re.compile(r"(?<![\w])(?:\+|\(\+?)?\d(?:[\s.\-/()·]{0,3}\d){5,200}(?![^\W_])")
_GROUP = re.compile(r"\d+")
_MOBILE = re.compile(r"3[1-9]\d{7,8}\Z")
# Italian area codes: 02 and 06, or 0 and a figure that exists, up to four digits.
_LANDLINE = re.compile(r"0(?:[26]\d{5,9}|[1345789]\d{5,9})\Z")
_NOWHERE = ("30", "000", "001", "002", "004", "005", "006", "007", "008", "009")
_PREFIX = re.compile(r"\A(?:0039|39(?=[03]\d{8}))")
_FREE = re.compile(r"(?:800|803|840|848|199|892|899|16[0-9]|11[0-9])")
_HOURS = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d\s?-\s?(?:[01]?\d|2[0-4])[.:][0-5]\d")
_DAY = re.compile(r"\d{1,2}[\s/.\-]\d{1,2}[\s/.\-](?:\d{4}|\d{2})(?!\d)")
# Numbers of services for everybody: INPS from a mobile, Agenzia delle Entrate, ARERA.
_PUBLIC = {"06164164", "0697617689", "0265565263"}
_WEAKER_BEFORE = re.compile(
    r"(?:delibera|deliberazione|determina|art\.?|articolo|legge|decreto|d\.?lgs\.?|regolamento|fattura|bolletta|euro|€|"
    r"importo|totale|comma|sentenza|provvedimento|circolare|n°)\W{0,3}(?:n\.?|nr\.?|numero|di|del)?\W{0,3}\Z",
    re.IGNORECASE,
)
_WEAKER_AFTER = re.compile(r"\s?(?:euro\b|€|kwh\b|smc\b|mq\b|metri cubi|watt\b|/R/|per cento|%)", re.IGNORECASE)
_LONGEST = 14  # digits of a number with its country


def contacts(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Find addresses and numbers that reach somebody, in a flattened text."""
    for pattern in (_EMAIL, _EMAIL_SAID):
        for found in pattern.finditer(text):
            yield Kind.EMAIL, CERTAIN, *found.span()
    foreign = 30  # the library is slow: nobody writes more foreign numbers than these
    for run in _RUN.finditer(text):
        if _DAY.fullmatch(run[0]) or _HOURS.match(run[0]):
            continue
        groups = [
            (found[0], run.start() + found.start(), run.start() + found.end()) for found in _GROUP.finditer(run[0])
        ]
        at = 0
        while at < len(groups):
            taken = _free(groups, at) or _italian(groups, at)
            if not taken and foreign and at == 0 and run[0].lstrip("(").startswith(("+", "00")):
                foreign -= 1
                taken = len(groups) if _foreign(run[0]) else 0
            elif taken < 0:
                at -= taken
                continue
            if taken:
                start, end = groups[at][1], groups[at + taken - 1][2]
                start = run.start() if at == 0 else start
                weaker = _WEAKER_BEFORE.search(text, max(0, start - 24), start) or _WEAKER_AFTER.match(text, end)
                yield Kind.PHONE, POSSIBLE if weaker else PROBABLE, start, end
            at += taken or 1


def _free(groups: list, at: int) -> int:
    """Say, as a number below zero, how many groups a number for everybody takes: 800 166 654, 803 164."""
    if len(groups[at][0]) < 3 or not _FREE.match(groups[at][0]):
        return 0
    digits = 0
    for taken, (group, _, _) in enumerate(groups[at:], start=1):
        digits += len(group)
        if digits >= 6:
            return -taken
    return 0


def _italian(groups: list, at: int) -> int:
    """Say how many groups, from this one on, make an Italian number; the longest wins."""
    if groups[at][0][0] not in "03":
        return 0
    digits, best = "", 0
    for taken, (group, _, _) in enumerate(groups[at : at + _LONGEST], start=1):
        digits += group
        if len(digits) > _LONGEST or digits.startswith(_NOWHERE):
            break
        if len(digits) < 7:
            continue
        bare = _PREFIX.sub("", digits)
        if _MOBILE.match(bare) or (_LANDLINE.match(bare) and bare not in _PUBLIC and _like_landline(groups, at, taken)):
            best = taken
    return best


def _like_landline(groups: list, at: int, taken: int) -> bool:
    """An area code on its own, or joined to the rest; never a month with its year, or a short row of single digits."""
    first = groups[at][0]
    if any(re.fullmatch(r"(?:19|20)\d\d", group) for group, _, _ in groups[at + 1 : at + taken]):
        return False
    if taken == 1:
        return len(first) >= 8
    return 2 <= len(first) or taken >= 8


def _foreign(written: str) -> bool:
    number = "+" + re.sub(r"\D", "", written).removeprefix("00")
    try:
        return len(number) <= 16 and is_valid_number(parse(number, None))
    except NumberParseException:
        return False
