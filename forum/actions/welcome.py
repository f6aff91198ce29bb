"""Who enters the network is shown in its first channel."""

import uuid

from django.db import transaction

from portal.accounts.models import User

from ..models import Channel, Message, Thread
from .messages import append

FIRST_CHANNEL = "rete"
WELCOME_THREAD = "benvenuti"
_CIDS = uuid.UUID("6f1d2c1e-6d0f-4a9e-9f58-0f9d0e6b7a11")


@transaction.atomic
def welcome(person: User) -> Message:
    """Say in the network's first channel that a person came in. Once: again answers with the same message.

    It has no author: a portal is not a person. It carries who came, and the page words it.
    """
    said = Message.objects.filter(kind=Message.Kind.WELCOME, newcomer=person).first()
    if said:
        return said
    message, _ = append(_welcome_thread(), author=None, cid=uuid.uuid5(_CIDS, str(person.pk)), newcomer=person)
    return message


def _welcome_thread() -> Thread:
    """Find the place; a new installation has none yet."""
    channel, _ = Channel.objects.get_or_create(
        slug=FIRST_CHANNEL,
        defaults={"title": "La rete", "purpose": "Qui salutiamo chi arriva e ci raccontiamo che cosa succede."},
    )
    thread, _ = Thread.objects.get_or_create(
        channel=channel,
        slug=WELCOME_THREAD,
        defaults={"title": "Benvenuti: chi sei, dove lavori, che cosa ci porti", "is_pinned": True},
    )
    return thread
