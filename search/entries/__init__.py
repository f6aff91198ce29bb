"""What can be found, in one neutral shape: one module a kind, each with the same functions.

Cases, requests of citizens and private messages have no module here, and never will.
"""

from collections.abc import Iterable, Iterator

from ..permissions import visible
from . import appointments, bodies, desks, lessons, opportunities, people, practices, programmes, threads
from .shape import KINDS, Entry

__all__ = ["Entry", "KINDS", "every", "face", "of", "things", "version"]

_ROOMS = {
    "practice": practices,
    "thread": threads,
    "lesson": lessons,
    "person": people,
    "opportunity": opportunities,
    "desk": desks,
    "body": bodies,
    "event": appointments,
    "programme": programmes,
}


def every() -> Iterator[Entry]:
    """Give all there is to find, a few hundred rows at a time."""
    for room in _ROOMS.values():
        yield from room.entries()


def of(keys: Iterable[str]) -> Iterator[Entry]:
    """Give the entries of these keys as the things are now; what may not be found any more gives none."""
    for kind, pks in _by_kind(keys).items():
        yield from _ROOMS[kind].entries(pks)


def things(keys: Iterable[str], user) -> dict[str, object]:
    """Give the things themselves, those that `user` may see: at most two queries a kind."""
    found = {}
    for kind, pks in _by_kind(keys).items():
        for thing in _ROOMS[kind].shown(visible(user, kind).filter(pk__in=pks)):
            found[f"{kind}:{thing.pk}"] = thing
    return found


def face(kind: str, thing) -> tuple[str, str, str, str]:
    """Give what a hit shows of a thing: title, summary, address, language."""
    return _ROOMS[kind].face(thing)


def version(key: str, thing) -> str:
    """Name the present state of a thing, to compare with what the index kept."""
    return _ROOMS[key.partition(":")[0]].version(thing)


def _by_kind(keys: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key in keys:
        kind, _, pk = key.partition(":")
        if kind in _ROOMS and pk.isdecimal():
            found.setdefault(kind, []).append(int(pk))
    return found
