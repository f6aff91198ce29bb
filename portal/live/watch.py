"""Who may still follow: asked when she subscribes, at every bell, and by a round that needs no bus (M8)."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError

from . import database, gate, protocol
from .clients import Client
from .hub import Hub
from .topics import source_of

log = logging.getLogger("snodo.live")

ROUND_SECONDS = 30
AGAIN_SECONDS = 1
ROUND_BATCH, ROUND_PAUSE = 20, 0.02
JUST_NOW_SECONDS = 5


def may_follow(user, topic: str) -> bool:
    """Say whether a person may follow a topic. What does not exist and what is not hers are the same no."""
    found = source_of(topic)
    if found is None:
        return False
    source, key = found
    try:
        return bool(source.may_follow(user, key))
    except (ValueError, TypeError, OverflowError, ValidationError, DataError):
        return False  # a key that is none of this kind: words for a number, a number too large


def permitted(cookies: dict[str, str], topics: Iterable[str]) -> tuple[Any, str, set[str]]:
    """Ask the gate and the rooms, as things are now.

    Returns:
        The person or None, the gate's reason, and those of the topics that she may follow.
    """
    user, reason = gate.ask(cookies)
    if user is None:
        return None, reason, set()
    return user, reason, followable(user, topics)


def followable(user, topics: Iterable[str]) -> set[str]:
    return {topic for topic in topics if may_follow(user, topic)}


def _all_permitted(questions: list[tuple[dict[str, str], list[str]]]) -> list[tuple[Any, str, set[str]]]:
    return [permitted(cookies, topics) for cookies, topics in questions]


class Watch:
    def __init__(self, hub: Hub):
        self.hub = hub
        self.bells = 0  # how many have rung in this process

    async def may(self, client: Client, topics: Iterable[str]) -> set[str]:
        """Ask for topics about to be followed; a bell that rings meanwhile makes the answer void."""
        topics = list(topics)
        while True:
            doubt = client.doubt
            if client.bells == self.bells and client.loop.time() - client.born < JUST_NOW_SECONDS:
                # The gate has just answered, and no bell has rung since it was asked.
                user, reason, allowed = client.user, "", await database.enter(followable, client.user, topics)
            else:
                user, reason, allowed = await database.enter(permitted, client.cookies, topics)
            if client.doubt == doubt:
                break
        if not self._is_still(client, user):
            client.end(protocol.SIGNED_OUT, reason or "sign_in")
            return set()
        client.user = user
        return allowed

    def doubt_person(self, user_pk: Any) -> None:
        """Something of a person's rights changed: not a byte more before the answer."""
        self.bells += 1
        for client in list(self.hub.people.get(user_pk, ())):
            self._hold(client)

    def doubt_topic(self, topic: str) -> None:
        """Something of who may follow a topic changed."""
        self.bells += 1
        room = self.hub.rooms.get(topic)
        if room is not None:
            for client in {sub.client for sub in [*room.subs, *room.watchers]}:
                self._hold(client)

    def _hold(self, client: Client) -> None:
        client.doubt += 1
        client.rewind()
        client.bumps.clear()
        for sub in client.subs.values():
            sub.held, sub.live = True, False
        client.spawn(self._settle(client))

    async def _settle(self, client: Client) -> None:
        doubt = client.doubt
        while client.doubt == doubt:
            try:
                user, reason, allowed = await database.enter(permitted, client.cookies, list(client.subs))
            except Exception:
                # The database is away: who is held stays held.
                log.exception("rights could not be asked")
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            if client.doubt == doubt:
                self._take_away(client, user, reason, allowed)
                self._let_go(client)
            return

    def _let_go(self, client: Client) -> None:
        for sub in client.subs.values():
            if sub.held:
                sub.held = False
                self.hub.rejoin(sub)

    def _take_away(self, client: Client, user: Any, reason: str, allowed: set[str]) -> None:
        if not self._is_still(client, user):
            client.end(protocol.SIGNED_OUT, reason or "sign_in")
            return
        client.user = user
        lost = [topic for topic in client.subs if topic not in allowed]
        for topic in lost:
            self.hub.unfollow(client, topic)
            client.say(protocol.error("denied", topic=topic))
        if lost and not client.subs:
            client.end(protocol.NO_ACCESS)

    def _is_still(self, client: Client, user: Any) -> bool:
        return user is not None and user.pk == client.user.pk

    async def round(self) -> None:
        """Ask for everybody once, some at a time: what a lost bell did not say."""
        clients = list(self.hub.clients)
        for begin in range(0, len(clients), ROUND_BATCH):
            asked = [(one, one.doubt, list(one.subs)) for one in clients[begin : begin + ROUND_BATCH] if not one.dead]
            questions = [(client.cookies, topics) for client, _, topics in asked]
            answers = await database.enter(_all_permitted, questions)
            for (client, doubt, topics), (user, reason, allowed) in zip(asked, answers, strict=True):
                if client.doubt == doubt and not client.dead:
                    # What was subscribed while we asked was asked for by itself.
                    newer = set(client.subs) - set(topics)
                    self._take_away(client, user, reason, allowed | newer)
            await asyncio.sleep(ROUND_PAUSE)
