from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import require
from portal.limits.actions import TooMany, spend
from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of

from . import actions, queries
from .forms import CheckForm, OpportunityForm
from .models import Check, Opportunity
from .permissions import can_check, can_edit, can_post, can_withdraw, opportunity_for

NEWEST = 50
WRITTEN_IN = "it"
POSTS_A_DAY = 60
CHECKS_A_DAY = 300


@login_not_required
@require_safe
def opportunities(request: HttpRequest) -> HttpResponse:
    """The board: what there is today, and who looked last."""
    user = request.user
    # Before the rows: a change that comes in between is told to the page, not passed over.
    board = queries.where_it_stands() if user.is_authenticated else None
    found = queries.listing(user, request.GET)
    context = {
        "here": "opportunities",
        "board": board,
        "page": page_of(request, found.opportunities),
        "facets": found.facets,
        "may_post": can_post(user),
        "may_check": can_check(user, Opportunity()),
        # What nobody has looked at for a month is gone through row by row.
        "answers_here": can_check(user, Opportunity()) and found.facets.stale_is_on,
        "asks_for_some": any(request.GET.get(param) for param in queries.PARAMS),
    }
    response = render(request, "opportunities/opportunities.html", context)
    response.may_be_indexed = True
    return response


@login_not_required
@require_safe
def opportunity_show(request: HttpRequest, pk: int) -> HttpResponse:
    board = queries.where_it_stands() if request.user.is_authenticated else None
    opportunity = opportunity_for(request.user, pk)
    if request.user.is_authenticated:
        mark_read(request.user, url=request.path)
    response = _opportunity_page(request, opportunity, board=board)
    response.may_be_indexed = True
    return response


def _opportunity_page(request: HttpRequest, opportunity: Opportunity, *, board, form=None) -> HttpResponse:
    context = {
        "here": "opportunities",
        "board": board,
        "opportunity": opportunity,
        "themes": opportunity.themes.all(),
        "checks": queries.checks_of(opportunity),
        "form": form,
        "may_check": can_check(request.user, opportunity),
        "may_edit": can_edit(request.user, opportunity),
        "may_withdraw": can_withdraw(request.user, opportunity),
    }
    return render(request, "opportunities/opportunity_show.html", context, status=422 if form else 200)


def opportunity_new(request: HttpRequest) -> HttpResponse:
    """«Hai saputo qualcosa?»"""
    user = request.user
    require(can_post(user))
    if request.method != "POST":
        return _form_page(request, OpportunityForm(person=user, initial=OpportunityForm.initial_for(user)))
    form = OpportunityForm(request.POST, person=user)
    if not form.is_valid():
        return _form_page(request, form)
    try:
        spend(f"opportunity:{user.pk}", limit=POSTS_A_DAY, seconds=24 * 3600)
    except TooMany:
        form.add_error(None, _("Oggi ne hai aggiunte molte. Riprova domani: il testo è qui."))
        return _form_page(request, form)
    opportunity = actions.post_opportunity(form.told, by=user)
    form.note_override(by=user, place="opportunities.opportunity")
    messages.success(request, _("Fatto. Adesso la vedono tutti."), extra_tags="done:opportunity-new")
    return redirect(opportunity)


def opportunity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user, opportunity = request.user, opportunity_for(request.user, pk)
    require(can_edit(user, opportunity))
    given = {"person": user, "opportunity": opportunity}
    if request.method != "POST":
        return _form_page(request, OpportunityForm(initial=OpportunityForm.initial_of(opportunity), **given))
    form = OpportunityForm(request.POST, **given)
    if not form.is_valid():
        return _form_page(request, form)
    try:
        actions.change_opportunity(opportunity, form.told, by=user)
    except actions.Gone:
        form.add_error(None, _("Qualcuno l’ha tolta dalla bacheca poco fa. Il testo è qui: puoi copiarlo."))
        return _form_page(request, form)
    form.note_override(by=user, place="opportunities.opportunity")
    messages.success(request, _("Fatto. La pagina è aggiornata."), extra_tags=f"done:opportunity-{opportunity.pk}")
    return redirect(opportunity)


def _form_page(request: HttpRequest, form: OpportunityForm) -> HttpResponse:
    context = {"here": "opportunities", "form": form, "opportunity": form.opportunity}
    return render(request, "opportunities/opportunity_edit.html", context, status=422 if form.errors else 200)


@require_POST
def opportunity_check(request: HttpRequest, pk: int) -> HttpResponse:
    """«C’è ancora», «È finita»."""
    user, opportunity = request.user, opportunity_for(request.user, pk)
    require(can_check(user, opportunity))
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _opportunity_page(request, opportunity, board=queries.where_it_stands(), form=form)
    found = form.cleaned_data["found"]
    try:
        spend(f"opportunity-check:{user.pk}", limit=CHECKS_A_DAY, seconds=24 * 3600)
        actions.check_opportunity(opportunity, found, by=user)
    except TooMany:
        messages.warning(request, _("Oggi ne hai controllate molte. Riprova domani."))
    except actions.Gone:
        return _gone(request)
    else:
        if found == Check.Found.THERE:
            messages.success(request, _("Grazie. Da adesso si legge che l’hai controllata tu, oggi."))
        else:
            messages.success(request, _("Grazie. Da adesso si legge che è esaurita."))
    if "from" in request.POST:
        asked = QueryDict(request.POST["from"])
        kept = {name: asked[name] for name in queries.PARAMS if name in asked}
        return redirect(f"{reverse('opportunities:opportunities')}?{urlencode(kept)}")
    return redirect(opportunity)


def opportunity_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off the board, after one more question."""
    user, opportunity = request.user, opportunity_for(request.user, pk)
    require(can_withdraw(user, opportunity))
    if request.method != "POST":
        context = {"here": "opportunities", "opportunity": opportunity}
        return render(request, "opportunities/opportunity_withdraw.html", context)
    try:
        actions.withdraw_opportunity(opportunity, by=user)
    except actions.Gone:
        return _gone(request)
    messages.success(request, _("Fatto. «%(title)s» non è più sulla bacheca.") % {"title": opportunity.title})
    return redirect("opportunities:opportunities")


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Qualcuno l’ha tolta dalla bacheca poco fa."))
    return redirect("opportunities:opportunities")


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The opportunities that were posted last, for who follows from outside."""
    with override(WRITTEN_IN):
        atom = Atom1Feed(
            title=_("Snodo: opportunità"),
            link=settings.PUBLIC_URL + reverse("opportunities:opportunities"),
            description=_("Che cosa c’è davvero, oggi, per le persone e le famiglie."),
            language=WRITTEN_IN,
            feed_url=settings.PUBLIC_URL + reverse("opportunities_feed"),
        )
        for opportunity in queries.newest_public(NEWEST):
            address = settings.PUBLIC_URL + opportunity.get_absolute_url()
            atom.add_item(
                title=opportunity.title,
                link=address,
                unique_id=address,
                description=opportunity.summary,
                author_name=opportunity.organisation.name,
                pubdate=opportunity.posted_at,
                updateddate=opportunity.checked_at,
                categories=[theme.label for theme in opportunity.themes.all()],
            )
        response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
        atom.write(response, "utf-8")
    return response
