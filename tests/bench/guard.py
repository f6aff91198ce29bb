"""The identity guard: how long it takes on texts as people write them, and on what is made to keep it busy.

`manage.py bench guard [--quick]` runs it. Figures to hold (privacy.md P3): 50 ms for 2,000 characters, 100 ms for any
20,000. Processor time, so that what else the machine does stays out.
"""

import time
from pathlib import Path

import yaml

from portal.guard.detect import LONGEST, find

CORPUS = Path(__file__).parent.parent / "portal" / "guard" / "corpus.yaml"
HOSTILE = """A |L |1 |3 4 0 |0 |06/|+1 234 567 8901 |a@a.|a.|Maria |Maria Rossi |Maria de la |via A |via di di |
via Aa 1a |IT60X |IT60 X054 2811 |GB82 WEST 1234 |DE89 3704 0044 0532 0130 0 |nato il |ISEE |abita in via |½²ª|\ufdfa|
RSSMRA85T10A562T |LLL8|a chiocciola |signora |cartella n. |documento A|sig. |PDR |targa |рaр|a\u0301|a\u200b|
👩‍👧 |D'A """
PIECES = [piece.lstrip("\n") for piece in HOSTILE.split("|")]


def run(quick: bool = False) -> dict:
    """Measure; all times in milliseconds."""
    texts = [entry["text"] for entry in yaml.safe_load(CORPUS.read_text(encoding="utf-8"))]
    joined = "\n".join(texts)
    find(joined[:2000])  # the lists are read once
    rounds = 3 if quick else 20
    usual = [spent(joined[at : at + 2000]) for _ in range(rounds) for at in range(0, len(joined) - 2000, 2000)]
    hostile = {piece: min(spent((piece * LONGEST)[:LONGEST]) for _ in range(1 if quick else 3)) for piece in PIECES}
    worst = max(hostile, key=hostile.get)
    return {
        "texts": len(texts),
        "p50_2000_ms": round(sorted(usual)[len(usual) // 2], 1),
        "max_2000_ms": round(max(usual), 1),
        "max_hostile_20000_ms": round(hostile[worst], 1),
        "worst_hostile": worst[:20],
    }


def spent(text: str) -> float:
    begun = time.process_time()
    find(text)
    return (time.process_time() - begun) * 1000
