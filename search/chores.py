"""What the worker does for the index."""

from portal.journal.work import every

from .actions import drain_all


@every(1)
def keep_index() -> None:
    drain_all()
