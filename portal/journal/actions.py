"""Record what happened, and see that every listener hears of it: the sure lane."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q

from portal.clock import real_now

from .models import Delivery, Event

log = logging.getLogger("snodo.journal")

Listener = Callable[[Event], None]
_listeners: dict[str, list[Listener]] = {}
_alone: set[str] = set()

LEASE = timedelta(seconds=60)
# Pauses after a failure, in seconds; after the last one the delivery is dead and shown to the staff.
PAUSES = (1, 5, 30, 120, 600, 1800, 7200)

KEPT_DEAD = timedelta(days=30)
KEPT_EVENTS = timedelta(days=730)  # decisions.md 9
SWEPT_AT_ONCE = 1000

# Rung after each commit that recorded something, so that the embedded worker need not wait for its next look.
bell = threading.Event()


def on(*kinds: str, alone: bool = False) -> Callable[[Listener], Listener]:
    """Let a function of a `handlers.py` hear events of these kinds.

    Args:
        kinds: names from an `events.py`.
        alone: run outside a transaction, for listeners that speak to mail or to an index.
    """

    def register(listener: Listener) -> Listener:
        for kind in kinds:
            _listeners.setdefault(kind, []).append(listener)
        if alone:
            _alone.add(name_of(listener))
        return listener

    return register


def name_of(listener: Listener) -> str:
    return f"{listener.__module__}.{listener.__name__}"


def listeners() -> dict[str, list[Listener]]:
    """Say who hears what, for the tests of the house."""
    return _listeners


def record(kind: str, subject: models.Model, /, *, by=None, **labels) -> Event:
    """Write down that something happened, inside the caller's transaction.

    Args:
        kind: a constant of the room's `events.py`.
        subject: the thing it happened to; stored by type and key, so it may go later.
        by: who did it; None is the portal itself.
        labels: identifiers and slugs that listeners need. Never words written by people.

    Returns:
        The stored event, with one delivery for each listener.
    """
    event = Event.objects.create(
        kind=kind,
        subject_type=ContentType.objects.get_for_model(subject, for_concrete_model=True),
        subject_id=str(subject.pk),
        actor=by if by is not None and by.is_authenticated else None,
        labels=labels,
    )
    waiting = [Delivery(event=event, listener=name_of(listener)) for listener in _listeners.get(kind, ())]
    if waiting:
        Delivery.objects.bulk_create(waiting)
        transaction.on_commit(deliver_waiting if settings.EVENTS_INLINE else bell.set, robust=True)
    return event


def deliver_waiting() -> int:
    """Deliver until nothing waits; what fails stays for later. Returns how many were heard."""
    heard = 0
    while (outcome := deliver_next()) is not None:
        heard += outcome
    return heard


def deliver_next() -> bool | None:
    """Claim one delivery and run its listener.

    Returns:
        True if it was heard, False if it failed and waits again, None if nothing was due.
    """
    delivery = _claim()
    if delivery is None:
        return None
    listener = _named(delivery.listener)
    event = delivery.event
    try:
        # A listener that went away with a release, or a subject that is gone, has nothing left to do.
        if listener and event.subject is not None:
            if delivery.listener in _alone:
                listener(event)
            else:
                with transaction.atomic():
                    listener(event)
    except Exception:
        log.exception("delivery %s of %s to %s failed", delivery.pk, event.kind, delivery.listener)
        _postpone(delivery)
        return False
    delivery.delete()
    return True


def _claim() -> Delivery | None:
    """Take the oldest delivery that is due. Of two workers the one whose update changes the row has it."""
    moment = real_now()  # the real clock: a lease is about machines, not about the story being told
    free = Q(leased_until=None) | Q(leased_until__lt=moment)
    due = Delivery.objects.filter(free, state=Delivery.State.WAITING).filter(Q(next_at__lte=moment) | Q(tries=0))
    for candidate in due.select_related("event__subject_type", "event__actor")[:5]:
        if Delivery.objects.filter(free, pk=candidate.pk, state=Delivery.State.WAITING).update(
            leased_until=moment + LEASE
        ):
            return candidate
    return None


def _named(name: str) -> Listener | None:
    for group in _listeners.values():
        for listener in group:
            if name_of(listener) == name:
                return listener
    return None


def _postpone(delivery: Delivery) -> None:
    delivery.tries += 1
    delivery.leased_until = None
    if delivery.tries > len(PAUSES):
        delivery.state, delivery.next_at = Delivery.State.DEAD, real_now()
    else:
        delivery.next_at = real_now() + timedelta(seconds=PAUSES[delivery.tries - 1])
    delivery.save(update_fields=["tries", "leased_until", "state", "next_at"])


def sweep() -> int:
    """Forget the deliveries that have been dead for a month, and the events of more than two years ago.

    `next_at` of a dead delivery is the moment when it died.

    Returns:
        How many events and deliveries are gone; what is left of very many goes the next time.
    """
    moment = real_now()
    dead = Delivery.objects.filter(state=Delivery.State.DEAD, next_at__lt=moment - KEPT_DEAD).delete()[0]
    old = Event.objects.filter(happened_at__lt=moment - KEPT_EVENTS, deliveries=None)
    pks = list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    Event.objects.filter(pk__in=pks).delete()
    return dead + len(pks)


def try_again() -> int:
    """Let the dead deliveries be heard again, from the first try. Returns how many."""
    dead = Delivery.objects.filter(state=Delivery.State.DEAD)
    return dead.update(state=Delivery.State.WAITING, tries=0, next_at=real_now(), leased_until=None)
