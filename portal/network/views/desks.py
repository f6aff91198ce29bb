from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of
from portal.vocabulary.models import Theme

from .. import actions, queries
from ..forms import DeskForm, hours_formset, services_formset
from ..models import Desk, Organisation
from ..permissions import (
    can_check,
    can_manage,
    can_move,
    can_see_people_of,
    desk_for,
    organisation_for,
    places_for_desks,
    require,
)

MOST_PEOPLE = 30


@login_not_required
@require_safe
def desk_show(request: HttpRequest, slug: str) -> HttpResponse:
    """A desk: what it does, when, how it is reached. For the network also who works there."""
    desk = desk_for(request.user, slug)
    if request.user.is_authenticated:
        mark_read(request.user, url=request.path)
    prefetch_related_objects([desk], "services", "hours", "languages")
    sees_people = can_see_people_of(request.user)
    context = {
        "here": "find",
        "desk": desk,
        "staff": queries.staff_of(desk.organisation, desk)[:MOST_PEOPLE] if sees_people else (),
        "sees_people": sees_people,
        "may_check": can_check(request.user, desk),
        "may_manage": can_manage(request.user, desk.organisation),
    }
    response = render(request, "network/desk.html", context)
    response.may_be_indexed = True
    return response


def desk_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a desk to a body: who manages it."""
    organisation = organisation_for(request.user, slug)
    require(can_manage(request.user, organisation))
    return _form_page(request, organisation)


def desk_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the page of a desk: who works there, who manages its body."""
    desk = desk_for(request.user, slug)
    require(can_check(request.user, desk))
    return _form_page(request, desk.organisation, desk)


def _form_page(request: HttpRequest, organisation: Organisation, desk: Desk | None = None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    start = DeskForm.initial_of(desk) if desk else {"in_person": True, "takes_requests": True}
    may_manage = can_manage(request.user, organisation)
    places = places_for_desks(request.user, organisation) if may_manage else None
    if desk and places is not None:
        places = [*places, desk.territory_id]
    may_move = can_move(request.user, desk) if desk else may_manage
    form = DeskForm(sent, initial=start, places=places, may_move=may_move)
    services = services_formset(sent, themes=list(Theme.objects.all()), desk=desk)
    hours = hours_formset(sent, desk=desk)
    # All three are asked: their sentences come back together.
    valid = [part.is_valid() for part in (form, services, hours)] if sent is not None else [False]
    if all(valid):
        rows = {"services": services.rows, "hours": hours.rows}
        if desk:
            desk = actions.change_desk(desk, form.cleaned_data, by=request.user, **rows)
            messages.success(request, _("Fatto. La pagina è aggiornata."))
        else:
            desk = actions.open_desk(organisation, form.cleaned_data, by=request.user, **rows)
            messages.success(request, _("Fatto. Da ora lo sportello si trova."))
        return redirect(desk)
    context = {
        "here": "network",
        "form": form,
        "services": services,
        "hours": hours,
        "desk": desk,
        "organisation": organisation,
        "is_wrong": sent is not None,
        "may_manage": may_manage,
    }
    return render(request, "network/desk_edit.html", context, status=200 if sent is None else 422)


@require_POST
def desk_check(request: HttpRequest, slug: str) -> HttpResponse:
    """«È tutto giusto»."""
    desk = desk_for(request.user, slug)
    actions.check_desk(desk, by=request.user)
    messages.success(request, _("Grazie. La pagina risulta verificata oggi, da te."))
    return redirect(desk)


@require_POST
def desk_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a desk off for good."""
    desk = desk_for(request.user, slug)
    actions.close_desk(desk, by=request.user)
    messages.success(request, _("Fatto. Lo sportello non si trova più."))
    return redirect(desk.organisation)


@require_safe
def desk_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what, and when: for who manages the body."""
    desk = desk_for(request.user, slug)
    require(can_manage(request.user, desk.organisation))
    page = page_of(request, queries.history_of(desk))
    return render(request, "network/desk_history.html", {"here": "network", "desk": desk, "page": page})
