"""Open a channel, follow it, leave it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.text import slugify

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record
from portal.vocabulary.models import Territory, Theme

from ..events import CHANNEL_OPENED
from ..models import Channel, Membership, Message
from ..models.channels import RESERVED
from ..permissions import can_open_channel, can_read_channel, visible_channels

# What was said in these days before she joined is new for her: she lands where people are talking.
RECENT = timedelta(days=7)


@transaction.atomic
def open_channel(
    title: str,
    *,
    purpose: str,
    by: User,
    about: str = "",
    kind: str = Channel.Kind.OPEN,
    audience: str = Channel.Audience.OPERATORS,
    territory: Territory | None = None,
    themes: Iterable[Theme] = (),
    keeper: User | None = None,
    slug: str = "",
) -> Channel:
    """Open a place of conversation; who opens it keeps it, if nobody else is named.

    Raises:
        PermissionDenied: if `by` may not open channels.
    """
    require(can_open_channel(by))
    channel = Channel.objects.create(
        slug=free_slug(Channel.objects.all(), slug or title, 60),
        title=title,
        purpose=purpose,
        about=about,
        kind=kind,
        audience=audience,
        territory=territory,
        keeper=keeper or by,
        opened_by=by,
    )
    channel.themes.set(themes)
    Membership.objects.bulk_create(
        [Membership(channel=channel, person=person) for person in {channel.keeper, by}], ignore_conflicts=True
    )
    record(CHANNEL_OPENED, channel, by=by)
    return channel


@transaction.atomic
def join(channel: Channel, *, by: User) -> Membership:
    """Follow a channel: its news are counted and told. Following it already changes nothing."""
    require(can_read_channel(by, channel))
    membership, _ = Membership.objects.get_or_create(
        channel=channel, person=by, defaults={"read_n": _read_until(channel)}
    )
    return membership


@transaction.atomic
def leave(channel: Channel, *, by: User) -> None:
    """Follow a channel no more; she may still read it."""
    Membership.objects.filter(channel=channel, person=by).delete()


@transaction.atomic
def mute(channel: Channel, *, by: User, muted: bool = True) -> None:
    """Keep a channel among mine, without counts and notices (or with them again)."""
    membership = join(channel, by=by)
    membership.muted = muted
    membership.save(update_fields=["muted"])


@transaction.atomic
def settle_in(person: User) -> int:
    """Let a person follow the channels that are for her.

    They are the network's first channel, those of everybody, those of her territory, and those on what she works
    with. Those that she follows already, or has muted, stay as they are.

    Returns:
        How many channels are new for her.
    """
    from .welcome import FIRST_CHANNEL

    places = [person.territory_id, person.territory.parent_id] if person.territory_id else []
    for_her = (
        Q(slug=FIRST_CHANNEL)
        | Q(audience=Channel.Audience.MEMBERS, territory=None)
        | Q(territory__in=[place for place in places if place])
        | Q(territory=None, themes__in=person.competences.all())
    )
    new = visible_channels(person).filter(for_her).exclude(memberships__person=person).distinct()
    rows = [Membership(channel=channel, person=person, read_n=_read_until(channel)) for channel in new]
    Membership.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _read_until(channel: Channel) -> int:
    old = Message.objects.filter(channel=channel, posted_at__lt=now() - RECENT)
    return old.aggregate(n=Max("n"))["n"] or 0


def free_slug(rows, words: str, length: int) -> str:
    """Find an address that no row has: «bollette», then «bollette-2»."""
    stem = slugify(words)[: length - 4].strip("-") or "discussione"
    taken = set(rows.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED
    slug, n = stem, 1
    while slug in taken:
        n += 1
        slug = f"{stem}-{n}"
    return slug
