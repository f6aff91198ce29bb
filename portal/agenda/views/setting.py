from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.permissions import require
from portal.limits.actions import TooMany, spend

from .. import actions
from ..forms import AppointmentForm, CancelForm
from ..models import Appointment
from ..permissions import appointment_for, can_cancel, can_change, can_set

EVENTS_A_DAY = 20
CHANGES_A_DAY = 60


def appointment_new(request: HttpRequest) -> HttpResponse:
    """Set an event."""
    user = request.user
    require(can_set(user))
    if request.method != "POST":
        start = {"audience": Appointment.Audience.PUBLIC, "territory": user.territory_id}
        return _form_page(request, AppointmentForm(initial=start, person=user))
    form = AppointmentForm(request.POST, person=user)
    if not form.is_valid() or not _may_go_on(form, f"event:{user.pk}", EVENTS_A_DAY):
        return _form_page(request, form)
    appointment = actions.set_appointment(form.told, by=user)
    form.note_override(by=user, place="agenda.appointment")
    messages.success(request, _("Fatto. L’evento è in calendario."), extra_tags="done:event-new")
    return redirect(appointment)


def appointment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an event; who comes is told."""
    user, appointment = request.user, appointment_for(request.user, pk)
    require(can_change(user, appointment))
    given = {"person": user, "appointment": appointment}
    if request.method != "POST":
        return _form_page(request, AppointmentForm(initial=AppointmentForm.initial_of(appointment), **given))
    form = AppointmentForm(request.POST, **given)
    if not form.is_valid() or not _may_go_on(form, f"event-change:{user.pk}", CHANGES_A_DAY):
        return _form_page(request, form)
    try:
        changed = actions.change_appointment(appointment, form.told, by=user)
    except actions.TooFewSeats as few:
        sentence = ngettext(
            "Una persona ha già detto che viene: i posti non possono essere meno.",
            "%(n)d persone hanno già detto che vengono: i posti non possono essere meno.",
            few.taken,
        )
        form.add_error("seats", sentence % {"n": few.taken})
    except actions.Over:
        form.add_error(None, _("Intanto l’evento è stato annullato, e così non si cambia. Il testo è qui."))
    if form.errors:
        return _form_page(request, form)
    form.note_override(by=user, place="agenda.appointment")
    words = _("Fatto. Chi viene riceve un avviso.")
    if changed.sequence == appointment.sequence:
        words = _("Va bene così: non è cambiato niente.")
    messages.success(request, words, extra_tags=f"done:event-{appointment.pk}")
    return redirect(appointment)


def _may_go_on(form, key: str, limit: int) -> bool:
    try:
        spend(key, limit=limit, seconds=24 * 3600)
    except TooMany:
        form.add_error(None, _("Oggi ne hai scritti molti. Riprova domani: il testo è qui."))
        return False
    return True


def _form_page(request: HttpRequest, form: AppointmentForm) -> HttpResponse:
    context = {"here": "events", "form": form, "appointment": form.appointment}
    status = 422 if form.is_bound else 200
    return render(request, "agenda/appointment_edit.html", context, status=status)


def appointment_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an event off, and say why."""
    user, appointment = request.user, appointment_for(request.user, pk)
    require(can_cancel(user, appointment))
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.cancel_appointment(appointment, form.cleaned_data["reason"], by=user)
            form.note_override(by=user, place="agenda.cancelled")
            messages.success(request, _("Fatto. L’evento è annullato e chi veniva riceve un avviso."))
        except actions.Over:
            messages.warning(request, _("Questo evento era già stato annullato."))
        return redirect(appointment)
    context = {"here": "events", "form": form, "appointment": appointment}
    return render(request, "agenda/appointment_cancel.html", context, status=422 if form.is_bound else 200)
