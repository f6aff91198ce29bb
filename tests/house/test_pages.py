"""Every kind of page, in a real browser, as the demo's people: axe finds nothing, nothing scrolls sideways at 320 px,
the console is silent, nothing is fetched from elsewhere, and the weights are held."""

import os
from collections import Counter

import pytest

from tests.browser import chromium, enter, serving
from tests.house.crawl import pages

pytestmark = pytest.mark.browser
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIRST_VISIT, NEXT_VISIT = 100_000, 30_000  # bytes over the wire, fonts and images aside
# axe looks at a kind of page as this many people, in each language: the next ones are served the same templates.
AXE_AS = 2
PEOPLE = [
    ("", ""),
    ("", "en"),
    ("ted", ""),
    ("ted", "en"),
    ("corsista", ""),
    ("formatore", ""),
    ("moderatrice", ""),
    ("coordinatrice", "en"),
    ("admin", ""),
]


@pytest.fixture(scope="module")
def address():
    with serving("pages") as url:
        yield url


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def looked_at():
    return Counter()


@pytest.mark.parametrize("who, language", PEOPLE)
def test_every_kind_of_page_can_be_used_by_everyone(browser, address, who, language, looked_at):
    from axe_playwright_python.sync_playwright import Axe

    axe, wrong, seen = Axe(), [], 0
    page = enter(browser, address, who, language=language)
    elsewhere = []
    page.on(
        "request",
        lambda request: (
            elsewhere.append(request.url)
            if not request.url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
            else None
        ),
    )
    for kind, path, response in pages(page, f"/{language}/" if language else "/"):
        seen += 1
        if response.status >= 400:
            wrong.append(f"{kind} {path}: {response.status}")
            continue
        looked_at[kind, language] += 1
        if looked_at[kind, language] <= AXE_AS:
            for violation in axe.run(page, options={"runOnly": RULES}).response["violations"]:
                wrong.append(f"{kind} {path}: {violation['id']}: {violation['nodes'][0]['html'][:140]}")
        page.set_viewport_size({"width": 320, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size({"width": 1280, "height": 900})
        if wide > 320:
            wrong.append(f"{kind} {path}: {wide} px wide at 320")
        if page.locator("h1").count() != 1:
            wrong.append(f"{kind} {path}: {page.locator('h1').count()} titles of the first level")
    complaints = [line for line in page.complaints if "favicon" not in line]
    page.context.close()

    assert not wrong, "\n".join(wrong)
    assert not complaints and not elsewhere
    assert seen >= 8


@pytest.mark.parametrize("who", ["", "ted"])
def test_no_page_is_heavy(browser, address, who):
    heavy, first = [], True
    page = enter(browser, address, who)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received, kinds = {}, {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished", lambda event: received.update({event["requestId"]: event["encodedDataLength"]})
    )
    for kind, path, _response in pages(page, "/"):
        page.wait_for_load_state("load")
        weight = sum(size for key, size in received.items() if kinds.get(key) not in ("Font", "Image", "WebSocket"))
        if weight > (FIRST_VISIT if first else NEXT_VISIT):
            heavy.append(f"{kind} {path}: {weight} bytes")
        first = False
        received.clear()
    page.context.close()

    assert not heavy
