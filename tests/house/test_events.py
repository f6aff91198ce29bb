"""Every event has a name in its room's `events.py`, and nobody listens for what nobody records."""

import ast
from importlib import import_module
from pathlib import Path

from django.conf import settings

from portal.journal.actions import listeners

ROOT = Path(settings.BASE_DIR)
ROOMS = [
    "practices",
    "forum",
    "forum.cases",
    "forum.pacts",
    "courses",
    "courses.certification",
    "portal.accounts",
    "portal.network",
    "portal.network.requests",
    "portal.opportunities",
    "portal.agenda",
]


def names() -> dict[str, str]:
    """Constant → kind, over all rooms."""
    found = {}
    for room in ROOMS:
        for name, value in vars(import_module(f"{room}.events")).items():
            if name.isupper() and isinstance(value, str):
                assert name not in found, f"two rooms name an event {name}"
                found[name] = value
    return found


def recorded() -> set[str]:
    """The constants that some `record(…)` uses; a literal is refused."""
    used = set()
    for path in ROOT.rglob("*.py"):
        if ".venv" in path.parts or "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and node.args:
                for first in ast.walk(node.args[0]):
                    assert not isinstance(first, ast.Constant) or not isinstance(first.value, str), (
                        f"{path}: {first.value}"
                    )
                    if isinstance(first, ast.Name):
                        used.add(first.id)
    return used


def test_every_kind_has_one_name():
    kinds = list(names().values())

    assert len(kinds) == len(set(kinds))


def test_every_recorded_kind_is_named_and_every_name_is_recorded():
    used, known = recorded(), set(names())

    assert known - used == set()


def test_nobody_listens_for_what_nobody_records():
    assert set(listeners()) - set(names().values()) == set()
