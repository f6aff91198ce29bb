"""A request's body has an end: in size and in time."""

import asyncio

import pytest
from asgiref.testing import ApplicationCommunicator

from portal.limits import body
from portal.limits.body import BODY_BYTES, UPLOAD_BYTES, capped


class Site:
    """What stands behind the cap: reads to the end, then answers."""

    def __init__(self):
        self.read, self.gone = b"", False

    async def __call__(self, scope, receive, send):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.gone = True
                return
            self.read += message.get("body", b"")
            if not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})


def asked(site, path="/canali/", length: bytes | None = None):
    headers = [] if length is None else [(b"Content-Length", length)]
    return ApplicationCommunicator(capped(site), {"type": "http", "path": path, "headers": headers})


async def send(wire, *pieces: bytes, more: bool = False):
    for number, piece in enumerate(pieces, start=1):
        await wire.send_input({"type": "http.request", "body": piece, "more_body": more or number < len(pieces)})


async def test_an_ordinary_body_goes_through():
    site = Site()
    wire = asked(site, length=b"4")
    await send(wire, b"ci", b"ao")

    assert (await wire.receive_output())["status"] == 200
    assert site.read == b"ciao"


async def test_an_announced_excess_is_refused_before_it_is_read():
    site = Site()
    wire = asked(site, length=str(BODY_BYTES + 1).encode())

    answer = await wire.receive_output()

    assert answer["status"] == 413 and site.read == b""
    assert "1 MB" in (await wire.receive_output())["body"].decode()


@pytest.mark.parametrize("length", [None, b"10", b"-1", b"many"])
async def test_an_excess_that_was_not_announced_is_counted(length):
    site = Site()
    wire = asked(site, length=length)
    await send(wire, *[b"x" * 65536] * 17, more=True)

    assert (await wire.receive_output())["status"] == 413
    assert site.gone and len(site.read) <= BODY_BYTES


async def test_exactly_the_limit_goes_through():
    site = Site()
    wire = asked(site)
    await send(wire, b"x" * BODY_BYTES)

    assert (await wire.receive_output())["status"] == 200


async def test_files_may_be_larger_where_files_are_sent():
    site = Site()
    wire = asked(site, path="/gestione/images/add/", length=str(BODY_BYTES + 1).encode())
    await send(wire, b"x" * (BODY_BYTES + 1))

    assert (await wire.receive_output())["status"] == 200
    assert (await asked(Site(), "/gestione/images/add/", str(UPLOAD_BYTES + 1).encode()).receive_output())[
        "status"
    ] == 413


async def test_a_trickled_body_comes_to_an_end(monkeypatch):
    monkeypatch.setattr(body, "BODY_SECONDS", 0.1)
    site = Site()
    wire = asked(site)
    await send(wire, b"x", more=True)

    assert (await wire.receive_output())["status"] == 408
    assert site.gone


async def test_after_the_body_the_site_may_wait_as_long_as_it_likes(monkeypatch):
    monkeypatch.setattr(body, "BODY_SECONDS", 0.05)

    async def patient(scope, receive, send):
        await receive()
        gone = asyncio.ensure_future(receive())  # as Django's handler does
        await asyncio.sleep(0.1)
        assert not gone.done()
        gone.cancel()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    wire = asked(patient)
    await send(wire, b"x")

    assert (await wire.receive_output())["status"] == 200


async def test_a_reader_who_goes_away_is_no_breach():
    site = Site()
    wire = asked(site)
    await wire.send_input({"type": "http.disconnect"})
    await wire.wait()

    assert site.gone and await wire.receive_nothing()
