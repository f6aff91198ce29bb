"""The real server, the real forum: browsers that drop and come back while colleagues write (realtime.md 8).

The servers run on a copy of the migrated database; with Redis there are two of them, and browsers come back to either.
"""

import asyncio
import os
from contextlib import ExitStack

from tests.bench.churn import churn
from tests.bench.live import free_port, served


def test_nothing_is_lost_doubled_or_out_of_order(database, settled, tmp_path):
    redis = os.environ.get("SNODO_TEST_REDIS", "")
    ports = [free_port() for _ in range(2 if redis else 1)]
    origin = f"http://127.0.0.1:{ports[0]}"
    variables = {"DATABASE_URL": database, "DATA_DIR": str(tmp_path), "REDIS_URL": redis, "PUBLIC_URL": origin}
    place = settled(variables)

    with ExitStack() as stack:
        for port in ports:
            stack.enter_context(served(origin, port, **variables))
        figures = asyncio.run(churn(place, origin, ports, pages=10, posts=200))

    assert (figures["lost"], figures["doubled"], figures["out_of_order"]) == (0, 0, 0), figures
    assert figures["distinct_orders"] == 1 and figures["posts"] == 200
    assert figures["reconnects"] > 10
