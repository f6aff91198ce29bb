"""Settings: what is read is written down, and a wrong value stops the start with one sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings.env import hosts, url

ROOT = Path(settings.BASE_DIR)
GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "una-lunga-chiave-per-la-prova-0123456789-abcdefghijklmnopq",
    "FIELD_KEYS": "una-chiave-per-i-casi-0123456789 quella-di-prima-0123456789-abcde",
    "AUDIT_KEY": "una-chiave-per-il-registro-0123456789",
    "RECEIPT_KEY": "una-chiave-per-le-ricevute-0123456789",
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
    read = set(re.findall(r'\b(?:env|flag|number|url|hosts|folder|key)\("([A-Z_]+)"', source))
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
        ("PUBLIC_URL", "https://snodo.example.org/portale", "PUBLIC_URL"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS"),
        ("FIELD_KEYS", "a", "FIELD_KEYS"),
        ("FIELD_KEYS", GOOD["FIELD_KEYS"] + " a", "FIELD_KEYS"),
        ("AUDIT_KEY", "b", "AUDIT_KEY"),
        ("RECEIPT_KEY", "b", "RECEIPT_KEY"),
        ("TRUSTED_PROXIES", "yes", "TRUSTED_PROXIES"),
        ("SNODO_EMBEDDED_WORKER", "maybe", "SNODO_EMBEDDED_WORKER"),
        ("DATA_DIR", "/dev/null/x", "DATA_DIR"),
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


@pytest.mark.parametrize(
    "value",
    [
        "smtp://host:99999",
        "smtp://host:abc",
        "smtp://host:0",
        "smtp://u:a#b@host:587",
        "smtp://[bad",
        "smtp://:25",
        "smtp://un host:25",
        "http://host",
    ],
)
def test_an_address_that_makes_no_sense_is_refused_without_being_repeated(monkeypatch, value):
    monkeypatch.setenv("EMAIL_URL", value)

    with pytest.raises(ImproperlyConfigured) as refused:
        url("EMAIL_URL", ("smtp", "smtps"))

    assert str(refused.value).startswith("EMAIL_URL: ") and value not in str(refused.value)


def test_an_address_is_read_in_its_parts(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtps://posta%40ente:p%40ss%2F1@[::1]:587")
    found = url("EMAIL_URL", ("smtp", "smtps"))

    assert (found.scheme, found.user, found.password) == ("smtps", "posta@ente", "p@ss/1")
    assert (found.host, found.port) == ("::1", 587)
    monkeypatch.setenv("EMAIL_URL", "")
    assert not url("EMAIL_URL", ("smtp",))


@pytest.mark.parametrize("value", [",", "https://a.org", "a.org b.org", "a.org/x"])
def test_hosts_are_bare_names(monkeypatch, value):
    monkeypatch.setenv("ALLOWED_HOSTS", value)
    with pytest.raises(ImproperlyConfigured):
        hosts("ALLOWED_HOSTS")

    monkeypatch.setenv("ALLOWED_HOSTS", " a.org, .b.org ,, 127.0.0.1")
    assert hosts("ALLOWED_HOSTS") == ["a.org", ".b.org", "127.0.0.1"]


def told(tmp_path, names: str, **variables) -> list[str]:
    """What the settings say under these variables, one value a line."""
    code = f"from django.conf import settings as s\nfor name in '{names}'.split(): print(getattr(s, name))"
    done = start(tmp_path, ["shell", "--no-imports", "-c", code], **variables)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def test_smtps_is_closed_from_the_first_byte_also_at_587(tmp_path):
    names = "EMAIL_PORT EMAIL_USE_SSL EMAIL_USE_TLS EMAIL_HOST_PASSWORD"

    assert told(tmp_path, names, EMAIL_URL="smtps://u:p%40ss@h:587") == ["587", "True", "False", "p@ss"]
    assert told(tmp_path, names, EMAIL_URL="smtp://u:p@h:587") == ["587", "False", "True", "p"]


def test_empty_variables_are_as_if_they_were_not_set(tmp_path):
    empty = dict.fromkeys(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M), "")
    empty.pop("DATA_DIR")
    found = told(tmp_path, "STATIC_ROOT PUBLIC_URL EMBEDDED_WORKER DEBUG TRUSTED_PROXIES", **empty)

    assert found == [str(tmp_path / "static"), "http://localhost:8000", "True", "False", "0"]


@pytest.mark.parametrize("word, on", [("true", "True"), ("1", "True"), ("off", "False"), ("0", "False")])
def test_the_embedded_worker_is_switched_like_everything_else(tmp_path, word, on):
    assert told(tmp_path, "EMBEDDED_WORKER", SNODO_EMBEDDED_WORKER=word) == [on]


def test_production_stands_behind_one_proxy_unless_told_otherwise(tmp_path):
    names = "TRUSTED_PROXIES ALLAUTH_TRUSTED_PROXY_COUNT"

    assert told(tmp_path, names) == ["0", "0"]
    assert told(tmp_path, names, **GOOD) == ["1", "1"]
    assert told(tmp_path, names, **GOOD, TRUSTED_PROXIES="2") == ["2", "2"]


def test_the_public_address_is_kept_as_a_browser_writes_it(tmp_path):
    names = "PUBLIC_URL ORIGINS"
    found = told(tmp_path, names, **(GOOD | {"PUBLIC_URL": "https://Snodo.Example.org:443/"}))

    assert found == ["https://snodo.example.org", "['https://snodo.example.org']"]


def test_a_secret_file_that_is_empty_is_a_missing_secret(tmp_path):
    (tmp_path / "key").write_text("\n")
    rest = {name: value for name, value in GOOD.items() if name != "AUDIT_KEY"}
    done = start(tmp_path, ["check"], AUDIT_KEY_FILE=str(tmp_path / "key"), **rest)

    assert done.returncode != 0 and "AUDIT_KEY" in done.stderr.splitlines()[-1]


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "key").write_text("y" * 60)
    rest = {name: value for name, value in GOOD.items() if name != "SECRET_KEY"}
    done = start(tmp_path, ["check"], SECRET_KEY_FILE=str(tmp_path / "key"), **rest)

    assert done.returncode == 0, done.stderr[-2000:]
