"""The front door: «Oggi» for who is in, the network's face for who is not."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from practices.queries import most_tried

from .models import HomePage, InfoPage
from .queries import coordinators_of, in_language, news_for, things_for


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return today(request)
    page = in_language(HomePage, get_language())
    response = render(request, "home/home.html", {"page": page, "practices": most_tried(3)})
    response.may_be_indexed = True
    return response


def today(request: HttpRequest) -> HttpResponse:
    """«Oggi»: five things at most, each one tap from being done."""
    things = things_for(request.user)
    context = {"here": "today", "things": things[:5], "more": max(0, len(things) - 5), **news_for(request.user)}
    return render(request, "home/today.html", context)


@login_not_required
def page(request: HttpRequest, slug: str) -> HttpResponse:
    info = in_language(InfoPage, get_language(), slug=slug)
    if info is None:
        raise Http404
    # The page for who is stuck names whom to ask.
    asked = coordinators_of(request.user) if slug == "aiuto" else []
    response = render(request, "home/page.html", {"page": info, "coordinators": asked})
    response.may_be_indexed = True
    return response
