"""What moderators look at, and who is to hear of a message."""

from django.db.models import Count, Q, QuerySet

from portal.accounts.models import User

from .. import permissions as may
from ..models import Membership, Mention, Message, Report, ThreadRead


def waiting_reports(user) -> QuerySet[Report]:
    """The reports that wait for a moderator: first where someone could be recognised, then the oldest."""
    return (
        may.visible_reports(user)
        .filter(answered_at=None)
        .annotate(is_urgent=Count("pk", filter=Q(reason=Report.Reason.RECOGNISABLE)))
        .select_related("message__thread__channel", "message__author__territory", "reported_by")
        .order_by("-is_urgent", "reported_at", "pk")
    )


def hidden_messages(user) -> QuerySet[Message]:
    """What is hidden now, the last first, for those who may show it again."""
    if not may.can_see_reports(user):
        return Message.objects.none()
    return (
        may.visible_messages(user)
        .filter(hidden_at__isnull=False)
        .exclude(author=user.pk)
        .select_related("thread__channel", "author__territory", "hidden_by")
        .order_by("-hidden_at")
    )


def audience_of(message: Message) -> dict[str, list[User]]:
    """Say who is to hear of a message, each once, for the nearest reason: named, asked, or taking part.

    Nobody hears of what she wrote or may no longer read; who silenced the discussion or the channel hears only
    when she is named.
    """
    thread = message.thread
    readers = may.readers(thread.channel).exclude(pk=message.author_id or 0)
    named = set(Mention.objects.filter(message=message).values_list("person", flat=True))
    silent = set(
        ThreadRead.objects.filter(thread=thread, attention=ThreadRead.Attention.MUTE).values_list("person", flat=True)
    ) | set(Membership.objects.filter(channel=thread.channel_id, muted=True).values_list("person", flat=True))
    wrote = set(
        Message.objects.filter(thread=thread, deleted_at=None, seq__lt=message.seq, author__isnull=False).values_list(
            "author", flat=True
        )
    ) | set(
        ThreadRead.objects.filter(thread=thread, attention=ThreadRead.Attention.FOLLOW).values_list("person", flat=True)
    )
    asked = {thread.opened_by_id} - {None} - named - silent
    others = wrote - named - asked - silent
    people = {person.pk: person for person in readers.filter(pk__in=named | asked | others)}
    groups = {"named": named, "asked": asked, "others": others}
    return {why: [people[pk] for pk in sorted(pks) if pk in people] for why, pks in groups.items()}
