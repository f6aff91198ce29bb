"""The words of the board: when it was looked at."""

from django import template
from django.utils import timezone

from portal.clock import today

register = template.Library()


@register.filter
def days_ago(moment) -> int:
    """How many days of the calendar lie between a moment and today."""
    return (today() - timezone.localtime(moment).date()).days


@register.filter
def has_passed(day) -> bool:
    return bool(day) and day < today()
