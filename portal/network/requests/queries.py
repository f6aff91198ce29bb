"""What the queue shows: rows without a word of anybody."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from portal.accounts.models import User
from portal.accounts.queries import with_names
from portal.clock import now
from portal.vocabulary.models import Territory
from portal.vocabulary.queries import area_of

from ..models import Desk
from ..permissions import places_of, visible_desks
from .models import SILENT, HelpRequest, Referral
from .permissions import offered_to, to_entrust, visible_requests

State = HelpRequest.State
SHOWN = 50
OFFERED = 12  # people among whom one is chosen; the others are found by name
TO_CALL = 3  # desks of an area whose number is shown


@dataclass(frozen=True)
class Queue:
    """The requests that concern a person, by what she can do with them."""

    mine: list[HelpRequest]
    at_my_desk: list[HelpRequest]
    to_me: list[HelpRequest]
    in_my_area: list[HelpRequest]
    to_entrust: list[HelpRequest]
    looked_after: list[HelpRequest]
    closed: list[HelpRequest]

    @property
    def is_any(self) -> bool:
        return any(vars(self).values())


def queue_of(user) -> Queue:
    """Sort what `user` may see: one query, each request in the first place that fits."""
    offered, entrusted = _marked(user, offered_to(user)), _marked(user, to_entrust(user))
    rows = visible_requests(user).annotate(
        is_offered=Exists(offered), is_to_entrust=Exists(entrusted), is_silent=Exists(_silent())
    )
    rows = rows.select_related("area", "desk", "listing", "taken_by")
    # Hers first, then what waits: a long queue cuts what is done.
    hers = Case(When(taken_by=user.pk, then=0), default=1)
    waits = Case(When(state=State.WAITING, then=0), default=1)
    rows = rows.defer("key", "name", "text", "receipt")
    open_first = rows.order_by(F("closed_at").desc(nulls_first=True), hers, waits, "sent_at")[: SHOWN * 4]
    desks = places_of(user).desks
    found: dict[str, list[HelpRequest]] = {name: [] for name in Queue.__dataclass_fields__}
    for row in open_first:
        found[_place(row, user, desks)].append(row)
    return Queue(**{name: rows[:SHOWN] for name, rows in found.items()})


def _place(row: HelpRequest, user, desks) -> str:
    if row.taken_by_id == user.pk:
        return "mine" if row.is_open else "closed"
    if row.is_open and row.is_to_entrust:
        return "to_entrust"
    if row.state == State.WAITING and row.desk_id in desks:
        return "at_my_desk"
    if row.state == State.WAITING and row.listing_id and row.listing.person_id == user.pk:
        return "to_me"
    if row.is_offered:
        return "in_my_area"
    return "looked_after" if row.is_open else "closed"


def _marked(user, which: Q) -> QuerySet[HelpRequest]:
    return HelpRequest.objects.filter(which, pk=OuterRef("pk"))


def _silent() -> QuerySet[Referral]:
    """The referrals of which nothing was heard for a week."""
    waiting = Q(state__in=[Referral.State.SENT, Referral.State.ACCEPTED], moved_at__lt=now() - SILENT)
    return Referral.objects.filter(waiting, request=OuterRef("pk"))


def desks_to_call() -> dict[Territory, list[Desk]]:
    """The desks with a telephone, a few for each area: whom to call without leaving any data."""
    desks = visible_desks(None).exclude(phone="").select_related("territory__parent").prefetch_related("hours")
    found: dict[Territory, list[Desk]] = {}
    for desk in desks.order_by("order", "territory__order", "pk"):
        found.setdefault(area_of(desk.territory), []).append(desk)
    return {area: found[area][:TO_CALL] for area in sorted(found, key=lambda area: area.order)}


def people_to_offer(people: QuerySet[User], words: str) -> tuple[list[User], bool]:
    """Those of `permissions.who_can_follow` that a page shows, her desk's first; and whether more are left."""
    rows = with_names(people, words.split()[:6]).order_by("-is_at_desk", "first_name", "last_name", "pk")
    found = list(rows[: OFFERED + 1])
    return found[:OFFERED], len(found) > OFFERED
