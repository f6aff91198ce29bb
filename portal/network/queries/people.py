"""Colleagues, and the pages that wait for one of them."""

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.accounts.permissions import network
from portal.accounts.queries import with_names
from portal.clock import now

from ..models import Desk, Listing, Organisation
from ..models.organisations import CHECKED_FOR
from ..permissions import managed_organisations, places_of, visible_desks, visible_listings, visible_organisations

FOUND = 12  # colleagues shown by a search


def colleagues_named(words: str, *, but: User) -> list[User]:
    """The people of the network with these words in their names; an address says nobody's name here."""
    if not words.strip():
        return []
    people = with_names(network().exclude(pk=but.pk), words.split()[:6])
    return list(people.select_related("territory")[:FOUND])


def stale_pages(user) -> tuple[QuerySet[Desk], QuerySet[Organisation], QuerySet[Listing]]:
    """The pages of hers that nobody has looked at for long: those of her desk and body, or in her care; her listing."""
    places, before = places_of(user), now() - CHECKED_FOR
    managed = managed_organisations(user).values("pk")
    here = visible_desks(user).filter(
        Q(pk__in=places.desks) | Q(organisation__in=places.refers) | Q(keeper=user.pk, organisation__in=managed)
    )
    bodies = visible_organisations(user).filter(Q(pk__in=places.refers) | Q(keeper=user.pk, pk__in=managed))
    return (
        here.filter(checked_at__lt=before).order_by("checked_at", "pk"),
        bodies.filter(checked_at__lt=before).order_by("checked_at", "pk"),
        visible_listings(user).filter(person=user.pk, checked_at__lt=before),
    )
