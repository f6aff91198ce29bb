"""Colleagues, and the pages that wait for one of them."""

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.accounts.permissions import network
from portal.accounts.queries import named
from portal.clock import now

from ..models import Desk, Listing, Organisation
from ..models.organisations import CHECKED_FOR
from ..permissions import places_of, visible_desks, visible_listings, visible_organisations

FOUND = 12  # colleagues shown by a search


def colleagues_named(words: str, *, but: User) -> list[User]:
    """The people of the network with these words in their names."""
    if not words.strip():
        return []
    return list(named(network().exclude(pk=but.pk), words).select_related("territory")[:FOUND])


def stale_pages(user) -> tuple[QuerySet[Desk], QuerySet[Organisation], QuerySet[Listing]]:
    """The pages of hers that nobody has looked at for long: desks, bodies whose referent she is, her own listing."""
    places, before = places_of(user), now() - CHECKED_FOR
    here = visible_desks(user).filter(pk__in=places.desks) | visible_desks(user).filter(organisation__in=places.refers)
    return (
        here.filter(checked_at__lt=before).order_by("checked_at", "pk"),
        visible_organisations(user).filter(pk__in=places.refers, checked_at__lt=before).order_by("checked_at", "pk"),
        visible_listings(user).filter(person=user.pk, checked_at__lt=before),
    )
