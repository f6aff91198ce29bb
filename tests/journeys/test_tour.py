"""«Il giro in dieci minuti», from the first start of the demo: the page leads by its own links, and none is dead."""

import re
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.browser import DESK, PHONE, ROOT, environment, free_port

pytestmark = pytest.mark.browser

FIRST_START = 300  # seconds; on a busy machine the story takes a while

# Where each button of the tour leads: (address, title). The order is the page's.
STOPS = {
    "receipt": ("/richiesta/", r"^Ti ha risposto \w+$"),
    "1": ("/chiedi-aiuto/", "^Chiedi un orientamento$"),
    "2": ("/richieste/", "^Richieste$"),
    "3": ("/opportunita/", "^Opportunità$"),
    "4": ("/casi/", "^Casi$"),
    "5": ("/cerca/", "^Cerca in Snodo$"),
    "6": ("/corsi/", "^Corsi$"),
    "register": ("/", "^Ciao, Franco$"),
    "7": ("/attestati/", "^Controlla un attestato$"),
    "valid": ("/attestati/", "^Corso "),
    "revoked": ("/attestati/", "^Corso "),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The demo as somebody starts it who has never seen it: an empty folder, one command."""
    port, data = free_port(), tmp_path_factory.mktemp("tour")
    log = data / "demo.log"
    with log.open("w") as lines:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port), "--still"],
            cwd=ROOT, env=environment(data, port), stdout=lines, stderr=subprocess.STDOUT,
        )  # fmt: skip
    url = f"http://localhost:{port}"
    try:
        _wait_for(url, process, log)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen, log) -> None:
    end = time.monotonic() + FIRST_START
    while True:
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=1):
                return
        except OSError:
            assert time.monotonic() < end, log.read_text()[-3000:]
            time.sleep(0.25)


def visitor(browser, address: str, *, size, script: bool):
    context = browser.new_context(
        viewport=size, locale="it-IT", base_url=address, java_script_enabled=script, service_workers="block"
    )
    return context.new_page()


@pytest.mark.parametrize("size, script", [(PHONE, False), (DESK, True)], ids=["phone, no script", "desk"])
def test_the_tour_follows_its_own_links(browser, address, size, script):
    page = visitor(browser, address, size=size, script=script)
    assert page.goto("/").status == 200
    page.locator('main a[href="/giro/"]').first.click()
    page.wait_for_url("**/giro/")
    tour = page.url
    assert page.locator("h1").inner_text() == "Il giro in dieci minuti"
    # Seven stops, and no other than those that this test knows.
    assert [one.get_attribute("data-stop") for one in page.locator("[data-stop]").all()] == list(STOPS)
    assert page.locator("main ol.trail > li").count() == 7

    landed = {}
    for name, (path, title) in STOPS.items():
        page.goto(tour)
        response = press(page, name)
        here = page.url.removeprefix(address)
        assert response.status == 200, f"{name}: {response.status} at {here}"
        assert here.split("?")[0].startswith(path), f"{name} leads to {here}"
        assert re.search(title, page.locator("h1").inner_text()), f"{name}: «{page.locator('h1').inner_text()}»"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], f"{name} scrolls sideways"
        landed[name] = page.locator("main").inner_text()
        shows_something(page, name)
    page.context.close()

    assert "Non vale più." in landed["revoked"] and "Ritirato:" in landed["revoked"]
    assert "Non vale più" not in landed["valid"] and "Ritirato" not in landed["valid"]


def press(page, name: str):
    """Press the link, or the one button of the form, as a person does."""
    stop = page.locator(f'a[data-stop="{name}"], form[data-stop="{name}"] button')
    assert stop.count() == 1
    with page.expect_navigation() as arrived:
        stop.click()
    return arrived.value


def shows_something(page, name: str) -> None:
    """What the step promises is there: not an empty room."""
    promised = {
        "2": "#mie, #sportello",  # who wrote to Nello again, and who waits
        "3": '.opportunity button[value="there"]',  # what Bruna is asked to look at
        "4": 'main a[href^="/casi/"]',
        "5": 'main a[href^="/pratiche/"]',
        "6": 'main a[href^="/corsi/"]',
        "register": 'main a[href^="/corsi/"]',
    }
    if name in promised:
        shown = page.locator("main").inner_text()
        assert page.locator(promised[name]).count() >= 1, f"{name}: nothing there, but «{shown[:800]}»"
    if name == "2":
        assert page.locator("#mie").count() == page.locator("#sportello").count() == 1
