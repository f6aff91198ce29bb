"""What the clock brings to the requests."""

from portal.journal.work import every

from .actions import delete_due_requests, forget_contacts


@every(3600)
def forget_what_is_over() -> None:
    forget_contacts()
    delete_due_requests()
