"""Load the demo network: each room tells its part, one transaction a room."""

from collections.abc import Iterator
from importlib import import_module

from django.db import transaction

from portal.accounts.models import User

from . import pages, people

# In this order: whoever is cited comes first.
ROOMS = (
    ("courses", "I corsi, le iscrizioni, le ore"),
    ("certificates", "Gli attestati"),
    ("practices", "Le pratiche e chi le ha provate"),
    ("forum", "I canali e le discussioni"),
    ("cases", "I casi"),
)


def is_empty() -> bool:
    return not User.objects.exists()


def network() -> Iterator[str]:
    """Make the whole network, saying before each step what is being made."""
    yield "Le persone"
    with transaction.atomic():
        cast = people.tell()
    yield "Le pagine"
    with transaction.atomic():
        pages.tell(cast)
    for room, words in ROOMS:
        yield words
        with transaction.atomic():
            import_module(f"portal.demo.story.{room}").tell(cast)
    with transaction.atomic():
        people.rest(cast)
    yield "Gli avvisi e la ricerca"
    finish()


def finish() -> None:
    """Let the events of the story be heard, and make the index."""
    from portal.journal.actions import deliver_waiting
    from search.actions import rebuild

    deliver_waiting()
    rebuild()
