"""Open screens against a real server: sockets that stay, posts over HTTP, how long until a colleague sees them.

`manage.py bench live [--quick]` runs it. The churn bench and `tests/portal/live/test_churn.py` use the same parts: a
channel told through the forum's own actions, a server as a subprocess, browsers that keep the page's rules.
"""

import asyncio
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "una parola lunga"


# ── what is there before ─────────────────────────────────────────────────────────────────────────────────────────────


def settle(people: int, channels: int) -> dict:
    """Make operators who are signed in, and channels with one discussion each, in the database of this process."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from forum.actions import open_channel, open_thread
    from portal.accounts.actions import qualify
    from portal.accounts.models import User
    from portal.vocabulary.models import Territory

    place = Territory.objects.get(slug="torino")
    cast = []
    for number in range(people):
        person = User.objects.create_user(
            f"live{number}@example.org", PASSWORD, first_name="Prova", last_name=f"Numero {number}", territory=place
        )
        qualify(person, "TED", source="ours")
        cast.append(person)
    found = []
    for number in range(channels):
        channel = open_channel(f"Prova {number}", purpose="Misurare", by=cast[0])
        thread = open_thread(channel, "Come va?", "Si comincia.", cid=uuid4(), by=cast[0])
        channel.refresh_from_db()
        found.append(
            {
                "topic": f"channel:{channel.pk}",
                "epoch": str(channel.epoch),
                "seq": channel.last_seq,
                "post": reverse("forum:message_create", args=[channel.slug, thread.slug]),
            }
        )
    cookies = []
    for person in cast:
        browser = Client()
        browser.force_login(person, backend="portal.accounts.backends.PersonBackend")
        cookies.append(browser.cookies[settings.SESSION_COOKIE_NAME].value)
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    return {"channels": found, "cookies": cookies, "names": names}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(origin: str, port: int, urls: str = "", **variables):
    """Run the embedded server on a port; its limits are raised, nothing else differs from the demo's.

    Args:
        origin: where its pages say that they are.
        port: where it listens.
        urls: source of a module of addresses that takes the place of the portal's.
        variables: of its environment.
    """
    with tempfile.TemporaryDirectory(prefix="snodo-live-") as scratch:
        lines = "from portal.settings.dev import *\nLIMITS_FACTOR = 1000\n"
        if urls:
            Path(scratch, "bench_urls.py").write_text(urls)
            lines += "ROOT_URLCONF = 'bench_urls'\n"
        Path(scratch, "live_settings.py").write_text(lines)
        environment = os.environ | {
            "PYTHONPATH": f"{scratch}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "live_settings",
            "PUBLIC_URL": origin,
            "SNODO_EMBEDDED_WORKER": "0",
        }
        flags = ["--port", str(port), "--no-proxy-headers", "--timeout-graceful-shutdown", "3", "--lifespan", "on"]
        flags += ["--ws-max-size", "65536", "--ws-max-queue", "16", "--ws-per-message-deflate", "false"]
        command = [sys.executable, "-m", "uvicorn", "portal.asgi:application", "--log-level", "warning", *flags]
        process = subprocess.Popen(command, cwd=ROOT, env=environment | variables)
        try:
            _wait_for(port, process)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


# ── people in front of it ────────────────────────────────────────────────────────────────────────────────────────────


class Page:
    """A page of a channel: the rules of live.js, in Python."""

    def __init__(self, place: dict, channel: dict, cookie: str):
        self.place, self.channel, self.cookie = place, channel, cookie
        self.cursor = channel["seq"]
        self.applied: list[int] = []
        self.seen_at: dict[int, float] = {}
        self.resyncs = 0
        self.closed: list[int] = []

    async def follow(self, origin: str, port: int, seconds: float | None = None) -> None:
        """Keep a socket open for some seconds, or until cancelled."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import ConnectionClosed

        headers = {"Cookie": f"{self.place['names']['session']}={self.cookie}"}
        options = {"origin": origin, "subprotocols": ["snodo.v1.json"], "additional_headers": headers}
        try:
            async with connect(f"ws://127.0.0.1:{port}/ws/v1/", compression=None, max_size=None, **options) as wire:
                asked = {"topic": self.channel["topic"], "s": self.cursor, "ep": self.channel["epoch"], "lvl": "full"}
                await wire.send(json.dumps({"t": "hello", "v": 1, "subs": [asked]}))
                async with asyncio.timeout(seconds):
                    while True:
                        await self._hear(wire, json.loads(await wire.recv()))
        except TimeoutError:
            pass
        except ConnectionClosed as closed:
            self.closed.append(closed.rcvd.code if closed.rcvd else 1006)

    async def _hear(self, wire, frame: dict) -> None:
        if frame["t"] == "ev":
            if frame["s"] == self.cursor + 1:
                self._apply(frame["s"])
            elif frame["s"] > self.cursor:
                await self._resync(wire)
        elif frame["t"] == "sync":
            if frame["from"] > self.cursor:
                await self._resync(wire)
            else:
                for item in frame["items"]:
                    if item["s"] > self.cursor:
                        self._apply(item["s"])
                self.cursor = max(self.cursor, frame["to"])
        elif frame["t"] == "subd" and frame["s"] > self.cursor:
            await self._resync(wire)
        elif frame["t"] in ("reset", "err"):
            raise AssertionError(f"the server said {frame}")

    def _apply(self, seq: int) -> None:
        self.cursor = seq
        self.applied.append(seq)
        self.seen_at[seq] = time.perf_counter()

    async def _resync(self, wire) -> None:
        self.resyncs += 1
        await wire.send(json.dumps({"t": "resync", "topic": self.channel["topic"], "s": self.cursor}))


