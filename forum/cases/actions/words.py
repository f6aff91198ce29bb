"""Seal and open the words of a case."""

from dataclasses import dataclass

from portal.guard.detect import refuse_certain
from portal.vault.actions import seal, unseal

from ..models import Case

# privacy.md P2: what may be written, in characters.
LONGEST_QUESTION, LONGEST_TEXT, LONGEST_ENTRY = 2000, 2000, 1500


@dataclass(frozen=True)
class CaseWords:
    """The words of a case, open: never stored, never on the bus, never in a log."""

    question: str = ""
    situation: str = ""
    tried_text: str = ""
    outcome: str = ""


TEXTS = ("question", "situation", "tried_text", "outcome")


def sealed(case: Case, text: str) -> bytes:
    """Close a text with the case's key, whichever door it came through: what certainly names somebody is refused.

    Raises:
        Identifies: if it does.
    """
    refuse_certain(text)
    return seal(case.key, text) if text else b""


def opened(case: Case, words: bytes) -> str:
    return unseal(case.key, words) if words else ""


def words_of(case: Case) -> CaseWords:
    return CaseWords(**{name: opened(case, getattr(case, name)) for name in TEXTS})
