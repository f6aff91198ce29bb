"""Settings: what is read is written down, and a wrong value stops the start with one sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "una-lunga-chiave-per-la-prova-0123456789-abcdefghijklmnopq",
    "FIELD_KEYS": "one-long-secret",
    "AUDIT_KEY": "another-long-secret",
    "ALLOWED_HOSTS": "snodo.example.org",
    "PUBLIC_URL": "https://snodo.example.org",
    "DATABASE_URL": "postgresql://portal@127.0.0.1:1/portal",
    "EMAIL_URL": "smtp://mail.example.org:587",
}


def start(tmp_path, command: list[str], **variables) -> subprocess.CompletedProcess:
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environment = clean | {"DATA_DIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"} | variables
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


def test_every_variable_that_is_read_is_in_the_example():
    source = "".join(path.read_text() for path in (ROOT / "portal/settings").glob("*.py"))
    read = set(re.findall(r'\b(?:env|flag|url|key)\("([A-Z_]+)"', source))
    written = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    assert read - written == set()
    assert written - read == set()


def test_production_is_clean_under_deploy_checks(tmp_path):
    done = start(tmp_path, ["check", "--deploy", "--fail-level", "WARNING"], **GOOD)

    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    "name, value, word",
    [
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("PUBLIC_URL", "http://snodo.example.org", "PUBLIC_URL"),
        ("PUBLIC_URL", "snodo", "PUBLIC_URL"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL"),
        ("EMAIL_URL", "http://x", "EMAIL_URL"),
        ("REDIS_URL", "http://x", "REDIS_URL"),
        ("REQUIRE_SECOND_FACTOR", "0", "REQUIRE_SECOND_FACTOR"),
        ("SNODO_DEMO", "1", "SNODO_DEMO"),
        ("DEBUG", "maybe", "DEBUG"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT"),
        ("SENTRY_DSN", "https://x", "SENTRY_DSN"),
    ],
)
def test_a_wrong_value_stops_the_start_and_says_which(tmp_path, name, value, word):
    done = start(tmp_path, ["check"], **(GOOD | {name: value}))

    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert "ImproperlyConfigured" in last and word in last


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "key").write_text("y" * 60)
    rest = {name: value for name, value in GOOD.items() if name != "SECRET_KEY"}
    done = start(tmp_path, ["check"], SECRET_KEY_FILE=str(tmp_path / "key"), **rest)

    assert done.returncode == 0, done.stderr[-2000:]
