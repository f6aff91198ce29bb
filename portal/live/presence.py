"""Who is writing and who has a topic open: in memory, never stored, the first to be dropped (realtime.md 7)."""

import asyncio
from collections.abc import Callable

from . import protocol
from .clients import Client
from .hub import Hub
from .rooms import Room

TYPING_EVERY = 3  # seconds between two signs of one person
TYPING_LASTS = 6
GRACE = 8  # who drops and comes back at once has not been away
SNAPSHOT_EVERY, SNAPSHOT_LASTS = 20, 50
NAMED_MOST = 200

Who = dict[int, str]  # person → short name, empty where only ids travel


def name_of(user, room: Room) -> str:
    return "" if room.ids_only else str(getattr(user, "short_name", ""))


class Presence:
    def __init__(self, hub: Hub, publish: Callable[[str, dict], None], me: str):
        self.hub, self.publish, self.me = hub, publish, me
        hub.on_follow = self.changed
        self.typing: dict[str, dict[tuple[str, int], tuple[str, float]]] = {}
        self.typed: set[str] = set()  # topics whose list must be told
        self.here: dict[str, dict[int, tuple[str, float | None]]] = {}  # this process; moment = left, in its grace
        self.elsewhere: dict[tuple[str, str], tuple[Who, float]] = {}  # (process, topic)
        self.dirty: set[str] = set()  # topics whose presence must be told

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    # ── typing ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def types(self, client: Client, topic: str, thread: str) -> None:
        """A person who follows a topic is writing in one of its discussions."""
        sub = client.subs.get(topic)
        if sub is None or not sub.live:
            return
        key, now = (thread, client.user.pk), self.now()
        since = self.typing.get(topic, {}).get(key)
        if since and now - (since[1] - TYPING_LASTS) < TYPING_EVERY:
            return
        name = name_of(client.user, sub.room)
        self._typing(topic, thread, client.user.pk, name)
        self.publish("typing", {"topic": topic, "th": thread, "id": client.user.pk, "name": name})

    def _typing(self, topic: str, thread: str, user: int, name: str) -> None:
        if topic not in self.hub.rooms:
            return
        writers = self.typing.setdefault(topic, {})
        if (thread, user) not in writers:
            self.typed.add(topic)
        writers[thread, user] = (name, self.now() + TYPING_LASTS)

    def flush_typing(self) -> None:
        """Once a second: tell each topic whose list of writers changed."""
        now = self.now()
        for topic, writers in list(self.typing.items()):
            for key, (_, until) in list(writers.items()):
                if until < now:
                    del writers[key]
                    self.typed.add(topic)
            if not writers:
                del self.typing[topic]
        for topic in self.typed:
            writers = self.typing.get(topic, {})
            who = [{"id": user, "name": name, "th": thread} for (thread, user), (name, _) in writers.items()]
            self._tell(topic, protocol.encode("typing", topic=topic, who=who))
        self.typed.clear()

    # ── presence ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def changed(self, room: Room) -> None:
        """Somebody of this process follows a room, or no longer does."""
        if getattr(room.source, "presence", True):
            self.dirty.add(room.topic)

    def _count(self, topic: str, now: float) -> None:
        """See who of this process has a topic open."""
        room, known = self.hub.rooms.get(topic), self.here.setdefault(topic, {})
        people = {sub.client.user.pk: name_of(sub.client.user, room) for sub in room.subs} if room else {}
        for user, name in people.items():
            known[user] = (name, None)
        for user, (name, left) in list(known.items()):
            if user not in people and left is None:
                known[user] = (name, now)

    def flush_presence(self) -> None:
        """Every two seconds: tell each topic who is there, if that changed; tell the other processes too."""
        now = self.now()
        for topic, known in list(self.here.items()):
            for user, (_, left) in list(known.items()):
                if left is not None and now - left > GRACE:
                    del known[user]
                    self.dirty.add(topic)
        for key, (_, until) in list(self.elsewhere.items()):
            if until < now:
                del self.elsewhere[key]
                self.dirty.add(key[1])
        for topic in self.dirty:
            self._count(topic, now)
            self._publish_here(topic)
            self._tell_presence(topic)
            if not self.here.get(topic):
                self.here.pop(topic, None)
        self.dirty.clear()

    def snapshot(self) -> None:
        """Every twenty seconds: say it all again for processes that came late."""
        for topic in list(self.here):
            self._publish_here(topic)

    def _publish_here(self, topic: str) -> None:
        who = [[user, name] for user, (name, _) in self.here.get(topic, {}).items()]
        self.publish("here", {"process": self.me, "topic": topic, "who": who})

    def _tell_presence(self, topic: str) -> None:
        room = self.hub.rooms.get(topic)
        if room is None:
            return
        people: Who = {user: name for user, (name, _) in self.here.get(topic, {}).items()}
        for (_, other), (who, _) in self.elsewhere.items():
            if other == topic:
                people |= who
        listed = [{"id": user, "name": name} for user, name in sorted(people.items())]
        text = protocol.encode("pres", topic=topic, n=len(people), who=listed if len(people) <= NAMED_MOST else [])
        self._tell(topic, text, presence=True)

    def _tell(self, topic: str, text: str, *, presence: bool = False) -> None:
        room = self.hub.rooms.get(topic)
        for sub in list(room.subs) if room else ():
            if sub.live and (sub.presence or not presence):
                sub.client.say_if_idle(text)

    # ── the other processes ──────────────────────────────────────────────────────────────────────────────────────────

    def hear_typing(self, what: dict) -> None:
        self._typing(what["topic"], what["th"], what["id"], what["name"])

    def hear_here(self, what: dict) -> None:
        key = (what["process"], what["topic"])
        if what["who"]:
            self.elsewhere[key] = (dict(what["who"]), self.now() + SNAPSHOT_LASTS)
        else:
            self.elsewhere.pop(key, None)
        if what["topic"] in self.hub.rooms:
            self.dirty.add(what["topic"])
