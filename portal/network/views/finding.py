from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.ui.pagination import page_of
from portal.vocabulary.models import Language, Territory
from portal.vocabulary.queries import is_postcode, territory_like

from .. import queries
from ..forms import FindForm
from ..permissions import can_be_listed, listing_for

A_PAGE = 12


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """«Trova»: desks and people near, for everybody."""
    form = FindForm(request.GET, languages=list(Language.objects.all()))
    found = queries.find(request.user, **form.asked)
    page = page_of(request, found.rows, size=A_PAGE)
    desks, people = queries.told_whole(page.object_list)
    places, words = list(Territory.objects.all()), form.asked["words"]
    context = {
        "here": "find",
        "form": form,
        "found": found,
        "page": page,
        "desks": desks,
        "people": people,
        "places": places,
        "areas": [place for place in places if not place.parent_id],
        "guess": territory_like(words, places) if found.is_unknown else None,
        "is_postcode": found.is_unknown and is_postcode(words),
        "may_be_listed": can_be_listed(request.user),
    }
    response = render(request, "network/find.html", context)
    response.may_be_indexed = not request.GET
    return response


@login_not_required
@require_safe
def listed_show(request: HttpRequest, handle: str) -> HttpResponse:
    """A person who chose to be found: what she shows, and nothing else."""
    listing = listing_for(request.user, handle)
    own = listing.person_id == request.user.pk
    return render(request, "network/listed.html", {"here": "find", "listing": listing, "own": own})
