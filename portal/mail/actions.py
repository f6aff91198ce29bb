"""Write letters now, send them later, lose none."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q

from portal.clock import real_now

from .models import Letter

log = logging.getLogger("snodo.mail")

# In seconds; together more than a day, so that a post office that is shut for a day loses nothing.
PAUSES = (10, 60, 300, 1800, 7200, 21_600, 28_800, 36_000)
DEAD_BODIES = timedelta(days=7)
KEPT = timedelta(days=30)


def write_letter(to, subject: str, text: str) -> Letter:
    """Put a letter in the outbox, inside the caller's transaction.

    Args:
        to: a person of the network, or an address.
        subject: one line.
        text: plain text; no word of a case, a help request or a message.
    """
    address = to if isinstance(to, str) else to.email
    return Letter.objects.create(to=address, subject=" ".join(subject.split())[:200], text=text)


def send_next() -> bool | None:
    """Send the oldest letter that is due: True sent, False failed, None nothing to send."""
    moment = real_now()
    due = Letter.objects.filter(Q(next_at__lte=moment) | Q(tries=0), state=Letter.State.WAITING).first()
    if due is None:
        return None
    # Whoever moves the row on has the claim; should this process die, the letter is due again in a minute.
    claimed = Letter.objects.filter(pk=due.pk, state=Letter.State.WAITING, tries=due.tries)
    if not claimed.update(tries=due.tries + 1, next_at=moment + timedelta(seconds=60)):
        return False
    try:
        EmailMessage(due.subject, due.text, settings.DEFAULT_FROM_EMAIL, [due.to]).send()
    except Exception as error:
        log.warning("letter %s not sent: %s", due.pk, type(error).__name__)
        dead = due.tries >= len(PAUSES)
        pause = timedelta(seconds=PAUSES[min(due.tries, len(PAUSES) - 1)])
        Letter.objects.filter(pk=due.pk).update(
            state=Letter.State.DEAD if dead else Letter.State.WAITING, next_at=moment if dead else moment + pause
        )
        return False
    # What was sent is read elsewhere: codes and invitations are not kept here. Only the demo shows its letters.
    text = due.text if settings.DEMO else ""
    Letter.objects.filter(pk=due.pk).update(state=Letter.State.SENT, text=text, next_at=moment)
    return True


def sweep() -> int:
    """Forget what was written: the words a week after a letter died, the row a month after its end (security.md S5).

    `next_at` of a letter that is sent or dead is the moment when that happened.

    Returns:
        How many letters are gone.
    """
    if settings.DEMO:
        return 0
    moment = real_now()
    ended = Letter.objects.exclude(state=Letter.State.WAITING)
    ended.exclude(text="").filter(Q(state=Letter.State.SENT) | Q(next_at__lt=moment - DEAD_BODIES)).update(text="")
    return ended.filter(next_at__lt=moment - KEPT).delete()[0]


def try_again() -> int:
    """Put the dead letters that still have their words back in the outbox. Returns how many."""
    dead = Letter.objects.filter(state=Letter.State.DEAD).exclude(text="")
    return dead.update(state=Letter.State.WAITING, tries=0, next_at=real_now())
