"""What the worker does for the post."""

from portal.journal.work import every

from .actions import send_next


@every(1)
def send_waiting_letters() -> None:
    while send_next():
        pass
