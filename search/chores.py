"""What the worker does for the index."""

from portal.journal.work import every

from .actions import drain

AT_ONCE = 4  # batches; then events and letters have their turn


@every(1)
def keep_index() -> None:
    for _ in range(AT_ONCE):
        if not drain():
            break
