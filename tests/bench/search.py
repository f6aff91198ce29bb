"""The embedded engine with 100,000 entries: how long a person waits for hits, facets and marked pieces.

`manage.py bench search [--quick]` runs it; quick takes 12,000 entries. Nothing of the portal's data is touched: the
index lies in a scratch folder, and who may see what is played by audiences alone.
"""

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from search.engines.base import Ask
from search.engines.embedded import EmbeddedEngine
from search.engines.italian import read
from search.engines.marks import Marker
from search.entries.shape import KINDS, Entry

CHANNELS = 40
THEMES = [f"tema-{n}" for n in range(27)]
PLACES = ["torino", "empolese-valdelsa", "empoli", "cosenza"]


def run(quick: bool = False) -> dict:
    """Build the index and ask it; all times in milliseconds but `rebuild_s`."""
    chance = random.Random(7)
    words = vocabulary()
    folder = Path(tempfile.mkdtemp(prefix="snodo-bench-search-"))
    try:
        engine = EmbeddedEngine(folder)
        entries = 12_000 if quick else 100_000
        begun = time.perf_counter()
        engine.rebuild(entry(number, words, chance) for number in range(entries))
        rebuilt = time.perf_counter() - begun
        asks = questions(words, chance, 150 if quick else 600)
        finds = times(asks, lambda ask: page(engine, ask))
        typos = times(asks[:100], lambda ask: engine.correct(replace(ask, parts=read(mistyped(ask, chance)))))
        boxes = times(asks[:100], lambda ask: engine.complete((), ask.parts[0].words[0][:3], ask.audiences, 12))
        writes = times(range(20), lambda n: engine.write([], [entry(n, words, chance)]))
        return {
            "entries": entries,
            "rebuild_s": round(rebuilt, 1),
            "index_mb": round(engine.status()["bytes"] / 1e6, 1),
            "find_p50_ms": at(finds, 0.5),
            "find_p95_ms": at(finds, 0.95),
            "find_max_ms": at(finds, 1),
            "typo_p95_ms": at(typos, 0.95),
            "suggest_p95_ms": at(boxes, 0.95),
            "write_p50_ms": at(writes, 0.5),
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def page(engine: EmbeddedEngine, ask: Ask) -> None:
    """Do what a page of results does, but for the database."""
    hits = engine.find(ask, set)
    marker = Marker(ask.parts)
    for kept in engine.read(hits.keys[:20]).values():
        marker.whole(kept.title)
        marker.piece(kept.body)


def questions(words: list[str], chance: random.Random, number: int) -> list[Ask]:
    """One, two or three words of the trade; a third of them with a facet; a reader with eight channels."""
    reader = frozenset({"public", "members", "operators", *(f"channel:{n}" for n in range(8))})
    made = []
    while len(made) < number:
        parts = read(" ".join(chance.choice(words) for _ in range(chance.choice((1, 2, 2, 3)))))
        if parts:
            facets = {"theme": (chance.choice(THEMES),)} if chance.random() < 0.33 else {}
            made.append(Ask(parts, reader, facets))
    return made


def mistyped(ask: Ask, chance: random.Random) -> str:
    word = ask.parts[0].words[0]
    place = chance.randrange(len(word))
    return word[:place] + word[place] + word[place:]


def entry(number: int, words: list[str], chance: random.Random) -> Entry:
    kind = chance.choice((*KINDS, "thread", "thread"))
    begin = chance.randrange(len(words) - 260)
    audience = f"channel:{chance.randrange(CHANNELS)}" if kind == "thread" else chance.choice(("public", "members"))
    return Entry(
        key=f"{kind}:{number}",
        title=" ".join(chance.choice(words) for _ in range(6)),
        body=" ".join(words[begin : begin + chance.randrange(60, 240)]),
        audience=(audience,),
        url=("home:home",),
        changed_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        themes=tuple(chance.sample(THEMES, 2)),
        territory=(chance.choice(PLACES),),
        setting=(chance.choice(("desk", "home_visit", "group")),),
        outcome=("worked",),
        weight=chance.randrange(12),
    )


def vocabulary() -> list[str]:
    """Take the words of the demo's texts, in their order: the counts of real Italian."""
    texts = sorted((Path(settings.BASE_DIR) / "portal" / "demo" / "content").glob("**/*.md"))
    words = [word.strip(".,;:()«»*#") for path in texts for word in path.read_text().split()]
    return [word for word in words if 1 < len(word) < 24]


def times(things, do: Callable) -> list[float]:
    taken = []
    for thing in things:
        begun = time.perf_counter()
        do(thing)
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


def at(taken: list[float], share: float) -> float:
    return round(taken[min(len(taken) - 1, int(len(taken) * share))], 1)
