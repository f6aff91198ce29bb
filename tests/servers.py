"""Start the real parts that the tests need, before the settings are read; stop them when the run ends.

PostgreSQL and Redis run on free ports with their data in a scratch folder. In CI (`CI=1`) a missing part is a
failure; on a newcomer's machine it is left out, and what needs it is skipped with a word on how to get it.
`SNODO_TESTS_ON=sqlite` chooses the embedded parts.
"""

import atexit
import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOW = {
    "postgresql": "apt-get install postgresql",
    "redis": "apt-get install redis-server",
    "chromium": "apt-get install chromium",
}
scratch = Path(os.environ.get("SNODO_TEST_SCRATCH") or tempfile.mkdtemp(prefix="snodo-tests-"))
missing: list[str] = []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def lacking(part: str) -> None:
    """A part is not on this machine: in CI that is a failure."""
    if os.environ.get("CI"):
        sys.exit(f"tests: {part} is missing ({HOW[part]})")
    missing.append(part)


def start_postgresql() -> str | None:
    homes = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    found = shutil.which("pg_ctl")
    if not homes and not found:
        return lacking("postgresql")
    bin_folder = Path(homes[-1]) if homes else Path(found).parent
    data, port = scratch / "postgresql", free_port()
    data.mkdir(mode=0o700)
    # PostgreSQL refuses to run as root.
    drop = []
    if os.geteuid() == 0:
        drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "env", "-C", "/"]
        scratch.chmod(0o755)
        shutil.chown(data, "postgres", "postgres")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "check": True}
    make = ["-U", "portal", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([*drop, bin_folder / "initdb", "-D", data / "data", *make], **quiet)
    flags = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
    flags += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    control = [*drop, bin_folder / "pg_ctl", "-D", data / "data", "-w", "-s"]
    subprocess.run([*control, "-l", data / "log", "-o", flags, "start"], **quiet)
    atexit.register(
        subprocess.run, [*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return f"postgresql://portal@127.0.0.1:{port}/postgres"


def start_redis() -> str | None:
    server = shutil.which("redis-server")
    if not server:
        return lacking("redis")
    folder, port = scratch / "redis", free_port()
    folder.mkdir()
    flags = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen([server, *flags], stdout=subprocess.DEVNULL)
    atexit.register(process.kill)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return f"redis://127.0.0.1:{port}/0"
        time.sleep(0.05)
    raise RuntimeError("redis-server does not answer")


def start() -> None:
    """Start everything once, in the first process: workers and subprocesses inherit the addresses."""
    os.environ["SNODO_TEST_SCRATCH"] = str(scratch)
    os.environ["SNODO_TEST_OWNER"] = str(os.getpid())
    os.environ["DATA_DIR"] = str(scratch / "data")
    os.environ["SNODO_DEMO"] = "1"
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    if not shutil.which("chromium") and not shutil.which("chromium-browser"):
        lacking("chromium")
    if os.environ.get("SNODO_TESTS_ON") != "sqlite":
        os.environ["DATABASE_URL"] = start_postgresql() or ""
        os.environ["SNODO_TEST_REDIS"] = start_redis() or ""


if "SNODO_TEST_OWNER" not in os.environ:
    start()
