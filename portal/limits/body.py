"""A cap on what may be sent to us: neither Django nor the servers have one for files (decisions.md 1).

In production the proxy does it before us. Here: 413 by the announced length or by count, 408 after 30 s. Django is
told that the client went away, so that nothing half-sent is ever handled.
"""

import asyncio
import re

from django.utils.translation import gettext_lazy as _

from portal.ui.middleware import FIXED

BODY_BYTES = 1024 * 1024
UPLOAD_BYTES = 10 * 1024 * 1024
BODY_SECONDS = 30
# Where files are sent: the admin's images and documents.
UPLOADS = re.compile(r"^/gestione/(images|documents)/")

SENTENCES = {
    413: _(
        "Quello che hai inviato è troppo grande: al massimo {limit} MB. Torna indietro e riduci il testo o il file."
    ),
    408: _("L’invio ha richiesto troppo tempo. Controlla la connessione, torna indietro e riprova."),
}


def capped(app):
    """Wrap an ASGI application so that its request bodies have an end."""

    async def wrapped(scope, receive, send):
        loop = asyncio.get_running_loop()
        limit = UPLOAD_BYTES if UPLOADS.match(scope["path"]) else BODY_BYTES
        until, counted, whole, breach, answered = loop.time() + BODY_SECONDS, 0, False, 0, False

        async def counting():
            nonlocal counted, whole, breach
            if whole:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0, until - loop.time()))
            except TimeoutError:
                breach = 408
                return {"type": "http.disconnect"}
            counted += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if counted > limit:
                breach = 413
                return {"type": "http.disconnect"}
            return message

        async def sending(message):
            nonlocal answered
            if not breach:
                answered = True
                await send(message)

        if announced(scope) > limit:
            await refuse(send, 413, limit)
            return
        await app(scope, counting, sending)
        if breach and not answered:
            await refuse(send, breach, limit)

    return wrapped


def announced(scope) -> int:
    """The length that the request says it has; 0 when it says none or nonsense."""
    values = [value for name, value in scope["headers"] if name.lower() == b"content-length"]
    return int(values[0]) if values and values[0].isdigit() and len(values[0]) < 20 else 0


async def refuse(send, status: int, limit: int) -> None:
    text = str(SENTENCES[status]).format(limit=limit // 1024 // 1024).encode()
    headers = FIXED | {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(text)),
        "Connection": "close",
        "Cache-Control": "no-store",
        "X-Frame-Options": "DENY",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }
    headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
