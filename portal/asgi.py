"""Sockets and long poll go to portal.live, pages to Django's own handler."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
pages = get_asgi_application()

from portal.embedded import lifespan  # noqa: E402  the rooms can be imported only now
from portal.limits.body import capped  # noqa: E402
from portal.live.consumers import poll, socket  # noqa: E402


async def http(scope, receive, send):
    if scope["path"].startswith("/live/v1/"):
        return await poll(scope, receive, send)
    return await capped(pages)(scope, receive, send)


application = ProtocolTypeRouter({"http": http, "websocket": socket, "lifespan": lifespan})
