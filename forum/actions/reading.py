"""How far one has read, and what one wants to hear of."""

from django.db import transaction
from django.db.models import OuterRef, Subquery

from portal.accounts.models import User
from portal.accounts.permissions import require

from ..models import Channel, Membership, Thread, ThreadRead
from ..permissions import can_read, can_read_channel


def read_thread(thread: Thread, n: int, *, by: User) -> None:
    """Remember that `by` has read a thread as far as message `n` of the channel. It never goes backwards."""
    require(can_read(by, thread))
    ThreadRead.objects.raise_to([(thread.pk, by.pk, min(n, thread.last_n))])


@transaction.atomic
def attend(thread: Thread, attention: str, *, by: User) -> ThreadRead:
    """Follow a discussion, silence it, or let it be as its channel is."""
    require(can_read(by, thread))
    mark, _ = ThreadRead.objects.update_or_create(thread=thread, person=by, defaults={"attention": attention})
    return mark


@transaction.atomic
def mark_all_read(*, by: User, channel: Channel | None = None) -> int:
    """Count everything that was said until now as read, in one channel or in all that `by` follows.

    Raises:
        PermissionDenied: if `by` may not read the channel.
    """
    require(channel is None or can_read_channel(by, channel))
    mine = Membership.objects.filter(person=by)
    if channel is not None:
        mine = mine.filter(channel=channel)
    said = Channel.objects.filter(pk=OuterRef("channel")).values("msg_count")
    return mine.update(read_n=Subquery(said))
