"""What is marked `both_databases` passes on the embedded default too: SQLite, no Redis."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection


def test_the_embedded_default_passes_the_same_tests():
    if connection.vendor == "sqlite":
        return  # this run is the second one
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SNODO_", "DATA", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-m", "both_databases", *marked()],
        cwd=settings.BASE_DIR, env=clean | {"SNODO_TESTS_ON": "sqlite"}, capture_output=True, text=True, timeout=900,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-4000:]


def marked() -> list[str]:
    """The files that hold the mark: the second run need not read the others."""
    tests = Path(settings.BASE_DIR) / "tests"
    return sorted(str(path) for path in tests.rglob("test_*.py") if "mark.both_databases" in path.read_text())
