"""The counter of a channel: the one place that gives numbers, and says on open screens that they were given."""

from django.db import transaction
from django.db.models import F

from portal.live.bus import announce

from ..models import Channel, Message, Thread


def locked(channel_pk: int) -> Channel:
    """Take a channel's row: writers of a channel queue here until their commit. Inside a transaction only.

    Not FOR UPDATE: a reader who begins to follow the channel needs its key, and must not wait.
    """
    return Channel.objects.select_for_update(no_key=True).only("last_seq", "msg_count", "slug").get(pk=channel_pk)


def next_number(channel: Channel, *, for_message: bool = False) -> int:
    """Give the next number of a channel whose row is locked; a message also takes the next `msg_count`."""
    channel.last_seq += 1
    changes = {"last_seq": F("last_seq") + 1}
    if for_message:
        channel.msg_count += 1
        changes["msg_count"] = F("msg_count") + 1
    Channel.objects.filter(pk=channel.pk).update(**changes)
    return channel.last_seq


def touch(channel: Channel, message: Message, change: str) -> None:
    """Number a change of a message that is already there. The caller saves it, `CHANGED` among the fields."""
    message.mod_seq = next_number(channel)
    message.change = change


CHANGED = ("mod_seq", "change")


def touch_others(channel: Channel, thread: Thread, message: Message) -> None:
    """Number again all messages of a thread but one that went out of sight, or came back, with it.

    The channel's row is locked. Screens that are open, or come back with an old number, then follow.
    """
    others = list(Message.objects.filter(thread=thread).exclude(pk=message.pk).order_by("seq").only("pk"))
    for other in others:
        channel.last_seq += 1
        other.mod_seq, other.change = channel.last_seq, Message.Change.HIDE
    Channel.objects.filter(pk=channel.pk).update(last_seq=F("last_seq") + len(others))
    Message.objects.bulk_update(others, CHANGED, batch_size=400)


def show(channel: Channel) -> None:
    """After the commit, tell the open screens how far the channel has come."""
    topic, seq = f"channel:{channel.pk}", channel.last_seq
    transaction.on_commit(lambda: announce(topic, seq), robust=True)
