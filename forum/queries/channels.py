"""Channels as their list shows them."""

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When

from portal.accounts.models import User
from portal.accounts.permissions import visible_people

from .. import permissions as may
from ..models import Channel, Membership, Thread, ThreadRead
from .counting import UNREAD_MOST, CountUpTo, new_for
from .threads import waiting_threads


def channels_for(user) -> list[Channel]:
    """The channels that a person may read, hers first.

    Each has `unread`, `is_mine`, `is_muted`, `waiting` (questions without an answer) and `last_at`.
    """
    waiting = Count("threads", filter=Q(threads__in=waiting_threads(user).values("pk")))
    channels = list(
        may.visible_channels(user)
        .select_related("territory")
        .annotate(last_at=Max("threads__last_at"), waiting=waiting)
        .order_by("title")
    )
    mine = {row.channel_id: row for row in memberships_of(user)}
    for channel in channels:
        row = mine.get(channel.pk)
        channel.is_mine, channel.is_muted = row is not None, bool(row and row.muted)
        channel.unread = row.unread if row and not row.muted else 0
    return sorted(channels, key=lambda channel: (not channel.is_mine, channel.is_muted))


def memberships_of(user) -> QuerySet[Membership]:
    """The channels that a person follows, each with `unread`, counted by discussion."""
    read = ThreadRead.objects.filter(thread=OuterRef("thread"), person=user.pk)
    passed = read.filter(Q(read_n__gte=OuterRef("n")) | Q(attention=ThreadRead.Attention.MUTE))
    shown = Thread.objects.filter(pk=OuterRef("thread"), withdrawn_at=None, hidden_at=None)
    new = new_for(user).filter(Exists(shown), ~Exists(passed), channel=OuterRef("channel"), n__gt=OuterRef("read_n"))
    return Membership.objects.filter(person=user.pk, channel__in=may.visible_channels(user)).annotate(
        unread=CountUpTo(new.values("pk")[:UNREAD_MOST])
    )


def people_of(channel: Channel, user) -> QuerySet[User]:
    """The people who follow a channel, among those that `user` may know of: who keeps it first."""
    people = visible_people(user).filter(pk__in=channel.memberships.values("person"), is_active=True)
    keeps = Case(When(pk=channel.keeper_id, then=0), default=1)
    return people.select_related("territory").order_by(keeps, "last_name", "first_name", "pk")
