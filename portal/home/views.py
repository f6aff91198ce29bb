"""The front door: «Oggi» for who is in, the network's face for who is not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.agenda.queries import public_coming
from practices.queries import most_tried

from . import actions
from .guide import STEPS
from .models import HomePage, InfoPage
from .queries import coordinators_of, in_language, news_for, things_for


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return today(request)
    page = in_language(HomePage, get_language())
    response = render(request, "home/home.html", {"page": page, "practices": most_tried(3), "events": public_coming(3)})
    response.may_be_indexed = True
    return response


def today(request: HttpRequest) -> HttpResponse:
    """«Oggi»: five things at most, each one tap from being done."""
    things = things_for(request.user)
    guide = reverse("home:guide_skip").removesuffix("salta/")
    context = {
        "here": "today",
        "things": things[:5],
        "more": max(0, len(things) - 5),
        "has_guide": any(thing.url.startswith(guide) for thing in things[:5]),
        **news_for(request.user),
    }
    return render(request, "home/today.html", context)


@require_GET
def guide_step(request: HttpRequest, key: str) -> HttpResponse:
    """Go to where one thing of the first day is done; to open it is to do it."""
    step = STEPS.get(key)
    if step is None:
        raise Http404
    actions.do_step(request.user, key)
    return redirect(step.url, *step.args)


@require_POST
def guide_skip(request: HttpRequest) -> HttpResponse:
    actions.skip_guide(request.user)
    messages.success(request, _("Fatto. La guida torna quando vuoi, da «Serve aiuto?»."))
    return redirect("home:home")


@require_POST
def guide_restart(request: HttpRequest) -> HttpResponse:
    actions.restart_guide(request.user)
    return redirect("home:home")


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
