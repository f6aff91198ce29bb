"""live.js in a real browser: ada writes, bruno has the channel open, carla's network lets no socket through."""

import shutil
import time

import pytest

from tests.bench.live import free_port, served

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FOLLOW = """async ([topic, seq, epoch]) => {
  const { follow, outbox } = await import("/static/live/live.js");
  Object.assign(window, { got: [], states: [], typed: [], present: [], told: [] });
  window.screen_ = follow(topic, {
    seq, epoch,
    change: (c) => got.push(c.seq),
    state: (name) => states.push(name),
    typing: (list) => typed.push(list.map((who) => who.name)),
    presence: (list, n) => present.push(n),
  });
  window.box = outbox({ key: "1:" + topic, state: (item, name) => told.push(name) });
}"""
POST = """([url, text]) => {
  const form = document.createElement("form");
  const area = document.createElement("textarea");
  Object.assign(form, { action: url, method: "post" });
  Object.assign(area, { name: "text", value: text });
  form.append(area);
  return box.post(form).cid;
}"""
NO_SOCKETS = """window.WebSocket = class {
  constructor() { this.readyState = 3; setTimeout(() => this.onclose?.({ code: 1006 }), 10); }
  close() {}
}"""


def until(page, question: str, seconds: float = 30):
    """Ask the page until it says yes (its policy forbids playwright's own waiting, which evaluates text)."""
    end = time.monotonic() + seconds
    while not page.evaluate(question):
        assert time.monotonic() < end, (question, page.evaluate("[got, states, told]"))
        time.sleep(0.02)


@pytest.mark.skipif(not CHROMIUM, reason="apt-get install chromium")
def test_what_is_written_reaches_every_screen_once_whatever_the_network_does(database, settled, tmp_path):
    from playwright.sync_api import sync_playwright

    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    variables = {"DATABASE_URL": database, "DATA_DIR": str(tmp_path), "REDIS_URL": "", "PUBLIC_URL": origin}
    place = settled(variables)
    channel = place["channels"][0]

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def opened(number: int, script: str = ""):
            context = browser.new_context()
            context.add_cookies([{"name": place["names"]["session"], "value": place["cookies"][number], "url": origin}])
            page = context.new_page()
            if script:
                page.add_init_script(script)
            page.goto(f"{origin}/io/avvisi/")
            page.evaluate(FOLLOW, [channel["topic"], channel["seq"], channel["epoch"]])
            return page

        with served(origin, port, **variables):
            ada, bruno, carla = opened(0), opened(1), opened(2, NO_SOCKETS)
            until(ada, "states.at(-1) === 'live'"), until(bruno, "states.at(-1) === 'live'")
            until(carla, "states.at(-1) === 'polling'")

            ada.evaluate(POST, [channel["post"], "Parti dalla bolletta."])
            for page in (ada, bruno, carla):
                until(page, "got.length === 1")
            assert ada.evaluate("told") == ["sending", "sent"]
            assert ada.evaluate("localStorage.length") == 0

            ada.evaluate("screen_.typing(1)")
            until(bruno, "typed.flat().length === 1 && present.at(-1) === 2")
            assert ada.evaluate("typed.flat()") == []

        # The server is gone: what is written is kept, also over a reload of the page.
        ada.evaluate(POST, [channel["post"], "Mentre il portale è giù."])
        until(ada, "told.at(-1) === 'waiting'")
        ada.evaluate(POST, [channel["post"], "E ancora."])
        assert ada.evaluate("box.items().length") == 2

        with served(origin, port, **variables):
            ada.goto(f"{origin}/io/avvisi/")
            ada.evaluate(FOLLOW, [channel["topic"], channel["seq"], channel["epoch"]])
            for page in (ada, bruno, carla):
                until(page, "got.length === 3", 60)
            until(ada, "box.items().length === 0 && states.at(-1) === 'live'")
            expected = [channel["seq"] + n for n in (1, 2, 3)]
            assert [page.evaluate("got") for page in (ada, bruno, carla)] == [expected] * 3
            assert ada.evaluate("localStorage.length") == 0
        browser.close()
