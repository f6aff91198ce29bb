"""Keep the index: ask for an entry to be looked at again, look at what was asked, make the index anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from portal.accounts.permissions import require
from portal.clock import now, real_now
from portal.guard.detect import find as found_by_guard
from portal.guard.kinds import CERTAIN, PROBABLE
from portal.limits.actions import TooMany, spend

from . import entries
from .engines import engine
from .engines.italian import tidy
from .engines.lock import alone
from .entries.shape import digest_of
from .models import IndexRequest, UnmetNeed
from .permissions import can_see_needs

BATCH = 500
BEHIND = timedelta(minutes=5)


def request(keys: Iterable[str], *, removal: bool = False) -> None:
    """Ask for entries to be looked at again; in the transaction of whoever noticed.

    Args:
        keys: such as «practice:12».
        removal: something may no longer be found; it goes before what may be found from now on.
    """
    asked = IndexRequest.objects.bulk_create([IndexRequest(key=key, is_removal=removal) for key in keys])
    # In tests only, and only where a test has made an index: elsewhere the worker's clock does it.
    if asked and settings.EVENTS_INLINE and engine().is_ready():
        transaction.on_commit(drain_all, robust=True)


def drain(limit: int = BATCH) -> int:
    """Do what was asked, removals first, in one commit of the engine.

    A request goes only after the engine has committed: a writer that stops in the middle loses nothing.

    Returns:
        How many requests were served; 0 also when another writer is at work.
    """
    if engine().is_ready() and not IndexRequest.objects.exists():
        return 0
    with alone(_writer_lock()) as is_ours:
        if not is_ours:
            return 0
        if not engine().is_ready():
            return _rebuild()
        asked = list(IndexRequest.objects.values_list("pk", "key")[:limit])
        keys = list(dict.fromkeys(key for _, key in asked))
        put = {entry.key: entry for entry in entries.of(keys)}
        engine().write([key for key in keys if key not in put], put.values())
        IndexRequest.objects.filter(pk__in=[pk for pk, _ in asked]).delete()
        return len(asked)


def drain_all() -> int:
    """Serve until nothing is asked any more."""
    served = 0
    while count := drain():
        served += count
    return served


def rebuild() -> int:
    """Make the index anew beside the one in use, then switch. Returns how many entries it has.

    Raises:
        Busy: if another writer does not finish within a minute.
    """
    with alone(_writer_lock(), wait=60) as is_ours:
        if not is_ours:
            raise Busy
        return _rebuild()


def _rebuild() -> int:
    # What is asked from here on waits for the new index; what was asked before is in it. Told apart one by one: a
    # request can take a low number and be committed late.
    asked = list(IndexRequest.objects.values_list("pk", flat=True))
    count = engine().rebuild(entries.every())
    for at in range(0, len(asked), BATCH):
        IndexRequest.objects.filter(pk__in=asked[at : at + BATCH]).delete()
    return count


def is_up_to_date() -> bool:
    """Say whether there is an index and its writer keeps pace, for `/readyz`."""
    return engine().is_ready() and not IndexRequest.objects.filter(asked_at__lt=real_now() - BEHIND).exists()


class Busy(Exception):
    """Another writer holds the index."""


@dataclass(frozen=True)
class Difference:
    """Where the index does not say what the database says: keys of each sort."""

    missing: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.left_over or self.changed)

    def __len__(self) -> int:
        return len(self.missing) + len(self.left_over) + len(self.changed)


def difference() -> Difference:
    """Compare the index with the database, entry by entry."""
    kept = engine().digests()
    missing, changed = [], []
    for entry in entries.every():
        digest = kept.pop(entry.key, None)
        if digest is None:
            missing.append(entry.key)
        elif digest != entry.digest():
            changed.append(entry.key)
    return Difference(tuple(missing), tuple(sorted(kept)), tuple(changed))


def update() -> int:
    """Serve what was asked, then put right every entry that differs. Returns how many were touched."""
    served = drain_all()
    found = difference()
    request(found.left_over, removal=True)
    request([*found.missing, *found.changed])
    return served + drain_all()


def note_unmet(words: str, *, by) -> None:
    """Remember that somebody looked for something nobody has written, without saying who.

    Words in which the guard sees or suspects a person are not kept; the same words of the same person count once a day.
    """
    words = " ".join(tidy(words).lower().split())[:200]
    if not words or any(finding.certainty in (CERTAIN, PROBABLE) for finding in found_by_guard(words)):
        return
    try:
        spend(f"unmet:{by.pk}:{digest_of(words)}", limit=1, seconds=86_400)
    except TooMany:
        return
    with transaction.atomic():
        _, is_new = UnmetNeed.objects.get_or_create(words=words)
        if not is_new:
            UnmetNeed.objects.filter(words=words).update(count=F("count") + 1, last_at=now())


def close_need(need: UnmetNeed, *, by) -> None:
    """Take words off the list: somebody has written an answer, or none is needed."""
    require(can_see_needs(by))
    need.delete()


def _writer_lock() -> Path:
    return Path(settings.SEARCH_DIR) / "WRITER"
