"""What a client may say, and how it is told that it may not (realtime.md 2)."""

import asyncio
import json
from types import SimpleNamespace

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.live import lifespan, protocol, topics
from portal.live.protocol import segments
from portal.live.topics import Change


async def test_hello_is_answered_with_the_limits(open_screen):
    screen = await open_screen(1)

    hello = await screen.next("hello")
    assert (hello["v"], hello["user"], hello["hb"], hello["back"]) == (1, 1, 25, [0.5, 30])


async def test_ping_is_answered(open_screen):
    screen = await open_screen(1)

    await screen.say("ping", ts=12)

    assert (await screen.next("pong"))["ts"] == 12


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '"hello"', "12", "null", "NaN", '{"t":NaN}', "[" * 10_000, '{"t":"\\ud800"}', '{"a":' * 5000],
)
async def test_what_is_not_a_frame_closes(open_screen, text):
    screen = await open_screen(1)

    await screen.talk.hear(text)

    assert await screen.closed() == protocol.BAD_FRAME


@pytest.mark.parametrize("text", ['{"t":"sub"}', '{"t":"ping","ts":1}', '{"t":1}', '{"t":"hello","v":1,"subs":3}'])
async def test_the_first_frame_must_be_hello(open_screen, text):
    screen = await open_screen(1, greet=False)

    await screen.talk.hear(text)

    assert await screen.closed() == protocol.BAD_FRAME


async def test_another_version_is_told_so(open_screen):
    screen = await open_screen(1, greet=False)

    await screen.say("hello", v=2, subs=[])

    assert await screen.closed() == protocol.WRONG_VERSION


@pytest.mark.parametrize(
    "frame",
    [
        {"t": "post", "body": "ciao"},
        {"t": "sub"},
        {"t": "sub", "topic": "log:1", "s": -2},
        {"t": "sub", "topic": "log:1", "s": 1.5},
        {"t": "sub", "topic": "log:1", "s": True},
        {"t": "sub", "topic": ["log:1"], "s": 0},
        {"t": "sub", "topic": "x" * 101, "s": 0},
        {"t": "sub", "topic": "log:\x00", "s": 0},
        {"t": "sub", "topic": "log:1", "s": 0, "lvl": "all"},
        {"t": "resync", "topic": "log:1", "s": 2**60},
        {"t": "read", "topic": "log:1", "th": {}, "n": 1},
        {"t": "ping", "ts": "now"},
    ],
)
async def test_a_wrong_frame_is_answered_and_the_third_in_ten_seconds_closes(open_screen, frame):
    screen = await open_screen(1)

    await screen.say(**frame)
    await screen.say(**frame)
    await screen.next("err", 2)
    assert {one["code"] for one in screen.of("err")} == {"bad"} and not screen.client.dead

    await screen.say(**frame)
    assert await screen.closed() == protocol.BAD_FRAME


async def test_bytes_close(open_screen):
    screen = await open_screen(1)

    await screen.talk.hear(None)

    assert await screen.closed() == protocol.BAD_FRAME


