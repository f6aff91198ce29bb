"""The doors of the open screens: plain ASGI callables, the websocket at /ws/v1/ and the long poll at /live/v1/…"""

import asyncio
import logging
from contextlib import suppress

from . import database, door, gate, longpoll, protocol
from .clients import Client
from .lifespan import House, house
from .talk import Talk

log = logging.getLogger("snodo.live")

PATH = "/ws/v1/"
CLOSE_SECONDS = 2

poll = longpoll.serve


async def socket(scope, receive, send) -> None:
    """Let a browser in, converse, say goodbye."""
    if (await receive())["type"] != "websocket.connect":
        return
    # Before anything else, so that a page of somebody else costs us nothing.
    if scope["path"] != PATH or not door.comes_from_us(scope["headers"], required=True):
        await send({"type": "websocket.close", "code": protocol.NO_ACCESS})
        return
    here, cookies = house(), gate.cookies_of(scope["headers"])
    bells = here.watch.bells
    try:
        user, code, reason = await database.enter(door.come_in, door.address_of(scope), cookies)
    except Exception:
        log.exception("the gate could not be asked")
        user, code, reason = None, protocol.OVERLOADED, "storage"
    if code == protocol.FLOOD:
        await _refuse(scope, send)
        return
    version = protocol.SUBPROTOCOL if protocol.SUBPROTOCOL in scope.get("subprotocols", ()) else None
    # Accepted first also when refused: a browser does not tell its page why a handshake failed.
    await send({"type": "websocket.accept", "subprotocol": version})
    if version is None:
        user, code, reason = None, protocol.WRONG_VERSION, ""
    elif here.stopping:
        user, code, reason = None, protocol.RESTART, ""
    if user is None:
        await send({"type": "websocket.close", "code": code, "reason": reason})
        return
    client = Client(user, send, cookies=cookies)
    client.bells = bells
    if not here.hub.enter(client):
        await send({"type": "websocket.close", "code": protocol.TOO_MANY})
        return
    writer = asyncio.ensure_future(client.write())
    try:
        await _converse(here, client, receive)
        await _say_goodbye(client, writer, send)
    finally:
        here.hub.leave(client)
        writer.cancel()
        await asyncio.gather(writer, client.stop(), return_exceptions=True)


async def _refuse(scope, send) -> None:
    """Too many handshakes from one address: 429 where the server can say it, else 403."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": protocol.FLOOD})
        return
    headers = [(b"retry-after", b"60"), (b"content-type", b"text/plain")]
    await send({"type": "websocket.http.response.start", "status": 429, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b""})


async def _converse(here: House, client: Client, receive) -> None:
    """Hear the client until it goes or is closed."""
    talk = Talk(here, client)
    hello = client.loop.call_later(
        protocol.HELLO_SECONDS, lambda: talk.greeted or client.end(protocol.NO_HELLO, "no hello")
    )
    heard = None
    try:
        while not client.dead:
            heard = asyncio.ensure_future(receive())
            await asyncio.wait({heard, client.ending}, return_when=asyncio.FIRST_COMPLETED)
            if client.dead:
                return
            message = heard.result()
            if message["type"] == "websocket.disconnect":
                client.end(0)
                return
            try:
                await talk.hear(message.get("text"))
            except Exception:
                log.exception("a frame was not understood")
                client.end(protocol.OVERLOADED, "trouble")
    finally:
        hello.cancel()
        if heard is not None and not heard.done():
            heard.cancel()
            with suppress(asyncio.CancelledError):
                await heard


async def _say_goodbye(client: Client, writer: asyncio.Task, send) -> None:
    """Send what is queued, if that goes quickly, and the close code."""
    code, reason = client.ending.result()
    if code in (0, protocol.GOING_AWAY):
        return
    until = client.loop.time() + CLOSE_SECONDS / 4
    while client.is_writing and code != protocol.TOO_SLOW and client.loop.time() < until:
        await asyncio.sleep(0.01)
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)
    # A socket that was lost while we spoke to it has nothing left to close.
    with suppress(Exception):
        await asyncio.wait_for(send({"type": "websocket.close", "code": code, "reason": reason}), CLOSE_SECONDS)
