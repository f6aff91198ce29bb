"""What the worker does for the limits."""

from portal.journal.work import every

from .actions import sweep


@every(3600)
def forget_old_windows() -> None:
    sweep()