async def test_a_frame_over_64_kib_closes_with_its_code(open_screen):
    screen = await open_screen(1)

    await screen.say("ping", ts=1, pad="è" * (protocol.FRAME_BYTES // 2))

    assert await screen.closed() == protocol.TOO_BIG


async def test_a_flood_is_warned_and_then_closed(open_screen):
    screen = await open_screen(1)

    for _ in range(protocol.FRAMES):
        await screen.say("ping", ts=1)
    await screen.next("err")
    assert screen.of("err")[0]["code"] == "rate" and not screen.client.dead

    for _ in range(3):
        await screen.say("ping", ts=1)
    assert await screen.closed() == protocol.FLOOD


async def test_more_topics_than_the_limit_are_refused(open_screen, sub):
    screen = await open_screen(1, *(sub(f"log:{n}") for n in range(protocol.FULL_TOPICS + 1)))

    assert (await screen.next("err")) == {"t": "err", "code": "size", "topic": "log:64", "id": None}
    await screen.say("sub", id=1, topic="log:64", s=0, lvl="light")
    await screen.wait_for(lambda: len(screen.of("subd")) == 65)


@pytest.mark.parametrize(
    "topic", ["log:1", "log:words", "log:9999", "log:", "log", "nothing:1", ":1", "log:" + "9" * 70]
)
async def test_what_is_not_there_and_what_is_not_hers_get_the_same_answer(open_screen, sub, log, topic):
    log.readers.clear()

    screen = await open_screen(1, sub(topic))

    assert await screen.next("err") == {"t": "err", "code": "denied", "topic": topic, "id": None}
    assert screen.of("subd") == []


async def test_subscribing_again_begins_anew(open_screen, sub, post):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    post(), post()
    await screen.next("ev", 2)

    await screen.say("sub", id="x", topic="log:1", s=1)

    assert (await screen.next("subd", 2))["id"] == "x"
    assert len(screen.client.subs) == 1
    post()
    await screen.wait_for(lambda: screen.numbers()[-1] == 3)


_scalar = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
_json = st.recursive(
    _scalar, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
_subs = st.lists(st.fixed_dictionaries({"topic": st.just("log:1"), "s": st.integers(-1, 3)}), max_size=2)
_near = st.fixed_dictionaries(
    {"t": st.sampled_from(["hello", "sub", "unsub", "typing", "read", "resync", "ping", "x"])},
    optional={
        "v": st.just(1) | _scalar,
        "subs": st.lists(st.fixed_dictionaries({"topic": st.just("log:1"), "s": st.integers(-1, 3)}), max_size=2)
        | _json,
        "id": _scalar,
        "topic": st.sampled_from(["log:1", "log:404", "log:a", "nothing"]) | _json,
        "s": st.integers(-2, 3) | _json,
        "ep": st.just("one") | _scalar,
        "lvl": st.sampled_from(["full", "light"]) | _scalar,
        "th": _json,
        "n": st.integers(-1, 3) | _json,
        "ts": st.integers(),
    },
)


def _written(frame) -> str:
    """JSON by the standard library, which lets NaN, huge numbers and lone surrogates through."""
    return json.dumps(frame)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    frames=st.lists(_near.map(_written) | _json.map(_written) | st.text(max_size=50), max_size=6), greet=st.booleans()
)
async def test_no_frame_ends_a_socket_but_with_a_code_of_the_page(log, sessions, new_screen, frames, greet):
    here = lifespan.house()
    screen = new_screen(here, sessions["s1"], cookie="s1")
    if greet:
        await screen.hello({"topic": "log:1", "s": 0})
    for frame in frames:
        if not screen.client.dead:
            await screen.talk.hear(frame)
    await asyncio.sleep(0.002)
    if screen.client.dead:
        assert screen.client.ending.result()[0] in protocol.CLOSE_CODES
    assert all(isinstance(frame["t"], str) for frame in screen.frames)
    assert not here.hub.clients - {screen.client}
    await screen.leave()
    await lifespan.stop()


@given(
    changed=st.lists(st.integers(0, 12), max_size=60),
    cursor=st.integers(0, 60),
    limit=st.sampled_from([3, 10, 100]),
)
def test_segments_lead_from_a_cursor_to_the_head_and_carry_each_thing_as_it_is(changed, cursor, limit):
    state = {thing: seq for seq, thing in enumerate(changed, start=1)}
    cursor = min(cursor, len(changed))
    applied, at = {}, cursor
    while at < len(changed):
        rows = sorted((seq, thing) for thing, seq in state.items() if seq > at)[:limit]
        changes = [Change(seq, "set", {"thing": thing}) for seq, thing in rows]
        made = segments("log:1", at, len(changed), changes, limit)
        for segment in made:
            frame = orjson.loads(segment.text)
            assert segment.start == at and segment.end > at
            items = frame["items"] if frame["t"] == "sync" else [frame]
            applied |= {item["d"]["thing"]: item["s"] for item in items}
            assert all(segment.start < item["s"] <= segment.end for item in items)
            at = segment.end

    assert applied == {thing: seq for thing, seq in state.items() if seq > cursor}


def test_topics_have_a_kind_and_a_key(monkeypatch):
    monkeypatch.setitem(topics.registered(), "log", SimpleNamespace())

    assert topics.source_of("log:1")[1] == "1"
    assert topics.source_of("log:a:b")[1] == "a:b"
    for wrong in ("log", "log:", "log:\x00", "log:" + "x" * 81, "other:1", "", None, 12):
        assert topics.source_of(wrong) is None
