"""Tell people what concerns them, once."""

import uuid

from django.db import transaction
from django.db.models import F

from portal.clock import now
from portal.live.bus import announce

from .models import Notification, Tray


@transaction.atomic
def notify(reader, kind: str, text: str, url: str, event=None) -> Notification:
    """Put a notice in a person's tray. The same event and kind again answers with the notice already there.

    Args:
        reader: who is told; her language was active when `text` was made.
        kind: what it is about, such as `thread.answered`.
        text: one short sentence; no word of a case.
        url: where it leads, without a host.
        event: what it follows from.
    """
    if event is not None:
        told = Notification.objects.filter(reader=reader, event=event, kind=kind).first()
        if told:
            return told
    Tray.objects.get_or_create(reader=reader, defaults={"epoch": uuid.uuid4()})
    Tray.objects.filter(reader=reader).update(last_seq=F("last_seq") + 1)
    seq = Tray.objects.values_list("last_seq", flat=True).get(reader=reader)
    notice = Notification.objects.create(reader=reader, event=event, kind=kind, text=text[:240], url=url[:240], seq=seq)
    transaction.on_commit(lambda: announce(f"person:{reader.pk}", seq), robust=True)
    return notice


def mark_read(reader, *, url: str = "", pk: int | None = None) -> int:
    """Count notices as read: those that lead to `url`, one by its key, or all."""
    unread = Notification.objects.filter(reader=reader, read_at=None)
    if url:
        unread = unread.filter(url=url)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=now())
