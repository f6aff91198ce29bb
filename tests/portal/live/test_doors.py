"""The doors, with real sessions: ada is signed in, sara is suspended.

The doors ask in threads of their own, which see only what is committed: these people are, and are taken away at the
end, instead of emptying every table after each test.
"""

import asyncio
from types import SimpleNamespace

import orjson
import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.contrib.sessions.models import Session
from django.test import Client as Browser

from portal.accounts.models import User
from portal.limits.models import Spending
from portal.live import gate, lifespan, protocol
from portal.live.bus import kick
from portal.live.consumers import poll, socket

PASSWORD = "una parola lunga"
ORIGIN = "http://localhost:8000"


@pytest.fixture(scope="module", autouse=True)
def committed(django_db_setup, django_db_blocker):
    from portal.vocabulary.models import Territory

    with django_db_blocker.unblock():
        place = Territory.objects.get(slug="torino")
        people = {
            name: User.objects.create_user(f"live-{name}@example.org", PASSWORD, first_name=name, territory=place)
            for name in ("ada", "sara")
        }
        yield people
        Session.objects.all().delete()
        Spending.objects.filter(key__startswith="live:").delete()
        User.objects.filter(pk__in=[one.pk for one in people.values()]).delete()


@pytest.fixture
def ada(committed):
    yield committed["ada"]
    committed["ada"].is_active = True
    committed["ada"].set_password(PASSWORD)
    committed["ada"].save()


@pytest.fixture
def sara(committed):
    return committed["sara"]


@pytest.fixture
def everyone_reads(log, monkeypatch):
    monkeypatch.setattr(log, "may_follow", lambda user, key: user.is_active and int(key) < 1000)
    return log


@pytest.fixture
async def lived():
    yield
    await lifespan.stop()


def cookie_of(person, settings) -> str:
    browser = Browser()
    browser.force_login(person, backend="portal.accounts.backends.PersonBackend")
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def scope_of(cookie: str = "", *, origins=(ORIGIN,), path="/ws/v1/", protocols=(protocol.SUBPROTOCOL,), **fields):
    headers = [(b"origin", origin.encode("latin-1")) for origin in origins]
    if cookie:
        headers.append((b"cookie", cookie.encode()))
    return {
        "type": "websocket",
        "path": path,
        "headers": headers,
        "subprotocols": list(protocols),
        "client": ("127.0.0.1", 1),
        "extensions": {"websocket.http.response": {}},
    } | fields


class Wire:
    """A websocket without a server."""

    def __init__(self, scope):
        self.raw = ApplicationCommunicator(socket, scope)

    async def open(self) -> dict:
        await self.raw.send_input({"type": "websocket.connect"})
        return await self.raw.receive_output(5)

    async def say(self, t: str, **fields):
        await self.raw.send_input({"type": "websocket.receive", "text": orjson.dumps({"t": t, **fields}).decode()})

    async def hear(self) -> dict:
        message = await self.raw.receive_output(8)
        return orjson.loads(message["text"]) if message["type"] == "websocket.send" else message

    async def hear_until(self, t: str) -> dict:
        while True:
            heard = await self.hear()
            if heard.get("t") == t or heard.get("type") == "websocket.close":
                return heard

    async def leave(self):
        await self.raw.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.raw.wait(3)


async def opened(person, settings) -> Wire:
    wire = Wire(scope_of(await sync_to_async(cookie_of)(person, settings)))
    assert await wire.open() == {"type": "websocket.accept", "subprotocol": protocol.SUBPROTOCOL}
    return wire


async def test_a_signed_in_person_follows_and_hears(ada, settings, everyone_reads, lived):
    wire = await opened(ada, settings)

    await wire.say("hello", v=1, subs=[{"topic": "log:1", "s": 0}])
    assert (await wire.hear())["user"] == ada.pk
    assert (await wire.hear())["t"] == "subd"
    seq = everyone_reads.write("1", "a")
    lifespan.house().hub.hint("log:1", seq)

    assert (await wire.hear_until("ev"))["s"] == 1
    await wire.leave()
    assert lifespan.house().hub.clients == set()


