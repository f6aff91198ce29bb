"""What is new for a person, counted without counting everything."""

from django.db.models import IntegerField, QuerySet, Subquery

from ..models import Message

UNREAD_MOST = 100  # «99+» says enough, and costs no more than a hundred rows


class CountUpTo(Subquery):
    """Count the rows of a sliced query: how many, but no more than a hundred."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS some_rows)"
    output_field = IntegerField()


def new_for(user) -> QuerySet[Message]:
    """Messages that count as new for a person, wherever they are: standing ones, that others wrote."""
    return Message.objects.filter(deleted_at=None, hidden_at=None).exclude(author=user.pk).order_by()
