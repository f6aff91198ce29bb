"""A real server with the demo network, and a real browser: for journeys, accessibility, weights.

The server is a process of its own on a file database, as an installation runs it. The network is loaded once a run
and copied.
"""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = Path(os.environ["SNODO_TEST_SCRATCH"])
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(data: Path, port: int) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SNODO_")}
    clean.pop("DATABASE_URL", None)
    return clean | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATA_DIR": str(data),
        "PUBLIC_URL": f"http://localhost:{port}",
        "SNODO_DEMO": "1",
    }


def demo_data() -> Path:
    """The loaded demo network, made once a run: several workers wait for the first."""
    made, doing = SCRATCH / "demo", SCRATCH / "demo.doing"
    try:
        doing.mkdir(parents=True)
    except FileExistsError:
        for _ in range(1200):
            if (made / "ready").exists():
                return made
            time.sleep(0.25)
        raise RuntimeError("the demo network was not loaded") from None
    made.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "manage.py", "demo", "--no-serve"]
    done = subprocess.run(command, cwd=ROOT, env=environment(made, 8000), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-1000:]
    with sqlite3.connect(made / "snodo.sqlite3") as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (made / "ready").touch()
    return made


@contextmanager
def serving(name: str):
    """Serve a copy of the demo network; gives the address."""
    port, data = free_port(), SCRATCH / f"serving-{name}-{os.getpid()}"
    shutil.copytree(demo_data(), data)
    flags = ["--host", "127.0.0.1", "--port", str(port), "--no-proxy-headers", "--timeout-graceful-shutdown", "3"]
    flags += ["--log-level", "warning", "--lifespan", "on", "--ws-max-size", "65536"]
    log = (SCRATCH / f"server-{name}.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "portal.asgi:application", *flags],
        cwd=ROOT, env=environment(data, port), stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://localhost:{port}"
    try:
        for _ in range(240):
            assert process.poll() is None, Path(log.name).read_text()[-3000:]
            try:
                with urllib.request.urlopen(f"{address}/healthz", timeout=1):
                    break
            except OSError:
                time.sleep(0.25)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def chromium():
    """A browser, started and stopped here: its loop must not outlive the module that uses it."""
    if CHROMIUM is None:
        pytest.skip("chromium is not here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def enter(browser, address: str, who: str, *, size=DESK, language: str = ""):
    """Open the portal as one of the demo's people; gives her page. Anything the console complains of is kept on it."""
    context = browser.new_context(viewport=size, locale="it-IT", base_url=address)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
    if who:
        page.goto("/accedi/")
        page.locator(f'form:has(input[value="{who}@example.org"]) button').click()
        page.wait_for_load_state()
    if language:
        page.goto(f"/{language}/")
    return page
