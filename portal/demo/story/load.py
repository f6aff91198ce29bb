"""Load the demo network: each room tells its part."""

from collections.abc import Iterator
from importlib import import_module

from django.db import transaction

from portal.accounts.models import User

from . import pages, people

# In this order: whoever is cited comes first.
ROOMS = (
    ("courses", "I corsi, le iscrizioni, le ore"),
    ("certificates", "Gli attestati"),
    ("network", "Gli enti, gli sportelli e chi ci lavora"),
    ("opportunities", "Le opportunità"),
    ("agenda", "Gli eventi"),
    ("programmes", "Il programma per le famiglie"),
    ("requests", "Le richieste di orientamento"),
    ("practices", "Le pratiche e chi le ha provate"),
    ("forum", "I canali e le discussioni"),
    ("cases", "I casi"),
)


def is_empty() -> bool:
    return not User.objects.exists()


def network() -> Iterator[str]:
    """Make the whole network, saying before each step what is being made.

    In one transaction: a network that was interrupted half-way is none, and the next start makes it from the beginning.
    """
    with transaction.atomic():
        yield "Le persone"
        cast = people.tell()
        yield "Le pagine"
        pages.tell(cast)
        for room, words in ROOMS:
            yield words
            import_module(f"portal.demo.story.{room}").tell(cast)
        people.rest(cast)
    # From here on the network is there: what is left undone below the worker does.
    yield "Gli avvisi e la ricerca"
    finish()


def finish() -> None:
    """Let the events of the story be heard, and make the index."""
    from portal.journal.actions import deliver_waiting
    from search.actions import rebuild

    deliver_waiting()
    rebuild()
