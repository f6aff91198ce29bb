"""«Chiedi un orientamento»: call, go, or leave a request. Four screens, no account, no script."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from portal.vocabulary.models import Territory
from portal.vocabulary.queries import area_of

from ... import permissions as network
from ...models import Desk, Listing
from ...receipts import grouped, new_receipt
from .. import actions
from ..forms import TO_AREA, HowForm, WhatForm
from ..models import HelpRequest
from ..permissions import areas_that_answer
from ..queries import desks_to_call
from .doors import ASKED_A_DAY, ASKED_AN_HOUR, DAY, HOUR, may_go_on, of_the_citizens

# What the second screen asks, kept while one goes back to the first.
CARRIED = ("to", "way", "contact", "when", "may_say_who", "receipt")


@login_not_required
@require_safe
@of_the_citizens
def ask(request: HttpRequest) -> HttpResponse:
    """The first screen: three ways, equally large."""
    response = render(request, "requests/ask.html", {"numbers": desks_to_call(), "areas": areas_that_answer()})
    response.may_be_indexed = True
    return response


@login_not_required
@of_the_citizens
def ask_new(request: HttpRequest) -> HttpResponse:
    """The two screens of questions, and the receipt. What was answered travels with the page, and nowhere else."""
    desk, listing = _asked_for(request)
    if request.method != "POST":
        place = desk.territory if desk else listing.territory if listing else None
        area = area_of(place).slug if place else request.GET.get("zona", "")
        form = WhatForm(initial={"area": area})
        return _what(request, form, desk, listing)
    what = WhatForm(request.POST)
    if not what.is_valid() or "indietro" in request.POST:
        return _what(request, what, desk, listing, 200 if "indietro" in request.POST else 422)
    area = what.cleaned_data["area"]
    if "risposta" not in request.POST:
        to = _linked(desk, listing) or TO_AREA
        before = {name: request.POST[name] for name in CARRIED if name in request.POST}
        initial = {"to": to, "receipt": actions.offer_receipt()} | before
        how = HowForm(where=area, listing=listing, initial=initial)
        return _how(request, what, how, desk, listing)
    how = HowForm(request.POST, where=area, listing=listing)
    limits = ((ASKED_AN_HOUR, HOUR), (ASKED_A_DAY, DAY))
    if not how.is_valid() or not may_go_on(request, how, "help", *limits):
        return _how(request, what, how, desk, listing, 422)
    return receipt_page(request, *keep(asked_in(what.cleaned_data, how, area), how))


def keep(asked: actions.Asked, how: HowForm, *, written_by=None) -> tuple[HelpRequest, str]:
    """Keep a request under the receipt that its form was given; a form that is used again gets one of its own."""
    receipt = actions.receipt_in(how.cleaned_data["receipt"])
    try:
        return actions.request_help(asked, receipt, written_by=written_by), receipt
    except actions.Conflict:
        receipt = new_receipt()
        return actions.request_help(asked, receipt, written_by=written_by), receipt


def asked_in(said: dict, how: HowForm, area: Territory) -> actions.Asked:
    """Put the answers of both screens together."""
    return actions.Asked(
        area=area,
        needs=tuple(said["needs"]),
        text=said["text"],
        name=said["name"],
        desk=how.desk,
        listing=how.person,
        **{name: how.cleaned_data[name] for name in ("way", "contact", "when", "may_say_who")},
    )


def receipt_page(request: HttpRequest, kept: HelpRequest, receipt: str) -> HttpResponse:
    """The slip: shown in the answer, once, and never at an address."""
    context = {"kept": kept, "receipt": grouped(receipt), "ways": HelpRequest.Way}
    response = render(request, "requests/receipt.html", context, status=201)
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked_for(request: HttpRequest):
    """Find the desk or the person that a link of «Trova» names; one that takes no requests is nobody."""
    given = request.POST if request.method == "POST" else request.GET
    # What the network brings may hold any character; a database does not take them all.
    slug, handle = (slugify(given.get(name, "")[:60]) for name in ("sportello", "persona"))
    desk = listing = None
    if slug:
        desk = network.visible_desks(None).filter(slug=slug, takes_requests=True).select_related("territory__parent")
        desk = desk.first()
    elif handle:
        listed: Listing | None = (
            network.visible_listings(None)
            .filter(person__handle=handle, takes_requests=True)
            .select_related("person", "territory__parent")
            .first()
        )
        listing = listed
    return desk, listing


def _what(request, form, desk, listing, status: int = 200) -> HttpResponse:
    before = [(name, request.POST[name]) for name in CARRIED if name in request.POST]
    context = {"form": form, "desk": desk, "listing": listing, "said": before}
    return render(request, "requests/ask_what.html", context, status=status)


def _how(request, what, how, desk, listing, status: int = 200) -> HttpResponse:
    context = {
        "what": what,
        "form": how,
        "desk": desk,
        "listing": listing,
        "chosen": _chosen(how, desk, listing),
        "said": _carried(what),
    }
    return render(request, "requests/ask_how.html", context, status=status)


def _linked(desk: Desk | None, listing: Listing | None) -> str:
    """The choice that the link of a desk's or a person's page stands for."""
    return f"sportello:{desk.slug}" if desk else f"persona:{listing.person.handle}" if listing else ""


def _chosen(how: HowForm, desk: Desk | None, listing: Listing | None) -> str:
    """The name of what the link stands for, while nothing else is chosen: then it is not asked again."""
    linked = _linked(desk, listing)
    return dict(how.fields["to"].choices).get(linked, "") if linked and how["to"].value() == linked else ""


def _carried(what: WhatForm) -> list[tuple[str, str]]:
    """What the second screen carries of the first, as hidden fields."""
    data = what.cleaned_data
    pairs = [("area", data["area"].slug), ("text", data["text"]), ("name", data["name"])]
    return pairs + [("needs", need) for need in data["needs"]]
