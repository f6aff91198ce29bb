"""The embedded server's life: open screens, and the worker in a thread beside them."""

import threading

from asgiref.sync import sync_to_async
from django.conf import settings

from portal.journal.actions import bell
from portal.journal.work import work_until
from portal.live import lifespan as live


class Worker(threading.Thread):
    """Delivers events and letters while the server lives. In production `manage.py worker` does it.

    Its database connection stays open as long as the server: when the last one closes, SQLite checkpoints and
    removes its log, and every request would pay for that.
    """

    def __init__(self):
        super().__init__(name="worker", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        work_until(self.stopping)

    def stop(self) -> None:
        self.stopping.set()
        bell.set()
        self.join(timeout=5)


async def lifespan(scope, receive, send):
    """Start the parts with the server, stop them with it."""
    worker = Worker() if settings.EMBEDDED_WORKER else None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await live.start()
            if worker:
                worker.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            if worker:
                await sync_to_async(worker.stop, thread_sensitive=False)()
            await live.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
