"""The last hour of the story, told again while the demo runs, with the rooms' own actions: an open channel moves."""

import uuid
from itertools import cycle

import yaml
from django.utils.timezone import localtime

from forum.actions import post_message
from forum.models import Message, Thread
from forum.permissions import can_post
from portal.accounts.models import User
from portal.clock import today
from portal.opportunities.actions import check_opportunity
from portal.opportunities.models import Check, Opportunity
from portal.opportunities.permissions import can_check

from .story.files import CONTENT
from .story.people import files

_KEYS = uuid.UUID("5d0f1c1e-90a4-4a0e-9a55-2f6a0c3b7d10")
# Of three turns two are words, one is a look at the board.
_turns = cycle(("word", "look", "word"))


def play_next() -> bool:
    """Let one person do one thing. What was told before is not told again, also after a restart.

    Returns:
        False when there is nothing left to tell or to look at.
    """
    return _say_next() or _look_again() if next(_turns) == "word" else _look_again() or _say_next()


def script() -> list[dict]:
    """What is said in the last hour: discussion, who, words."""
    return yaml.safe_load((CONTENT / "last_hour.yaml").read_text(encoding="utf-8"))


def _say_next() -> bool:
    lines = script()
    keys = [uuid.uuid5(_KEYS, f"{number}") for number in range(len(lines))]
    said = set(Message.objects.filter(cid__in=keys).values_list("cid", flat=True))
    for key, line in zip(keys, lines, strict=True):
        if key in said:
            continue
        thread = Thread.objects.filter(slug=line["thread"]).select_related("channel").first()
        if thread is not None and can_post(by := _person(line["by"]), thread):
            post_message(thread, line["text"], cid=key, by=by)
            return True
    return False


def _look_again() -> bool:
    """Somebody who looked before looks again at what nobody has looked at for longest, of what is active."""
    oldest = Opportunity.objects.filter(withdrawn_at=None, state=Opportunity.State.ACTIVE).order_by("checked_at")
    for one in oldest:
        # What is grey waits for the visitor; what was seen today is seen.
        if one.is_stale or localtime(one.checked_at).date() == today():
            continue
        looked = Check.objects.filter(opportunity=one).select_related("by").first()
        by = looked.by if looked else one.posted_by
        if can_check(by, one):
            check_opportunity(one, Check.Found.THERE, by=by)
            return True
    return False


def _person(key: str) -> User:
    email = next(meta["email"] for meta, _about in files() if meta["key"] == key)
    return User.objects.get(email=email)
