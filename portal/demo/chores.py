"""While the demo runs its people go on working: a message now and then, a look at the board."""

from django.conf import settings

from portal.journal.work import every

from .replay import play_next

EVERY = 40  # seconds


@every(EVERY)
def go_on() -> None:
    if settings.DEMO and settings.DEMO_MOVES:
        play_next()
