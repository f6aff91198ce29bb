"""The safety net under the bus: asks where the followed topics stand, on a timer, and looks after slow clients."""

import asyncio
import logging
from collections.abc import Callable

from . import database, figures, protocol
from .hub import Hub
from .rooms import Room

log = logging.getLogger("snodo.live")

HEALTHY_SECONDS, DEAF_SECONDS = 5, 0.5
IDLE_SECONDS = 60


class Poller:
    def __init__(self, hub: Hub, is_healthy: Callable[[], bool]):
        self.hub, self.is_healthy = hub, is_healthy

    async def run(self) -> None:
        while True:
            pause = HEALTHY_SECONDS if self.is_healthy() else DEAF_SECONDS
            begun = asyncio.get_running_loop().time()
            await asyncio.sleep(pause)
            figures.loop_lag.set(max(0, asyncio.get_running_loop().time() - begun - pause))
            try:
                self.let_go()
                await self.look()
            except Exception:
                log.exception("the topics could not be polled")

    async def look(self) -> None:
        """Ask once where each room that is followed stands."""
        kinds: dict[str, list[Room]] = {}
        for room in self.hub.rooms.values():
            if room.seq is not None:
                kinds.setdefault(room.topic.partition(":")[0], []).append(room)
        for rooms in kinds.values():
            stood = [(room, room.seq) for room in rooms]
            heads = await database.read(rooms[0].source.heads, [room.key for room in rooms])
            for room, seq in stood:
                head = heads.get(room.key, 0)
                if head > room.seq:
                    figures.gaps.labels("poller").inc()
                    self.hub.look(room)
                elif head < seq:
                    room.is_doubtful = True
                    self.hub.look(room)

    async def look_for_rewritten(self) -> None:
        """Ask each room whether its history is still the one we have followed, or gone."""
        for room in list(self.hub.rooms.values()):
            if room.seq is None or not room.is_followed:
                continue
            found = await database.read(room.source.head, room.key)
            if found is None or (room.epoch and found[0] != room.epoch):
                room.is_doubtful = True
                self.hub.look(room)
            elif not room.epoch:
                room.epoch = found[0]  # born meanwhile

    def let_go(self) -> None:
        """Forget empty rooms; close sockets that are stuck or too old."""
        now = asyncio.get_running_loop().time()
        for topic, room in list(self.hub.rooms.items()):
            if not room.is_followed and room.idle_since is not None and now - room.idle_since > IDLE_SECONDS:
                del self.hub.rooms[topic]
        for client in self.hub.clients:
            if client.is_stuck(now):
                figures.shed.labels("stuck").inc()
                client.end(protocol.TOO_SLOW)
            elif now - client.born > protocol.CONNECTION_HOURS * 3600:
                client.end(protocol.RESTART)
