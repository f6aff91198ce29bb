"""How the event loop asks the database: in threads of its own, a connection given back after each question."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections

# Apart from each other: a storm of people coming in must not keep those who are in from reading.
_reading = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live-read")
_entering = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live-gate")


def _asked(question: Callable, args: tuple) -> Any:
    close_old_connections()
    try:
        return question(*args)
    finally:
        close_old_connections()


async def read(question: Callable, *args) -> Any:
    """Ask the log, in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_reading, _asked, question, args)


async def enter(question: Callable, *args) -> Any:
    """Ask who somebody is and what she may follow, in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_entering, _asked, question, args)
