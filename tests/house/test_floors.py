"""The house has floors: imports, foreign keys and file names keep them."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Top floor first, as in pyproject.toml; rooms of one line may lean on each other.
FLOORS = [
    {"demo", "home"},
    {"search"},
    {"courses", "certification"},
    {"forum", "cases"},
    {"practices"},
    {"notifications"},
    {"accounts"},
    {"mail", "audit", "limits", "vault", "guard", "vocabulary", "journal", "live", "ui"},
]


def floor_of(label: str) -> int | None:
    for number, rooms in enumerate(FLOORS):
        if label in rooms:
            return number
    return None


def test_a_lower_room_never_points_a_key_up():
    wrong = []
    for model in apps.get_models():
        here = floor_of(model._meta.app_label)
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if here is None or target in (None, "self") or target._meta.label == "accounts.User":
                continue
            there = floor_of(target._meta.app_label)
            if there is not None and there < here:
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")

    assert not wrong


def test_the_import_contract_is_kept():
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-3000:]


def test_the_linter_is_content():
    ruff = Path(sys.executable).parent / "ruff"
    checked = subprocess.run([ruff, "check", "."], cwd=ROOT, capture_output=True, text=True)
    formatted = subprocess.run([ruff, "format", "--check", "."], cwd=ROOT, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout[-3000:]
    assert formatted.returncode == 0, formatted.stdout[-3000:]


def test_no_migration_is_missing(db):
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_no_template_carries_a_script_a_style_or_unsafe_html():
    wrong = []
    for path in ROOT.glob("**/templates/**/*.html"):
        if ".venv" in path.parts:
            continue
        text = path.read_text()
        for word in (" style=", "onclick=", "onload=", "|safe", "javascript:", "<style", "hx-on"):
            if word in text:
                wrong.append(f"{path.relative_to(ROOT)}: {word}")
        for piece in text.split("<script")[1:]:
            if "src=" not in piece.split(">")[0]:
                wrong.append(f"{path.relative_to(ROOT)}: inline script")

    assert not wrong


def test_no_code_makes_html_safe_but_the_one_filter():
    allowed = {ROOT / "portal/ui/templatetags/ui.py"}
    rooms = [ROOT / name for name in ("portal", "practices", "forum", "courses", "search")]
    found = [
        path for room in rooms for path in room.rglob("*.py") if "mark_safe" in path.read_text() and path not in allowed
    ]

    assert not found
