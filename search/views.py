from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import require
from portal.ui.pagination import page_of

from . import actions, facets, queries
from .permissions import can_see_needs, need_for


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """One box over everything the reader may see; a visitor searches what is public."""
    chosen = facets.chosen(request.GET)
    words = request.GET.get("q", "")
    found = queries.find(words, chosen, request.user, request.GET.get("pagina", "1"), sort=facets.sort_of(request.GET))
    if found.found_nothing and found.words and not chosen and request.user.is_authenticated:
        actions.note_unmet(found.words, by=request.user)
    groups = facets.groups(request.GET, found.facets)
    context = {
        "here": "search",
        "found": found,
        "is_asked": bool(found.words or chosen),
        "has_filters": bool(chosen),
        "tabs": facets.tabs(request.GET, found.facets),
        "sorts": facets.sorts(request.GET, found.facets),
        "groups": groups,
        "on": [choice for group in groups for choice in group.on],
        "may_see_needs": can_see_needs(request.user),
    }
    return render(request, "search/results.html", context)


@login_not_required
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the box offers while somebody types; the page works without it."""
    return render(
        request, "search/_suggestions.html", {"hits": queries.suggest(request.GET.get("q", ""), request.user)}
    )


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """What was looked for in vain, for who can write an answer."""
    require(can_see_needs(request.user))
    return render(request, "search/needs.html", {"here": "search", "page": page_of(request, queries.needs())})


@require_POST
def need_close(request: HttpRequest, pk: int) -> HttpResponse:
    actions.close_need(need_for(request.user, pk), by=request.user)
    messages.success(request, _("Fatto. L’ho tolta dall’elenco."))
    return redirect("search:needs")
