"""What the worker does for the forum."""

from portal.journal.work import every

from .actions import render_again


@every(600)
def render_what_is_old() -> None:
    render_again()
