"""Browsers that drop and come back at random while others post: nothing lost, nothing doubled, one order.

`manage.py bench churn [--quick]` runs it. With more than one server (and Redis between them) the browsers come back to
any of them.
"""

import asyncio
import random
import time

from tests.bench.live import Page, faults, free_port, post, served, settle


async def churn(place: dict, origin: str, ports: list[int], *, pages: int, posts: int, writers: int = 4) -> dict:
    """Let `pages` browsers come and go until they have seen `posts` messages of one channel."""
    chance = random.Random(11)
    channel = place["channels"][0]
    last = channel["seq"] + posts
    browsers = [Page(place, channel, place["cookies"][n % len(place["cookies"])]) for n in range(pages)]
    reconnects = 0

    async def visits(page: Page) -> None:
        nonlocal reconnects
        until = time.perf_counter() + 60
        while page.cursor < last and time.perf_counter() < until:
            await page.follow(origin, chance.choice(ports), chance.uniform(0.05, 1.2))
            reconnects += 1
            await asyncio.sleep(chance.uniform(0, 0.2))

    async def writes(number: int) -> list[int]:
        cookie = place["cookies"][number % len(place["cookies"])]
        told = []
        for one in range(posts // writers):
            told.append(await post(place, channel, cookie, f"Giro {number} numero {one}", origin, chance.choice(ports)))
        return [each["seq"] for each in told]

    begun = time.perf_counter()
    watching = [asyncio.ensure_future(visits(page)) for page in browsers]
    stored = sum(await asyncio.gather(*(writes(number) for number in range(writers))), [])
    await asyncio.gather(*watching)
    wrong = [faults(page, stored) for page in browsers]
    return {
        "clients": pages,
        "servers": len(ports),
        "posts": len(stored),
        "reconnects": reconnects,
        "deliveries": sum(len(page.applied) for page in browsers),
        **{name: sum(one[name] for one in wrong) for name in ("lost", "doubled", "out_of_order")},
        "distinct_orders": len({tuple(page.applied) for page in browsers}),
        "seconds": round(time.perf_counter() - begun, 1),
    }


def run(quick: bool = False) -> dict:
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    place = settle(people=10, channels=1)
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{settings.DATABASES['default']['NAME']}"
    with served(origin, port, DATABASE_URL=database):
        pages, posts = (20, 200) if quick else (60, 1000)
        return asyncio.run(churn(place, origin, [port], pages=pages, posts=posts))
