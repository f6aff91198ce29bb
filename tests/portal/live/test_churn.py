"""The real server, the real forum: browsers that drop and come back while colleagues write (realtime.md 8).

The servers run on a copy of the migrated database; with Redis there are two of them, and browsers come back to either.
"""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack

import pytest
from django.db import connection

from tests.bench.churn import churn
from tests.bench.live import ROOT, free_port, served

SETTLE = """
import json, sys, django
django.setup()
from tests.bench.live import settle
print(json.dumps(settle(people=4, channels=1)))
"""


@pytest.fixture
def database(django_db_setup, tmp_path) -> str:
    """The address of a database of our own, as it is after the migrations."""
    if connection.vendor == "sqlite":
        copy = tmp_path / "churn.sqlite3"
        with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        yield f"sqlite:///{copy}"
        return
    import psycopg

    address, name = os.environ["DATABASE_URL"], f"churn_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        query = r"SELECT datname FROM pg_database WHERE datname ~ '^template_[0-9a-f]{16}$' ORDER BY oid DESC LIMIT 1"
        (template,) = server.execute(query).fetchone()
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield address.rpartition("/")[0] + f"/{name}"


def test_nothing_is_lost_doubled_or_out_of_order(database, tmp_path):
    redis = os.environ.get("SNODO_TEST_REDIS", "")
    ports = [free_port() for _ in range(2 if redis else 1)]
    origin = f"http://127.0.0.1:{ports[0]}"
    variables = {"DATABASE_URL": database, "DATA_DIR": str(tmp_path), "REDIS_URL": redis, "PUBLIC_URL": origin}
    environment = os.environ | variables | {"DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    told = subprocess.run(
        [sys.executable, "-c", SETTLE], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert told.returncode == 0, told.stderr[-2000:]
    place = json.loads(told.stdout.splitlines()[-1])

    with ExitStack() as stack:
        for port in ports:
            stack.enter_context(served(origin, port, **variables))
        figures = asyncio.run(churn(place, origin, ports, pages=10, posts=200))

    assert (figures["lost"], figures["doubled"], figures["out_of_order"]) == (0, 0, 0), figures
    assert figures["distinct_orders"] == 1 and figures["posts"] == 200
    assert figures["reconnects"] > 10
