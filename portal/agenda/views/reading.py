from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.clock import today
from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of

from .. import queries
from ..models import Appointment
from ..permissions import (
    appointment_for,
    can_cancel,
    can_change,
    can_come,
    can_have_calendar,
    can_see_who_comes,
    can_set,
    may_say,
    reads_members_events,
    sees_link,
)


@login_not_required
@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """The events that come, day by day; the past ones are a step away."""
    user, query = request.user, request.GET
    page = page_of(request, queries.listed(user, query))
    days = [(day, list(found)) for day, found in groupby(page, key=_day_of)]
    context = {
        "here": "events",
        "page": page,
        "days": days,
        "today": today(),
        "kinds": Appointment.Kind,
        "past": bool(query.get("passati")),
        "mine": bool(query.get("miei")) and user.is_authenticated,
        "narrowed": any(query.get(param) for param in ("tipo", "territorio", "tema")),
        "may_set": can_set(user),
        "may_say": reads_members_events(user),
        "may_have_calendar": can_have_calendar(user),
        **queries.choices(user),
    }
    response = render(request, "agenda/appointments.html", context)
    response.may_be_indexed = True
    return response


def _day_of(appointment: Appointment):
    return timezone.localtime(appointment.starts_at).date()


@login_not_required
@require_safe
def appointment_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: what, when, where, and whether I come."""
    user = request.user
    appointment = queries.seats_of(appointment_for(user, pk), user)
    if user.is_authenticated:
        mark_read(user, url=request.path)
    sees_who = can_see_who_comes(user, appointment)
    context = {
        "here": "events",
        "appointment": appointment,
        "themes": appointment.themes.all(),
        "may_come": can_come(user, appointment),
        "may_say": may_say(user, appointment),
        "may_change": can_change(user, appointment),
        "may_cancel": can_cancel(user, appointment),
        "sees_who": sees_who,
        "comings": queries.comings_of(appointment) if sees_who else (),
        "sees_link": bool(appointment.link) and sees_link(user, appointment),
    }
    response = render(request, "agenda/appointment.html", context)
    response.may_be_indexed = appointment.audience == Appointment.Audience.PUBLIC
    return response
