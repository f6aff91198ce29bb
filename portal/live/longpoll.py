"""The same cursor without a socket: `GET /live/v1/<topic>/<seq>?wait=25`. Holds no thread while it waits."""

import asyncio
import logging
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from portal.ui.http import MESSAGES
from portal.ui.middleware import FIXED

from . import database, door, gate, protocol
from .lifespan import House, house
from .protocol import REPLAY_CHANGES, REPLAY_ROWS
from .topics import source_of
from .watch import permitted

log = logging.getLogger("snodo.live")

WAIT_MOST = 25
CODES = {401: "sign_in", 403: "forbidden", 404: "not_found", 405: "invalid", 429: "too_many", 503: "trouble"}


@dataclass
class Answer:
    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def refused(status: int, code: str = "", *, retry: int = 0) -> Answer:
    """Refuse as every program is refused: `{"error": {"code", "message", "fields"}}`."""
    code = code or CODES[status]
    fields = {"code": code, "message": str(MESSAGES.get(code, MESSAGES["invalid"])), "fields": {}}
    body = protocol.orjson.dumps({"error": fields}).decode()
    return Answer(status, body, {"Retry-After": str(retry)} if retry else {})


async def answer_to(scope) -> Answer:
    """Find what a request gets, waiting for news if it asks to."""
    pieces = door.path_of(scope)
    if scope["method"] != "GET":
        return Answer(405, refused(405).body, {"Allow": "GET"})
    if not door.comes_from_us(scope["headers"], required=False):
        return refused(403)
    if len(pieces) != 4 or not _is_number(pieces[3]):
        return refused(404)
    topic, cursor = pieces[2], int(pieces[3])
    try:
        return await _Poll(scope, topic, cursor).answer()
    except Exception:
        log.exception("a long poll failed")
        return refused(503, retry=3)


def _is_number(text: str) -> bool:
    return text == "-1" or (text.isascii() and text.isdigit() and len(text) <= 16)


class _Poll:
    def __init__(self, scope, topic: str, cursor: int):
        self.house: House = house()
        self.cookies = gate.cookies_of(scope["headers"])
        self.topic, self.cursor = topic, cursor
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        wait = query.get("wait", ["0"])[0]
        self.seconds = min(int(wait), WAIT_MOST) if wait.isascii() and wait.isdigit() and len(wait) < 6 else 0
        self.epoch = query.get("ep", [""])[0]
        self.known = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"if-none-match"]

    async def answer(self) -> Answer:
        refusal, user = await self._ask()
        if refusal:
            return refusal
        polls = self.house.polls
        if not polls.enter(user.pk):
            return refused(429, retry=protocol.FRAMES_SECONDS)
        try:
            source, key = source_of(self.topic)
            room = self.house.hub.room(self.topic, source, key)
            if not await self.house.hub.open(room):
                return refused(404)
            head, changes = await self._read(room)
            if head == self.cursor and self.seconds and self._is_of(room.epoch):
                await self.house.hub.wait(room, self.cursor, self.seconds)
                # What she may read is asked when it is handed out, not when she began to wait.
                refusal, _ = await self._ask()
                if refusal:
                    return refusal
                head, changes = await self._read(room)
            return self._told(room.epoch, head, changes)
        finally:
            polls.leave(user.pk)

    async def _ask(self) -> tuple[Answer | None, object]:
        if not gate.has_session(self.cookies):
            return refused(401), None
        user, reason, allowed = await database.enter(permitted, self.cookies, [self.topic])
        if user is None:
            return refused(401, reason), None
        return (None if self.topic in allowed else refused(404)), user

    async def _read(self, room) -> tuple[int, list]:
        if self.cursor < 0:
            _, head = await database.read(room.source.head, room.key) or ("", 0)
            self.cursor = head
            return head, []
        return await database.read(room.source.after, room.key, self.cursor, REPLAY_ROWS)

    def _is_of(self, epoch: str) -> bool:
        return not self.epoch or not epoch or self.epoch == epoch

    def _told(self, epoch: str, head: int, changes: list) -> Answer:
        etag = f'"{epoch}:{head}"'
        headers = {"ETag": etag}
        if head < self.cursor or head - self.cursor > REPLAY_CHANGES or not self._is_of(epoch):
            return Answer(200, protocol.encode("reset", topic=self.topic, ep=epoch, head=head), headers)
        if head == self.cursor and not changes and etag in self.known:
            return Answer(304, "", headers)
        to = changes[-1].seq if len(changes) >= REPLAY_ROWS else head
        fields = {"topic": self.topic, "ep": epoch, "from": self.cursor, "to": to, "more": to < head}
        return Answer(200, protocol.encode("sync", **fields, items=[protocol.item(one) for one in changes]), headers)


async def respond(send, answer: Answer) -> None:
    headers = (
        FIXED
        | {
            "Content-Type": "application/json",
            "Content-Length": str(len(answer.body.encode())),
            "Cache-Control": "private, no-store",
            "Vary": "Cookie",
            "X-Robots-Tag": "noindex, noarchive",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options": "DENY",
        }
        | answer.headers
    )
    if answer.status == 304:
        del headers["Content-Length"], headers["Content-Type"]
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    await send({"type": "http.response.body", "body": answer.body.encode()})


async def until_gone(receive) -> None:
    """Return when the browser has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def serve(scope, receive, send) -> None:
    gone = asyncio.ensure_future(until_gone(receive))
    work = asyncio.ensure_future(answer_to(scope))
    try:
        await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            await respond(send, work.result())
    except asyncio.CancelledError:
        # The server stops and has waited for us long enough: the browser asks the next one.
        await respond(send, refused(503, retry=1))
    finally:
        for task in (gone, work):
            task.cancel()
        await asyncio.gather(gone, work, return_exceptions=True)
