"""Open screens without a server: a log that stands for a room's database, people who stand for its readers."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import threading
from types import SimpleNamespace

import orjson
import pytest
from django.db import connection

from portal.live import gate, lifespan, topics
from portal.live.clients import Client
from portal.live.talk import Talk
from portal.live.topics import Change
from tests.bench.live import ROOT


class Log:
    """A kind of topic whose database is this object: things that change, each at its last number."""

    def __init__(self):
        self.lock = threading.Lock()
        self.epoch = "one"
        self.things: dict[str, dict[str, tuple[int, str]]] = {}  # key → thing → (seq, text)
        self.seqs: dict[str, int] = {}
        self.readers: set[int] = {1, 2, 3}
        self.marks: list = []
        self.reads = 0
        self.broken = False
        self.slow: threading.Event | None = None  # a database that answers when this is set

    def write(self, key: str, thing: str, text: str = "x") -> int:
        """Change a thing: it takes the next number."""
        with self.lock:
            self.seqs[key] = self.seqs.get(key, 0) + 1
            self.things.setdefault(key, {})[thing] = (self.seqs[key], text)
            return self.seqs[key]

    def _ask(self) -> None:
        self.reads += 1
        if self.broken:
            raise OSError("the database is away")

    def may_follow(self, user, key):
        self._ask()
        if self.slow:
            self.slow.wait(5)
        return user.pk in self.readers and int(key) < 1000

    def head(self, key):
        self._ask()
        with self.lock:
            return None if key == "404" else (self.epoch, self.seqs.get(key, 0))

    def heads(self, keys):
        self._ask()
        with self.lock:
            return {key: self.seqs[key] for key in keys if key in self.seqs}

    def after(self, key, seq, limit):
        self._ask()
        with self.lock:
            rows = sorted((s, thing, text) for thing, (s, text) in self.things.get(key, {}).items() if s > seq)
            changes = [Change(s, "set", {"thing": thing, "text": text}) for s, thing, text in rows[:limit]]
            return self.seqs.get(key, 0), changes

    def mark_read(self, marks):
        self._ask()
        self.marks.extend(marks)


@pytest.fixture
def log(monkeypatch):
    made = Log()
    monkeypatch.setitem(topics.registered(), "log", made)
    return made


@pytest.fixture
def sessions(monkeypatch):
    """Who is signed in: session → person. The gate of these tests, as the wiring would register one."""
    people = {f"s{pk}": SimpleNamespace(pk=pk, short_name=f"Persona {pk}", is_active=True) for pk in range(1, 20)}
    monkeypatch.setattr(gate, "_gates", [])
    gate.register(lambda key, cookies: (people.get(key), "" if key in people else "sign_in"))
    return people


@pytest.fixture
async def here(log, sessions):
    house = lifespan.house()
    yield house
    await lifespan.stop()


class Screen:
    """A browser's side of a socket, with the page's rules: apply only what follows, ask again on a hole."""

    def __init__(self, house, user, *, cookie: str):
        self.frames: list[dict] = []
        self.blocked = asyncio.Event()  # set: the network takes nothing
        self.client = Client(user, self._send, cookies={"session": cookie, "sessionid": cookie})
        self.talk = Talk(house, self.client)
        self.house = house
        self.writer = asyncio.ensure_future(self.client.write())
        self.free = asyncio.Event()
        self.free.set()
        self.broken = False
        assert house.hub.enter(self.client)

    async def _send(self, message):
        await self.free.wait()
        if self.broken:
            raise RuntimeError("the transport is closing")
        self.frames.append(orjson.loads(message["text"]))

    async def say(self, t: str, **fields):
        await self.talk.hear(orjson.dumps({"t": t, **fields}).decode())

    async def hello(self, *subs):
        await self.say("hello", v=1, subs=list(subs))

    def of(self, *kinds: str) -> list[dict]:
        return [frame for frame in self.frames if frame["t"] in kinds]

    async def wait_for(self, condition, seconds: float = 3):
        for _ in range(int(seconds / 0.005)):
            if condition():
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"did not come; frames: {self.frames[-5:]}, closed: {self.client.ending}")

    async def next(self, kind: str, count: int = 1) -> dict:
        await self.wait_for(lambda: len(self.of(kind)) >= count)
        return self.of(kind)[count - 1]

    async def closed(self) -> int:
        return (await asyncio.wait_for(asyncio.shield(self.client.ending), 3))[0]

    def numbers(self, topic: str = "log:1") -> list[int]:
        """What the page applied, by the page's rules; fails on a hole that it would have had to ask about."""
        cursor, applied = None, []
        for frame in self.frames:
            if frame.get("topic") != topic:
                continue
            if frame["t"] == "subd":
                cursor = frame["s"] if cursor is None else max(cursor, frame["s"])
            elif frame["t"] == "ev":
                if cursor is not None and frame["s"] <= cursor:
                    continue
                assert cursor is None or frame["s"] == cursor + 1, f"hole before {frame['s']}"
                cursor = frame["s"]
                applied.append(cursor)
            elif frame["t"] == "sync":
                assert cursor is None or frame["from"] <= cursor, f"hole before {frame['from']}"
                applied += [item["s"] for item in frame["items"] if cursor is None or item["s"] > cursor]
                cursor = max(cursor or 0, frame["to"])
        return applied

    async def leave(self):
        self.house.hub.leave(self.client)
        self.writer.cancel()
        await asyncio.gather(self.writer, self.client.stop(), return_exceptions=True)


@pytest.fixture
def new_screen():
    """For tests that make their own loop many times."""
    return Screen


@pytest.fixture
async def open_screen(here, sessions):
    """Give a browser: `await open_screen(1, sub("log:1", 0))`."""
    screens = []

    async def opened(pk: int = 1, *subs, greet: bool = True) -> Screen:
        screen = Screen(here, sessions[f"s{pk}"], cookie=f"s{pk}")
        screens.append(screen)
        if greet:
            await screen.hello(*subs)
        return screen

    yield opened
    for screen in screens:
        screen.free.set()
        await screen.leave()


def sub(topic: str = "log:1", cursor: int = -1, **fields) -> dict:
    return {"topic": topic, "s": cursor, "lvl": "full", **fields}


@pytest.fixture(name="sub")
def sub_fixture():
    return sub


@pytest.fixture
def post(log, here):
    """Write and announce, as an action does."""
    from portal.live.bus import announce

    def posted(key: str = "1", thing: str | None = None, text: str = "x", *, told: bool = True) -> int:
        seq = log.write(key, thing or f"t{log.seqs.get(key, 0) + 1}", text)
        if told:
            announce(f"log:{key}", seq)
        return seq

    return posted


# ── a real server, on a database of its own ──────────────────────────────────────────────────────────────────────────

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
        copy = tmp_path / "live.sqlite3"
        with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        yield f"sqlite:///{copy}"
        return
    import psycopg

    address, name = os.environ["DATABASE_URL"], f"live_{os.getpid()}_{id(tmp_path)}"
    with psycopg.connect(address, autocommit=True) as server:
        query = r"SELECT datname FROM pg_database WHERE datname ~ '^template_[0-9a-f]{16}$' ORDER BY oid DESC LIMIT 1"
        (template,) = server.execute(query).fetchone()
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield address.rpartition("/")[0] + f"/{name}"


@pytest.fixture
def settled():
    """Tell four operators and a channel in that database, from a process of its own."""

    def told(variables: dict[str, str]) -> dict:
        environment = os.environ | variables | {"DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
        command = [sys.executable, "-c", SETTLE]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout.splitlines()[-1])

    return told
