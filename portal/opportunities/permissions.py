"""Who may post, look again at and take off an opportunity. Everybody reads."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.accounts.permissions import (
    coordinated,
    is_coordinator,
    is_in_network,
    is_operator,
    is_staff,
)
from portal.network.permissions import can_manage, coordinates, places_of, works_for

from .models import Opportunity


def visible_opportunities(user) -> QuerySet[Opportunity]:
    """Everybody reads what has not been withdrawn: visitors too. The set twin of `can_read`."""
    return Opportunity.objects.filter(withdrawn_at=None)


def can_read(user, opportunity: Opportunity) -> bool:
    return opportunity.withdrawn_at is None


def opportunity_for(user, pk: int) -> Opportunity:
    """The only door to an opportunity."""
    found = visible_opportunities(user).select_related(
        "organisation__territory__parent", "territory__parent", "posted_by", "checked_by"
    )
    return get_object_or_404(found, pk=pk)


def can_post(user) -> bool:
    """Operators, coordinators and the office; for any territory."""
    return is_operator(user) or is_coordinator(user) or is_staff(user)


def can_edit(user, opportunity: Opportunity) -> bool:
    """Who posted it, who works for its body or looks after it, who coordinates its territory, the office."""
    # Authorship ends with the title that gave it.
    if not can_read(user, opportunity) or not can_post(user):
        return False
    return (
        opportunity.posted_by_id == user.pk
        or works_for(user, opportunity.organisation)
        or can_withdraw(user, opportunity)
    )


def editable_opportunities(user) -> QuerySet[Opportunity]:
    """The set twin of `can_edit`."""
    found = visible_opportunities(user)
    if not can_post(user):
        return found.none()
    return found.filter(Q(posted_by=user.pk) | Q(organisation__in=places_of(user).bodies) | _looked_after(user))


def can_check(user, opportunity: Opportunity) -> bool:
    """«C’è ancora», «È finita»: anybody of the network, coordinators, the office."""
    return can_read(user, opportunity) and _looks_again(user)


def checkable_opportunities(user) -> QuerySet[Opportunity]:
    """The set twin of `can_check`."""
    found = visible_opportunities(user)
    return found if _looks_again(user) else found.none()


def can_withdraw(user, opportunity: Opportunity) -> bool:
    """Who looks after its body, who coordinates its territory, the office."""
    return can_read(user, opportunity) and (
        coordinates(user, opportunity.territory) or can_manage(user, opportunity.organisation)
    )


def withdrawable_opportunities(user) -> QuerySet[Opportunity]:
    """The set twin of `can_withdraw`."""
    return visible_opportunities(user).filter(_looked_after(user))


def _looks_again(user) -> bool:
    return is_in_network(user) or is_coordinator(user) or is_staff(user)


def _looked_after(user) -> Q:
    """What stands in her territories, or belongs to the bodies that she looks after."""
    if is_staff(user):
        return Q(pk__isnull=False)  # all; an empty Q would vanish beside another
    hers = Q(organisation__in=places_of(user).refers)
    return hers | coordinated(user) | coordinated(user, "organisation__territory")
