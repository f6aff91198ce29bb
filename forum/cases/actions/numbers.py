"""The one counter of a case: every change that open screens must show takes the next number. And its other names."""

import hashlib
import hmac

from django.conf import settings
from django.db import transaction
from django.db.models import F

from portal.live.bus import announce

from ..models import Case


def next_number(case: Case) -> int:
    """Take the next number inside the caller's transaction; writers of a case queue here."""
    Case.objects.filter(pk=case.pk).update(last_seq=F("last_seq") + 1)
    case.last_seq = Case.objects.values_list("last_seq", flat=True).get(pk=case.pk)
    number = case.last_seq
    transaction.on_commit(lambda: announce(topic_of(case), number), robust=True)
    return number


def touch(case: Case) -> None:
    """Say to open screens that something about the case itself changed."""
    Case.objects.filter(pk=case.pk).update(words_seq=next_number(case))


def topic_of(case: Case) -> str:
    """Name what an open screen follows: a key that is no address, and no word."""
    return f"case:{case.pk}"


def audit_name(case: Case) -> str:
    """Name a case in the audit, which outlives it: a keyed hash, so that no line leads from the case to who read it."""
    return hmac.new(settings.AUDIT_KEY.encode(), f"case:{case.pk}".encode(), hashlib.sha256).hexdigest()[:32]
