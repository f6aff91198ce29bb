"""From `DATABASE_URL` to Django's DATABASES, one block for both servers."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON; "
    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000;",
}
POSTGRES_LIMITS = "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=15s"


def sqlite(path: str | Path) -> dict:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": dict(SQLITE)}


def postgres(address: str) -> dict:
    parts = urlsplit(address)
    if not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL: the name of the database is missing after the host.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.pop("host", ""),
        "PORT": str(parts.port or ""),
        # CONN_MAX_AGE above 0 leaks connections under ASGI; the pool does the keeping.
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, "options": POSTGRES_LIMITS, **query},
    }


def database(address: str, default: Path) -> dict:
    if not address:
        return sqlite(default)
    if address.startswith("sqlite:///"):
        return sqlite(address.removeprefix("sqlite:///") or ":memory:")
    if address.startswith(("postgresql://", "postgres://")):
        return postgres(address)
    raise ImproperlyConfigured("DATABASE_URL: write postgresql://… or sqlite:///….")
