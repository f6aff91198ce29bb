from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import require
from portal.limits.actions import spend

from .. import actions, queries
from ..feeds import calendar_text, dated_of
from ..permissions import appointment_for, can_have_calendar

READINGS_AN_HOUR = 60
NEW_ADDRESSES_A_DAY = 20


@login_not_required
@require_safe
def appointment_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One event for a calendar. The video link is not in it: the file goes from hand to hand."""
    appointment = appointment_for(request.user, pk)
    response = _calendar(calendar_text([dated_of(appointment)], name=appointment.title))
    response.headers["Content-Disposition"] = f'attachment; filename="evento-{appointment.pk}.ics"'
    return response


def calendar(request: HttpRequest) -> HttpResponse:
    """The private address of my calendar; it is made when I ask for it."""
    user = request.user
    require(can_have_calendar(user))
    if request.method == "POST":
        actions.calendar_of(user, by=user)
        messages.success(request, _("Fatto. Il tuo indirizzo è qui sotto."))
        return redirect("agenda:calendar")
    key = queries.key_of(user)
    address = settings.PUBLIC_URL + reverse("agenda:calendar_feed", args=[key.token]) if key else ""
    # What a telephone opens with its calendar.
    webcal = "webcal" + address.removeprefix("https").removeprefix("http") if key else ""
    context = {"here": "events", "key": key, "address": address, "webcal": webcal}
    return render(request, "agenda/calendar.html", context)


@require_POST
def calendar_renew(request: HttpRequest) -> HttpResponse:
    """A new address: the old one leads nowhere."""
    user = request.user
    require(can_have_calendar(user))
    spend(f"calendar-renew:{user.pk}", limit=NEW_ADDRESSES_A_DAY, seconds=24 * 3600)
    actions.renew_calendar(user, by=user)
    messages.success(request, _("Fatto. L’indirizzo di prima non funziona più: metti questo nel tuo calendario."))
    return redirect("agenda:calendar")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar, for the program that holds its address."""
    key = queries.key_for(token)
    if key is None:
        raise Http404
    # Counted by person: the address is written nowhere else.
    spend(f"calendar:{key.person_id}", limit=READINGS_AN_HOUR, seconds=3600)
    with override(key.person.language):
        text = calendar_text(queries.dates_of(key.person), name=_("Snodo: i miei eventi"))
    response = _calendar(text)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _calendar(text: bytes) -> HttpResponse:
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
