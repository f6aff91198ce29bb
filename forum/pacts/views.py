from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from portal.clock import today
from portal.limits.actions import TooMany, spend
from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of

from . import actions, queries, rounds
from .eligibility import Criteria, check, money
from .forms import EligibilityForm, GuidelineForm, ProgrammeForm
from .models import Programme
from .permissions import (
    can_change,
    can_give_guideline,
    can_read_guidelines,
    can_see_names,
    guided_programme_for,
    guideline_for,
    is_committee,
    programme_for,
    require,
)

GUIDELINES_A_DAY = 20


# ── what everybody reads ─────────────────────────────────────────────────────────────────────────────────────────────


@login_not_required
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes that are open."""
    context = {"here": "network", "page": page_of(request, queries.programmes(request.user))}
    response = render(request, "pacts/programmes.html", context)
    response.may_be_indexed = True
    return response


@login_not_required
@require_safe
def programme_show(request: HttpRequest, slug: str) -> HttpResponse:
    """What a programme is, for whom, where one comes in, who decides and when."""
    user, programme = request.user, programme_for(request.user, slug)
    coming = rounds.rounds_from(today(), queries.ROUNDS_SHOWN)
    context = _about(programme) | {
        "points": programme.access_points.select_related("organisation__territory"),
        "bodies": queries.seats_of(programme),
        "sees_names": can_see_names(user, programme),
        "rounds": [_told(one) for one in coming],
        "now_in": coming[0],
        "late_from": rounds.in_words(coming[0].closes + timedelta(days=1)),
        "evaluated": _told(rounds.under_evaluation(today())),
        "steering_due": rounds.in_words(queries.steering_due(programme, queries.last_guideline(programme))),
        "may_read_guidelines": can_read_guidelines(user, programme),
        "may_change": can_change(user, programme),
    }
    response = render(request, "pacts/programme_show.html", context)
    response.may_be_indexed = True
    return response


@sensitive_post_parameters()
@login_not_required
def eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how it looks with the answers given. They are in no address, and nothing of them is kept."""
    programme = programme_for(request.user, slug)
    form = EligibilityForm(request.POST if request.method == "POST" else None)
    verifiers = programme.access_points.filter(may_verify=True).select_related("organisation__territory")
    context = _about(programme) | {"form": form, "verifiers": verifiers}
    if form.is_valid():
        context["result"] = check(Criteria(programme.isee_from, programme.isee_to), form.answers)
    response = render(request, "pacts/eligibility.html", context, status=422 if form.errors else 200)
    if request.method == "POST":
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _about(programme: Programme) -> dict:
    """What every page of a programme says of it."""
    limits = {"isee_from": money(programme.isee_from), "isee_to": money(programme.isee_to)}
    return {"here": "network", "programme": programme} | limits


def _told(one: rounds.Round | None) -> dict | None:
    """A round with its dates in words."""
    if one is None:
        return None
    return {
        "label": one.label,
        "begins": rounds.in_words(one.begins),
        "closes": rounds.in_words(one.closes),
        "evaluate_by": rounds.in_words(one.evaluate_by),
        "moved": [words for words in (one.closing_moved, one.evaluation_moved) if words],
    }


# ── what the office keeps ────────────────────────────────────────────────────────────────────────────────────────────


def programme_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the page of a programme."""
    programme = programme_for(request.user, slug)
    require(can_change(request.user, programme))
    if request.method == "POST":
        form = ProgrammeForm(request.POST)
        if form.is_valid():
            actions.change_programme(programme, by=request.user, **form.cleaned_data)
            messages.success(request, _("Fatto. La pagina è aggiornata, e risulta controllata da te oggi."))
            return redirect(programme)
    else:
        form = ProgrammeForm(initial=ProgrammeForm.initial_of(programme))
    context = {"here": "network", "programme": programme, "form": form}
    return render(request, "pacts/programme_edit.html", context, status=422 if form.errors else 200)


# ── what committee and steering group read ───────────────────────────────────────────────────────────────────────────


@require_safe
def guidelines(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked of the committee, the newest first."""
    user, programme = request.user, guided_programme_for(request.user, slug)
    page = page_of(request, queries.guidelines_of(user, programme))
    due = queries.steering_due(programme, queries.last_guideline(programme))
    context = {
        "here": "network",
        "programme": programme,
        "page": page,
        "due": rounds.in_words(due),
        "may_give": can_give_guideline(user, programme),
        "reads": is_committee(user, programme),
    }
    return render(request, "pacts/guidelines.html", context)


@require_safe
def guideline_show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A guideline; who sits in the committee has read it once she opens it."""
    user, guideline = request.user, guideline_for(request.user, slug, pk)
    actions.read_guideline(guideline, by=user)
    mark_read(user, url=request.path)
    context = {
        "here": "network",
        "programme": guideline.programme,
        "guideline": guideline,
        "read_by": guideline.readings.count(),
    }
    return render(request, "pacts/guideline_show.html", context)


def guideline_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the committee its guidelines for the months to come."""
    user, programme = request.user, guided_programme_for(request.user, slug)
    require(can_give_guideline(user, programme))
    form = GuidelineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            spend(f"guideline:{user.pk}", limit=GUIDELINES_A_DAY, seconds=24 * 3600)
            guideline = actions.give_guideline(
                programme, form.cleaned_data["title"], form.cleaned_data["text"], by=user
            )
            form.note_override(by=user, place="pacts.guideline")
            words = _("Fatto. Gli indirizzi sono arrivati al comitato.")
            messages.success(request, words, extra_tags=f"done:guideline-{programme.pk}")
            return redirect(guideline)
        except TooMany:
            form.add_error(None, _("Oggi ne hai dati molti. Riprova domani: il testo è qui."))
    context = {"here": "network", "programme": programme, "form": form}
    return render(request, "pacts/guideline_new.html", context, status=422 if form.errors else 200)
