"""From `DATABASE_URL` to Django's DATABASES, one block for both servers."""

from pathlib import Path
from urllib.parse import parse_qs

from django.core.exceptions import ImproperlyConfigured

from .env import Address

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


def postgres(address: Address) -> dict:
    name = address.path.strip("/")
    if not name:
        raise ImproperlyConfigured("DATABASE_URL: the name of the database is missing after the host.")
    query = {key: values[-1] for key, values in parse_qs(address.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host or query.pop("host", ""),
        "PORT": str(address.port or ""),
        # CONN_MAX_AGE above 0 leaks connections under ASGI; the pool does the keeping.
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, "options": POSTGRES_LIMITS, **query},
    }


def database(address: Address, default: Path) -> dict:
    if not address:
        return sqlite(default)
    if address.scheme == "sqlite":
        if not address.text.startswith("sqlite:///"):
            raise ImproperlyConfigured("DATABASE_URL: write sqlite:/// with three strokes before the path.")
        return sqlite(address.text.removeprefix("sqlite:///") or ":memory:")
    return postgres(address)