@pytest.mark.parametrize(
    "origins",
    [
        (),
        (ORIGIN, ORIGIN),
        ("https://evil@localhost:8000",),
        ("http://localhost:8000/",),
        ("http://localhost:8000/x",),
        ("http://localhost",),
        ("https://localhost:8000",),
        ("http://LOCALHOST:8000",),
        ("https://[bad",),
        ("null",),
        ("http://evil.example",),
        ("\xff\xfe",),
        ("",),
    ],
)
async def test_only_our_own_origin_is_let_in(ada, settings, everyone_reads, lived, origins):
    wire = Wire(scope_of(await sync_to_async(cookie_of)(ada, settings), origins=origins))

    assert (await wire.open())["type"] == "websocket.close"
    assert not lifespan.house().hub.clients


async def test_another_path_is_closed(ada, settings, lived):
    wire = Wire(scope_of(await sync_to_async(cookie_of)(ada, settings), path="/ws/v2/"))

    assert (await wire.open())["type"] == "websocket.close"


@pytest.mark.parametrize(
    "cookie", ["", "session=", "session=wrong", "session=../../x", "session=" + "x" * 200, "a=b; ;="]
)
async def test_who_is_not_signed_in_is_told_so(everyone_reads, lived, cookie):
    wire = Wire(scope_of(cookie))

    assert (await wire.open())["type"] == "websocket.accept"
    closed = await wire.hear()
    assert (closed["type"], closed["code"], closed["reason"]) == ("websocket.close", protocol.SIGNED_OUT, "sign_in")


