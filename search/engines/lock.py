"""One writer at a time, between threads and processes; a lock that its holder's end opens."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl

    def _try_lock(file) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

except ImportError:  # Windows has no flock
    import msvcrt

    def _try_lock(file) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)


@contextmanager
def alone(path: Path, wait: float = 0) -> Iterator[bool]:
    """Hold the lock at `path` for the block.

    Args:
        path: a file that exists only to be locked.
        wait: seconds to wait for another holder.

    Yields:
        Whether it is ours.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with path.open("a+") as file:
        while True:
            try:
                _try_lock(file)
            except OSError:
                if time.monotonic() >= until:
                    yield False
                    return
                time.sleep(0.05)
            else:
                break
        yield True  # closing the file opens the lock
