from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of
from portal.vocabulary.models import Territory

from .. import actions, queries
from ..forms import BodiesForm, OrganisationForm
from ..models import Organisation
from ..permissions import (
    can_manage,
    can_open_organisation,
    can_see_people_of,
    organisation_for,
    places_to_manage,
    require,
)

MOST_DESKS = 30
MOST_PEOPLE = 30


@login_not_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The bodies of the network."""
    areas = list(Territory.objects.filter(parent=None))
    form = BodiesForm(request.GET, areas=areas)
    context = {
        "here": "network",
        "form": form,
        "page": page_of(request, queries.bodies(request.user, **form.asked)),
        "may_open": can_open_organisation(request.user),
    }
    response = render(request, "network/organisations.html", context)
    response.may_be_indexed = not request.GET
    return response


@login_not_required
@require_safe
def organisation_show(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body does, its desks, and for the network who works there."""
    organisation = organisation_for(request.user, slug)
    if request.user.is_authenticated:
        mark_read(request.user, url=request.path)
    sees_people = can_see_people_of(request.user)
    context = {
        "here": "network",
        "organisation": organisation,
        "desks": queries.desks_of(request.user, organisation)[:MOST_DESKS],
        "staff": queries.staff_of(organisation)[:MOST_PEOPLE] if sees_people else (),
        "sees_people": sees_people,
        "may_manage": can_manage(request.user, organisation),
    }
    response = render(request, "network/organisation.html", context)
    response.may_be_indexed = True
    return response


def organisation_new(request: HttpRequest) -> HttpResponse:
    """Add a body: a coordinator in her territory, the office."""
    require(can_open_organisation(request.user))
    form = OrganisationForm(request.POST if request.method == "POST" else None, places=places_to_manage(request.user))
    if request.method == "POST" and form.is_valid():
        organisation = actions.open_organisation(form.cleaned_data, by=request.user)
        messages.success(request, _("Fatto. L’ente è nella rete: ora aggiungi i suoi sportelli."))
        return redirect(organisation)
    return _form_page(request, form)


def organisation_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the page of a body: who manages it."""
    organisation = organisation_for(request.user, slug)
    require(can_manage(request.user, organisation))
    places = places_to_manage(request.user)
    may_move = places is None or organisation.territory_id in places
    start = OrganisationForm.initial_of(organisation)
    sent = request.POST if request.method == "POST" else None
    form = OrganisationForm(sent, initial=start, places=places, may_move=may_move)
    if request.method == "POST" and form.is_valid():
        actions.change_organisation(organisation, form.cleaned_data, by=request.user)
        messages.success(request, _("Fatto. La pagina è aggiornata."))
        return redirect(organisation)
    return _form_page(request, form, organisation)


def _form_page(request: HttpRequest, form: OrganisationForm, organisation: Organisation | None = None) -> HttpResponse:
    context = {"here": "network", "form": form, "organisation": organisation}
    return render(request, "network/organisation_edit.html", context, status=422 if form.errors else 200)


@require_POST
def organisation_check(request: HttpRequest, slug: str) -> HttpResponse:
    """«È tutto giusto»."""
    organisation = organisation_for(request.user, slug)
    actions.check_organisation(organisation, by=request.user)
    messages.success(request, _("Grazie. La pagina risulta verificata oggi, da te."))
    return redirect(organisation)
