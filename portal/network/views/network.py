from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from portal.accounts.permissions import coordinators
from portal.vocabulary.models import Territory

from .. import queries
from ..permissions import can_answer_some, can_be_listed, can_open_organisation, can_see_people_of

FIRST = 12


@login_not_required
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """«La rete»: where it works, and how much there is."""
    context = {
        "here": "network",
        "cards": queries.area_cards(request.user),
        "sees_people": can_see_people_of(request.user),
        "may_open": can_open_organisation(request.user),
        "may_be_listed": can_be_listed(request.user),
        "may_answer": can_answer_some(request.user),
    }
    response = render(request, "network/network.html", context)
    response.may_be_indexed = True
    return response


@login_not_required
@require_safe
def territory_show(request: HttpRequest, slug: str) -> HttpResponse:
    """An area: its desks and its bodies; for the network also its people."""
    area = get_object_or_404(Territory.objects.select_related("parent"), slug=slug)
    if area.parent_id:
        return redirect("network:territory_show", area.parent.slug)
    sees_people = can_see_people_of(request.user)
    context = {
        "here": "network",
        "area": area,
        "desks": queries.desks_in(request.user, area)[:FIRST],
        "bodies": queries.bodies_in(request.user, area)[:FIRST],
        "people": queries.people_in(area)[:FIRST] if sees_people else None,
        "coordinators": coordinators(area).select_related("territory") if sees_people else None,
        "sees_people": sees_people,
    }
    response = render(request, "network/territory.html", context)
    response.may_be_indexed = True
    return response
