from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, queries
from ..forms import AssignForm
from ..permissions import assignment_for, can_manage, can_name_referents, organisation_for, require

MOST_DESKS = 100
MOST_PEOPLE = 200


def organisation_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who works for a body: look for a colleague by name, choose her task."""
    organisation = organisation_for(request.user, slug)
    require(can_manage(request.user, organisation))
    words = (request.POST if request.method == "POST" else request.GET).get("nome", "")[:80].replace("\x00", "")
    people = queries.colleagues_named(words, but=request.user)
    desks = list(queries.desks_of(request.user, organisation)[:MOST_DESKS])
    referents = can_name_referents(request.user, organisation)
    form = AssignForm(
        request.POST if request.method == "POST" else None, people=people, desks=desks, names_referents=referents
    )
    if request.method == "POST" and form.is_valid():
        person, task, desk = form.chosen
        try:
            actions.assign(organisation, person, task, desk, by=request.user)
        except actions.AlreadyThere:
            form.add_error("person", _("Ci lavora già. Se cambia compito, prima toglila da dov’è."))
        else:
            messages.success(request, _("Fatto. %(who)s ora è tra le persone dell’ente.") % {"who": person.full_name})
            return redirect("network:organisation_people", organisation.slug)
    context = {
        "here": "network",
        "organisation": organisation,
        "staff": queries.staff_of(organisation)[:MOST_PEOPLE],
        "words": words,
        "people": people,
        "form": form,
    }
    return render(request, "network/organisation_people.html", context, status=422 if form.errors else 200)


@require_POST
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """She works there no more."""
    assignment = assignment_for(request.user, pk)
    actions.relieve(assignment, by=request.user)
    messages.success(request, _("Fatto. Non risulta più tra le persone dell’ente."))
    if can_manage(request.user, assignment.organisation):
        return redirect("network:organisation_people", assignment.organisation.slug)
    return redirect(assignment.organisation)
