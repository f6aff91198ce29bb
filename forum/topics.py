"""A channel as it grows on open screens: who may follow it, how far it has come, what came after a number."""

from django.template.loader import render_to_string

from portal.live.topics import Change, Mark, topic

from .models import Channel, Message, Thread, ThreadRead
from .permissions import visible_channels


def _pk(key: str) -> int:
    # Keys come from the network: what is no number is no channel.
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0


@topic("channel")
class ChannelTopic:
    """The hub asks; it never reads models itself."""

    takes_away = ("hide", "withdraw", "edit")

    def may_follow(self, user, key: str) -> bool:
        return visible_channels(user).filter(pk=_pk(key)).exists()

    def head(self, key: str) -> tuple[str, int] | None:
        found = Channel.objects.filter(pk=_pk(key)).values_list("epoch", "last_seq").first()
        return (str(found[0]), found[1]) if found else None

    def heads(self, keys) -> dict[str, int]:
        pks = [_pk(key) for key in keys]
        return {str(pk): seq for pk, seq in Channel.objects.filter(pk__in=pks).values_list("pk", "last_seq")}

    def after(self, key: str, seq: int, limit: int) -> tuple[int, list[Change]]:
        """Give the present state of each message changed after `seq`, in order, and how far the channel has come.

        The head is read first: a change that commits between the two reads comes with the rows, and is not passed
        over.
        """
        head = Channel.objects.filter(pk=_pk(key)).values_list("last_seq", flat=True).first() or 0
        if head <= seq:
            return head, []
        rows = Message.objects.filter(channel=_pk(key), mod_seq__gt=seq).order_by("mod_seq")[:limit]
        changes = [change_of(row) for row in rows.select_related("thread", "author__territory", "newcomer")]
        return max([head, *(change.seq for change in changes)]), changes

    def mark_read(self, marks: list[Mark]) -> None:
        """Remember how far people have read: only in threads of the channel that they follow here."""
        asked = {_pk(mark.thread) for mark in marks}
        rows = Thread.objects.filter(pk__in=asked).values_list("pk", "channel", "last_n")
        threads = {(pk, channel): last_n for pk, channel, last_n in rows}
        ThreadRead.objects.raise_to(
            [
                (place[0], mark.user_id, min(mark.n, threads[place]))
                for mark in marks
                if (place := (_pk(mark.thread), _pk(mark.key))) in threads
            ]
        )


def change_of(message: Message) -> Change:
    """Put a message in a frame: the same bytes for every reader, in every language."""
    return Change(seq=message.mod_seq, kind=message.change, data=data_of(message))


def data_of(message: Message) -> dict:
    """Say what a screen needs to show a message or what changed in it. No words of ours.

    A frame goes to all who read the channel: what a discussion out of sight holds is told to none of them, also not to
    the few who may still open its page.
    """
    if message.thread.is_out_of_sight:
        return {
            "thread": message.thread_id,
            "id": message.pk,
            "seq": message.seq,
            "n": message.n,
            "author": None,
            "state": "gone",
            "useful": 0,
            "accepted": False,
            "html": "",
        }
    return {
        "thread": message.thread_id,
        "id": message.pk,
        "seq": message.seq,
        "n": message.n,
        "author": message.author_id,
        "state": message.state,
        "useful": message.useful,
        "accepted": message.thread.accepted_id == message.pk,
        "html": render_to_string("forum/_message.html", {"message": message}),
    }
