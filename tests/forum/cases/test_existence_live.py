"""A case's existence on open screens: over the socket and over the long poll a case is a key that nobody has.

Ada brought a case to Bruna. Each role, signed in, asks to follow it.
"""

import asyncio
import uuid
from types import SimpleNamespace

import orjson
import pytest
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from forum.cases.models import Case
from portal.live import lifespan, protocol
from portal.live.consumers import poll, socket
from tests.house.world import ROLES, build

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.both_databases]

ORIGIN = "http://localhost:8000"
READERS = ("operator", "colleague")


@pytest.fixture
def world(own_database, settings):
    """The case, and the session of each role."""
    made, cookies = build(), {}
    for role, one in made.people.items():
        browser = Client()
        if one is not None:
            browser.force_login(one, backend="portal.accounts.backends.PersonBackend")
            cookies[role] = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    return SimpleNamespace(case=Case.objects.get(code=made.case), cookies=cookies)


def live(story):
    """Run a story with open screens, and close them."""

    async def told():
        try:
            return await story
        finally:
            await lifespan.stop()

    return asyncio.run(told())


def headers(cookie: str) -> list:
    return [(b"origin", ORIGIN.encode())] + ([(b"cookie", cookie.encode())] if cookie else [])


async def polled(path: str, cookie: str, query: str = "") -> tuple:
    """What the long poll answers: status, headers, body."""
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers(cookie)}
    wire = ApplicationCommunicator(poll, scope)
    await wire.send_input({"type": "http.request", "body": b""})
    start, body = await wire.receive_output(5), await wire.receive_output(5)
    await wire.wait(3)
    return start["status"], sorted(start["headers"]), body["body"].decode()


async def followed(topic: str, cookie: str) -> list:
    """What the socket says to who asks to follow a topic, in its first message and in a later one."""
    scope = {
        "type": "websocket", "path": "/ws/v1/", "headers": headers(cookie), "subprotocols": [protocol.SUBPROTOCOL],
        "client": ("127.0.0.1", 1), "extensions": {"websocket.http.response": {}},
    }  # fmt: skip
    wire, said = ApplicationCommunicator(socket, scope), []
    await wire.send_input({"type": "websocket.connect"})
    said.append(await wire.receive_output(5))
    if said[0]["type"] != "websocket.accept":
        return said
    for frame in (
        {"t": "hello", "v": 1, "subs": [{"topic": topic, "s": 0}]},
        {"t": "sub", "id": "x", "topic": topic},
    ):
        await wire.send_input({"type": "websocket.receive", "text": orjson.dumps(frame).decode()})
    # What comes until nothing comes any more.
    while not await wire.receive_nothing(0.4, 0.05):
        heard = await wire.receive_output(1)
        frame = orjson.loads(heard["text"]) if heard["type"] == "websocket.send" else heard
        if frame.get("t") != "hello":  # it has a key of its own each time
            said.append(frame)
        if heard["type"] == "websocket.close":
            return said
    await wire.send_input({"type": "websocket.disconnect", "code": 1000})
    await wire.wait(3)
    return said


def test_the_long_poll_answers_as_for_a_key_that_nobody_has(world):
    topic, nowhere = f"case:{world.case.pk}", f"case:{uuid.uuid4()}"

    async def ask(role: str, of: str) -> list:
        cookie, path = world.cookies.get(role, ""), f"/live/v1/{of}"
        return [await polled(f"{path}/{seq}", cookie, query) for seq, query in ((-1, ""), (0, ""), (0, "wait=1"))]

    async def story() -> dict:
        return {role: (await ask(role, topic), await ask(role, nowhere)) for role in ROLES}

    for role, (answers, others) in live(story()).items():
        if role in READERS:
            assert answers != others and [status for status, *_ in answers] == [200, 200, 200], role
        else:
            assert answers == others, role
            assert {status for status, *_ in answers} == ({401} if role == "anonymous" else {404}), role


def test_the_socket_answers_as_for_a_key_that_nobody_has(world):
    topic, nowhere = f"case:{world.case.pk}", f"case:{uuid.uuid4()}"

    async def ask(role: str) -> list:
        return [await followed(of, world.cookies.get(role, "")) for of in (topic, nowhere)]

    async def story() -> dict:
        return dict(zip(ROLES, await asyncio.gather(*[ask(role) for role in ROLES]), strict=True))

    for role, (said, other) in live(story()).items():
        heard, nothing = orjson.dumps(said, default=str), orjson.dumps(other, default=str)
        nothing = nothing.replace(nowhere.encode(), topic.encode())
        if role in READERS:
            assert heard != nothing and b"subd" in heard, role
        else:
            assert heard == nothing and b"subd" not in heard, role
            assert role == "anonymous" or b"denied" in heard, role
