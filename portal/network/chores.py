"""What the clock brings to the network."""

from portal.journal.work import every

from .actions import forget_old_corrections


@every(24 * 3600)
def forget_what_was_put_right() -> None:
    forget_old_corrections()
