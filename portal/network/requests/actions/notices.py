"""Notices that lead to the queue: gone when there is nothing to take."""

from portal.notifications.models import Notification

from ..models import HelpRequest

NEW = "help.new"


def forget_notices(request: HelpRequest) -> None:
    """Take back what was told of a request that waits: who was not quick enough is not left with a notice of it."""
    Notification.objects.filter(event__subject_id=str(request.pk), kind=NEW).delete()


def forget_notices_of_who_followed(request: HelpRequest) -> None:
    """Take back what leads to a page that is now another's: for her it does not exist any more."""
    Notification.objects.filter(url=request.get_absolute_url()).exclude(reader=request.taken_by_id).delete()
