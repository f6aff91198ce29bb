"""Several things at the same moment, for tests on a database of their own."""

import threading
from collections.abc import Callable

from django.db import connection


def together(*acts: Callable) -> list:
    """Do some things at the same moment, each on its own connection; give what each gave, or raised."""
    start, done = threading.Barrier(len(acts)), [None] * len(acts)

    def act(n: int) -> None:
        try:
            start.wait()
            done[n] = acts[n]()
        except Exception as error:
            done[n] = error
        finally:
            connection.close()

    crowd = [threading.Thread(target=act, args=(n,)) for n in range(len(acts))]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return done
