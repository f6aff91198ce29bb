"""What the worker does for the post."""

from portal.journal.work import every

from .actions import send_next, sweep

AT_ONCE = 50  # then the other chores have their turn


@every(1)
def send_waiting_letters() -> None:
    for _ in range(AT_ONCE):
        if not send_next():
            break


@every(3600)
def forget_old_letters() -> None:
    sweep()