async def test_a_suspended_person_is_not_signed_in(sara, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(sara, settings)
    await User.objects.filter(pk=sara.pk).aupdate(is_active=False)

    wire = Wire(scope_of(cookie))
    await wire.open()
    assert (await wire.hear())["code"] == protocol.SIGNED_OUT


async def test_suspension_closes_the_socket_at_once(ada, settings, everyone_reads, lived):
    wire = await opened(ada, settings)
    await wire.say("hello", v=1, subs=[{"topic": "log:1", "s": 0}])
    await wire.hear_until("subd")

    await User.objects.filter(pk=ada.pk).aupdate(is_active=False)
    kick(ada.pk)
    lifespan.house().hub.hint("log:1", everyone_reads.write("1", "a"))

    heard = await wire.hear_until("ev")
    assert (heard["type"], heard["code"]) == ("websocket.close", protocol.SIGNED_OUT)


async def test_without_a_gate_that_knows_the_second_factor_nobody_comes_in(ada, settings, lived, monkeypatch):
    monkeypatch.setattr(gate, "_gates", [])
    settings.REQUIRE_SECOND_FACTOR = True
    wire = Wire(scope_of(await sync_to_async(cookie_of)(ada, settings)))

    await wire.open()
    closed = await wire.hear()
    assert (closed["code"], closed["reason"]) == (protocol.SIGNED_OUT, "second_factor")


async def test_a_changed_password_ends_the_session_here_too(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    ada.set_password("un’altra parola lunga")
    await sync_to_async(ada.save)()

    wire = Wire(scope_of(cookie))
    await wire.open()
    assert (await wire.hear())["code"] == protocol.SIGNED_OUT


async def test_a_session_of_an_older_secret_is_good_and_stays_as_it_is(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]

    for _ in range(2):
        wire = Wire(scope_of(cookie))
        await wire.open()
        await wire.say("hello", v=1)
        assert (await wire.hear())["t"] == "hello"
        await wire.leave()


async def test_without_our_subprotocol_the_version_is_wrong(ada, settings, everyone_reads, lived):
    wire = Wire(scope_of(await sync_to_async(cookie_of)(ada, settings), protocols=("other",)))

    assert (await wire.open())["subprotocol"] is None
    assert (await wire.hear())["code"] == protocol.WRONG_VERSION


async def test_who_says_nothing_is_closed(ada, settings, everyone_reads, lived, monkeypatch):
    monkeypatch.setattr(protocol, "HELLO_SECONDS", 0.1)
    wire = await opened(ada, settings)

    assert (await wire.hear())["code"] == protocol.NO_HELLO


async def test_a_binary_frame_closes(ada, settings, everyone_reads, lived):
    wire = await opened(ada, settings)

    await wire.raw.send_input({"type": "websocket.receive", "bytes": b"hello"})

    assert (await wire.hear())["code"] == protocol.BAD_FRAME


async def test_a_ninth_socket_of_one_person_is_refused(ada, settings, everyone_reads, lived):
    wires = [await opened(ada, settings) for _ in range(protocol.CONNECTIONS_A_PERSON)]

    ninth = await opened(ada, settings)

    assert (await ninth.hear())["code"] == protocol.TOO_MANY
    for wire in wires:
        await wire.leave()


async def test_twenty_handshakes_a_minute_from_one_address(ada, settings, everyone_reads, lived):
    settings.LIMITS_FACTOR = 1
    cookie = await sync_to_async(cookie_of)(ada, settings)
    for _ in range(protocol.HANDSHAKES_A_MINUTE):
        wire = Wire(scope_of(cookie))
        await wire.open()
        await wire.leave()

    one_more, elsewhere = Wire(scope_of(cookie)), Wire(scope_of(cookie, client=("10.0.0.9", 1)))

    assert (await one_more.open())["status"] == 429
    assert (await elsewhere.open())["type"] == "websocket.accept"
    await elsewhere.leave()


async def test_behind_a_proxy_each_address_has_its_own_handshakes(ada, settings, everyone_reads, lived):
    settings.LIMITS_FACTOR, settings.TRUSTED_PROXIES = 1, 1
    cookie = await sync_to_async(cookie_of)(ada, settings)

    def through_the_proxy(forwarded: str) -> Wire:
        scope = scope_of(cookie, client=("10.0.0.1", 1))
        scope["headers"].append((b"x-forwarded-for", forwarded.encode()))
        return Wire(scope)

    # Another spoofed address each time, at the left; of IPv6 a household counts as one.
    for n in range(protocol.HANDSHAKES_A_MINUTE):
        wire = through_the_proxy(f"6.6.6.{n}, 2001:db8::{n}")
        await wire.open()
        await wire.leave()

    assert (await through_the_proxy("6.6.7.7, 2001:db8:0:0:9::1").open())["status"] == 429
    elsewhere = through_the_proxy("2001:db8::1, 2001:db8:0:1::1")
    assert (await elsewhere.open())["type"] == "websocket.accept"
    await elsewhere.leave()


# ── the long poll ────────────────────────────────────────────────────────────────────────────────────────────────────


async def get(path: str, cookie: str = "", *, query: str = "", method: str = "GET", **headers):
    encoded = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    if cookie:
        encoded.append((b"cookie", cookie.encode()))
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": encoded}
    wire = ApplicationCommunicator(poll, scope)
    await wire.send_input({"type": "http.request", "body": b""})
    start, body = await wire.receive_output(5), await wire.receive_output(5)
    await wire.wait(3)
    found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return SimpleNamespace(
        status=start["status"], headers=found, data=orjson.loads(body["body"]) if body["body"] else None
    )


async def test_the_same_cursor_over_http(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    everyone_reads.write("1", "a"), everyone_reads.write("1", "b"), everyone_reads.write("1", "a")

    answer = await get("/live/v1/log:1/1", cookie)

    assert answer.status == 200 and answer.headers["etag"] == '"one:3"'
    assert (answer.data["t"], answer.data["from"], answer.data["to"], answer.data["more"]) == ("sync", 1, 3, False)
    assert [item["d"]["thing"] for item in answer.data["items"]] == ["b", "a"]
    assert answer.headers["cache-control"] == "private, no-store"


async def test_nothing_new_is_a_304(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    everyone_reads.write("1", "a")

    first = await get("/live/v1/log:1/1", cookie)
    assert first.status == 200 and first.data["items"] == []
    again = await get("/live/v1/log:1/1", cookie, if_none_match=first.headers["etag"])
    assert again.status == 304 and again.data is None


async def test_no_cursor_is_told_the_head(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    everyone_reads.write("1", "a")

    answer = await get("/live/v1/log:1/-1", cookie)

    assert (answer.data["from"], answer.data["to"], answer.data["items"]) == (1, 1, [])


@pytest.mark.parametrize("path, query", [("9", ""), ("0", "ep=another")])
async def test_another_history_is_a_reset(ada, settings, everyone_reads, lived, path, query):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    everyone_reads.write("1", "a")

    answer = await get(f"/live/v1/log:1/{path}", cookie, query=query)

    assert answer.data == {"t": "reset", "topic": "log:1", "ep": "one", "head": 1}


async def test_a_long_poll_waits_for_news(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    waiting = asyncio.ensure_future(get("/live/v1/log:1/0", cookie, query="wait=25"))
    await asyncio.sleep(0.3)
    assert not waiting.done()

    lifespan.house().hub.hint("log:1", everyone_reads.write("1", "a"))

    assert [item["s"] for item in (await waiting).data["items"]] == [1]


async def test_who_lost_access_while_waiting_is_told_nothing(ada, settings, everyone_reads, lived, monkeypatch):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    waiting = asyncio.ensure_future(get("/live/v1/log:1/0", cookie, query="wait=25"))
    await asyncio.sleep(0.3)

    monkeypatch.setattr(everyone_reads, "may_follow", lambda user, key: False)
    lifespan.house().hub.hint("log:1", everyone_reads.write("1", "a"))

    assert (await waiting).status == 404


async def test_a_reader_who_goes_away_leaves_nothing_behind(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    scope = {"type": "http", "method": "GET", "path": "/live/v1/log:1/0", "query_string": b"wait=25"}
    wire = ApplicationCommunicator(poll, scope | {"headers": [(b"cookie", cookie.encode())]})
    await wire.send_input({"type": "http.request", "body": b""})
    await asyncio.sleep(0.3)

    await wire.send_input({"type": "http.disconnect"})
    await wire.wait(3)

    here = lifespan.house()
    assert here.polls.open == {} and not here.hub.rooms["log:1"].waiters


@pytest.mark.parametrize(
    "topic", ["log:9999", "log:words", "nothing:1", "log", "log:%00", "%2e%2e", "log:1%2f2", "è:1"]
)
async def test_what_is_not_there_and_what_is_not_hers_is_not_found(ada, settings, everyone_reads, lived, topic):
    answer = await get(f"/live/v1/{topic}/0", await sync_to_async(cookie_of)(ada, settings))

    assert answer.status == 404
    assert answer.data["error"]["code"] == "not_found" and answer.data["error"]["fields"] == {}


@pytest.mark.parametrize(
    "path", ["/live/v1/log:1/x", "/live/v1/log:1/-2", "/live/v1/log:1/" + "9" * 17, "/live/v1/log:1"]
)
async def test_a_strange_number_is_not_found(ada, settings, everyone_reads, lived, path):
    assert (await get(path, await sync_to_async(cookie_of)(ada, settings))).status == 404


async def test_the_poll_asks_who_is_there(everyone_reads, lived):
    answer = await get("/live/v1/log:1/0")

    assert answer.status == 401
    assert answer.data["error"]["code"] == "sign_in" and answer.data["error"]["message"]


async def test_the_poll_takes_nothing_from_other_sites_and_only_get(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)

    assert (await get("/live/v1/log:1/0", cookie, origin="https://evil@localhost:8000")).status == 403
    assert (await get("/live/v1/log:1/0", cookie, origin=ORIGIN)).status == 200
    assert (await get("/live/v1/log:1/0", cookie, method="POST")).status == 405


async def test_polling_in_a_circle_is_slowed(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)

    for _ in range(protocol.FRAMES):
        assert (await get("/live/v1/log:1/0", cookie)).status == 200
    answer = await get("/live/v1/log:1/0", cookie)

    assert answer.status == 429 and answer.headers["retry-after"]


async def test_a_database_that_is_away_says_try_again(ada, settings, everyone_reads, lived):
    cookie = await sync_to_async(cookie_of)(ada, settings)
    everyone_reads.broken = True

    answer = await get("/live/v1/log:1/0", cookie)

    assert (answer.status, answer.headers["retry-after"]) == (503, "3")
