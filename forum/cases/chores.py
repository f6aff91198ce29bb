"""What the clock brings to the cases."""

from portal.journal.work import every

from .actions import delete_due_cases, drop_old_drafts


@every(3600)
def delete_what_is_over() -> None:
    delete_due_cases()
    drop_old_drafts()