async def post(place: dict, channel: dict, cookie: str, text: str, origin: str, port: int) -> dict:
    """Send a message as the outbox does, again with the same key until it is stored; say its number and how long."""
    cid, token = str(uuid4()), "t" * 32
    body = f"text={text.replace(' ', '+')}&cid={cid}"
    head = (
        f"POST {channel['post']} HTTP/1.1\r\nHost: {urlsplit(origin).netloc}\r\nOrigin: {origin}\r\n"
        f"Cookie: {place['names']['session']}={cookie}; {place['names']['csrf']}={token}\r\nX-CSRFToken: {token}\r\n"
        "Accept: application/json\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    begun = time.perf_counter()
    for _ in range(50):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write((head + body).encode())
            answer = await asyncio.wait_for(reader.read(), 20)
            writer.close()
        except (OSError, TimeoutError):
            answer = b""
        if answer.startswith(b"HTTP/1.1 201") and cid.encode() in answer:
            numbers = json.loads(answer.partition(b"\r\n\r\n")[2])
            return {"seq": numbers["seq"], "begun": begun, "took": time.perf_counter() - begun}
        if re.match(rb"HTTP/1.1 4(?!08|29)", answer):
            raise AssertionError(answer[:2000])
        await asyncio.sleep(0.2)
    raise AssertionError(f"not stored: {answer[:500]}")


def faults(page: Page, stored: list[int]) -> dict:
    """Compare what a page applied with what was stored after it was opened."""
    return {
        "lost": len(set(stored) - set(page.applied)),
        "doubled": len(page.applied) - len(set(page.applied)),
        "out_of_order": sum(later <= earlier for earlier, later in zip(page.applied, page.applied[1:], strict=False)),
    }


def at(taken: list[float], share: float) -> float:
    taken = sorted(taken)
    return round(taken[min(len(taken) - 1, int(len(taken) * share))] * 1000, 1) if taken else 0.0


# ── the bench ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def measure(place: dict, origin: str, port: int, *, sockets: int, rate: float, seconds: float) -> dict:
    """Keep `sockets` pages open over the channels, post at an even rate, and compare."""
    channels, cookies = place["channels"], place["cookies"]
    pages = [Page(place, channels[n % len(channels)], cookies[n % len(cookies)]) for n in range(sockets)]
    following = []
    for page in pages:
        following.append(asyncio.ensure_future(page.follow(origin, port)))
        await asyncio.sleep(0.01)
    await asyncio.sleep(1)

    async def writes(number: int) -> tuple[str, dict]:
        channel = channels[number % len(channels)]
        words = f"Misura numero {number}"
        return channel["topic"], await post(place, channel, cookies[number % len(cookies)], words, origin, port)

    writing = []
    for number in range(int(rate * seconds)):
        writing.append(asyncio.ensure_future(writes(number)))
        await asyncio.sleep(1 / rate)
    posts = await asyncio.gather(*writing)
    until = time.perf_counter() + 5
    stored = {one["topic"]: sorted(told["seq"] for topic, told in posts if topic == one["topic"]) for one in channels}
    while time.perf_counter() < until and any(page.cursor < stored[page.channel["topic"]][-1] for page in pages):
        await asyncio.sleep(0.05)
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)
    begun = {(topic, told["seq"]): told["begun"] for topic, told in posts}
    delays = [
        moment - begun[page.channel["topic"], seq]
        for page in pages
        for seq, moment in page.seen_at.items()
        if (page.channel["topic"], seq) in begun
    ]
    wrong = [faults(page, stored[page.channel["topic"]]) for page in pages]
    took = [told["took"] for _, told in posts]
    return {
        "sockets": sockets,
        "posts": len(posts),
        "deliveries": len(delays),
        "post_p50_ms": at(took, 0.5),
        "post_p95_ms": at(took, 0.95),
        "delivery_p50_ms": at(delays, 0.5),
        "delivery_p95_ms": at(delays, 0.95),
        "delivery_p99_ms": at(delays, 0.99),
        **{name: sum(one[name] for one in wrong) for name in ("lost", "doubled", "out_of_order")},
    }


def run(quick: bool = False) -> dict:
    """Measure one embedded process: 300 sockets in 10 channels at 10 posts a second; quick: 100, for 12 seconds."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sockets, seconds = (100, 12) if quick else (300, 60)
    place = settle(people=sockets // 5, channels=10)
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{settings.DATABASES['default']['NAME']}"
    with served(origin, port, DATABASE_URL=database):
        return asyncio.run(measure(place, origin, port, sockets=sockets, rate=10, seconds=seconds))
