"""What a client says on its socket, after the gate let it in (realtime.md 2)."""

import logging
import secrets

from portal.clock import real_now

from . import protocol
from .bus import ME
from .clients import Client
from .lifespan import House
from .protocol import BadFrame, Subscription, Window
from .topics import source_of

log = logging.getLogger("snodo.live")

RETRY_SECONDS = 2


class Talk:
    """Hears the frames of one client, one after the other."""

    def __init__(self, house: House, client: Client):
        self.house, self.client = house, client
        self.greeted = False
        self.frames = Window(protocol.FRAMES, protocol.FRAMES_SECONDS)
        # The last one that is forgiven is one less than the one that closes.
        self.strikes = Window(protocol.STRIKES - 1, protocol.STRIKES_SECONDS)
        self.bad = Window(protocol.BAD_FRAMES - 1, protocol.BAD_SECONDS)
        self.verbs = {
            "sub": self.sub,
            "unsub": self.unsub,
            "typing": self.typing,
            "read": self.read,
            "resync": self.resync,
            "ping": self.ping,
        }

    async def hear(self, text: str | None) -> None:
        """Take one frame. Whatever it holds, it can only be answered, or end this socket with a code of ours."""
        client, now = self.client, self.client.loop.time()
        if text is None:
            client.end(protocol.BAD_FRAME, "text only")
        elif len(text.encode(errors="replace")) > protocol.FRAME_BYTES:
            client.end(protocol.TOO_BIG)
        elif self.frames.passed(now):
            client.say(protocol.error("rate", retry=protocol.FRAMES_SECONDS))
            if self.strikes.passed(now):
                client.end(protocol.FLOOD)
        else:
            try:
                await self._understand(protocol.decode(text))
            except BadFrame as error:
                if error.fatal or not self.greeted or self.bad.passed(now):
                    client.end(protocol.BAD_FRAME)
                else:
                    client.say(protocol.error("bad"))

    async def _understand(self, frame: dict) -> None:
        if not self.greeted:
            await self.hello(frame)
        elif verb := self.verbs.get(frame["t"]):
            await verb(frame)
        else:
            raise BadFrame

    async def hello(self, frame: dict) -> None:
        if frame["t"] != "hello":
            raise BadFrame
        if frame.get("v") != protocol.VERSION:
            self.client.end(protocol.WRONG_VERSION)
            return
        asked = protocol.subscriptions(frame)
        self.greeted = True
        limits = {"frame": protocol.FRAME_BYTES, "full": protocol.FULL_TOPICS, "light": protocol.LIGHT_TOPICS}
        fields = {"v": protocol.VERSION, "conn": f"{ME}-{secrets.token_hex(4)}", "user": self.client.user.pk, "ep": ME}
        fields |= {
            "now": int(real_now().timestamp() * 1000),
            "lim": limits,
            "hb": protocol.HEARTBEAT_SECONDS,
            "back": [0.5, 30],
        }
        self.client.say(protocol.encode("hello", **fields))
        await self._subscribe(asked, None)

    async def sub(self, frame: dict) -> None:
        await self._subscribe([protocol.subscription(frame)], _id(frame))

    async def _subscribe(self, asked: list[Subscription], id: str | None) -> None:
        """Follow what she may follow; each topic gets its own answer."""
        client = self.client
        if not asked:
            return
        try:
            allowed = await self.house.watch.may(client, [sub.topic for sub in asked])
        except Exception:
            log.exception("rights could not be asked")
            for sub in asked:
                client.say(protocol.error("storage", topic=sub.topic, id=id, retry=RETRY_SECONDS))
            return
        for sub in asked:
            if client.dead:
                return
            if sub.topic not in allowed:
                client.say(protocol.error("denied", topic=sub.topic, id=id))
            elif not self._has_room_for(sub):
                client.say(protocol.error("size", topic=sub.topic, id=id))
            else:
                source, key = source_of(sub.topic)
                self.house.hub.follow(client, sub, source, key, id)

    def _has_room_for(self, asked: Subscription) -> bool:
        same = sum(sub.light == asked.light for topic, sub in self.client.subs.items() if topic != asked.topic)
        return same < (protocol.LIGHT_TOPICS if asked.light else protocol.FULL_TOPICS)

    async def unsub(self, frame: dict) -> None:
        self.house.hub.unfollow(self.client, protocol.word(frame, "topic"))

    async def resync(self, frame: dict) -> None:
        """She saw a hole: begin again from where she says she stands."""
        topic, cursor, id = protocol.word(frame, "topic"), protocol.number(frame, "s"), _id(frame)
        sub = self.client.subs.get(topic)
        # One that was dropped meanwhile has had its answer; one whose rights are being asked begins by itself.
        if sub is not None and not sub.light:
            self.client.rewind(topic)
            sub.cursor, sub.id = cursor, id
            if not sub.held:
                self.house.hub.rejoin(sub)

    async def typing(self, frame: dict) -> None:
        self.house.presence.types(self.client, protocol.word(frame, "topic"), protocol.word(frame, "th", default=""))

    async def read(self, frame: dict) -> None:
        topic, thread = protocol.word(frame, "topic"), protocol.word(frame, "th", default="")
        n = protocol.number(frame, "n")
        sub = self.client.subs.get(topic)
        if sub is None or sub.held or not hasattr(sub.room.source, "mark_read"):
            return
        self.house.marks.read(topic, self.client.user.pk, thread, n)
        self.house.tell_other_screens(self.client, topic, protocol.encode("read", topic=topic, th=thread, n=n))

    async def ping(self, frame: dict) -> None:
        self.client.say(protocol.encode("pong", ts=protocol.number(frame, "ts")))


def _id(frame: dict) -> str | None:
    return protocol.word(frame, "id", default="") or None
