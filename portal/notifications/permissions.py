"""A notice is its reader's alone."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from .models import Notification


def visible_notifications(user) -> QuerySet[Notification]:
    return Notification.objects.filter(reader=user.pk)


def can_read(user, notice: Notification) -> bool:
    return notice.reader_id == user.pk


def notification_for(user, pk: int) -> Notification:
    return get_object_or_404(visible_notifications(user), pk=pk)
