"""What the worker does for the journal."""

from .actions import sweep
from .work import every


@every(3600)
def forget_old_events() -> None:
    sweep()
