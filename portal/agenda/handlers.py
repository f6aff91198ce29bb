"""Who comes hears when an event changes, or is called off."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.clock import at
from portal.journal.actions import on
from portal.mail.actions import write_letter
from portal.notifications.actions import notify
from portal.notifications.models import Notification

from .events import APPOINTMENT_CANCELLED, APPOINTMENT_CHANGED
from .models import Appointment
from .permissions import visible_appointments, who_comes

# Who comes so soon may not look at Snodo before going: a letter too.
SOON = timedelta(hours=48)


@on(APPOINTMENT_CHANGED)
def tell_that_it_changed(event) -> None:
    appointment: Appointment = event.subject
    if appointment.cancelled_at or appointment.is_over:
        return
    for reader in _readers(event, "appointment.changed"):
        with override(reader.language):
            words = {"title": appointment.title, "when": appointment.span}
            if event.labels.get("moved"):
                text = _("È cambiato quando o dove: «%(title)s». Ora è %(when)s.") % words
            else:
                text = _("È cambiato qualcosa in «%(title)s». Quando e dove restano uguali.") % words
            _tell(event, reader, "appointment.changed", text)
            if event.labels.get("moved") and appointment.starts_at < event.happened_at + SOON:
                _write_that_it_moved(appointment, reader)


@on(APPOINTMENT_CANCELLED)
def tell_that_it_was_cancelled(event) -> None:
    appointment: Appointment = event.subject
    if not appointment.cancelled_at or appointment.is_over:
        return
    is_soon = appointment.starts_at < appointment.cancelled_at + SOON
    for reader in _readers(event, "appointment.cancelled"):
        with override(reader.language):
            text = _("Annullato: «%(title)s», %(when)s. Qui trovi il perché.") % {
                "title": appointment.title,
                "when": appointment.span,
            }
            _tell(event, reader, "appointment.cancelled", text)
            if is_soon:
                _write_that_it_is_off(appointment, reader)


def _readers(event, kind: str) -> list:
    """Those who come and may read it, but who did it; who heard of it already hears it no more."""
    appointment = event.subject
    told = Notification.objects.filter(event=event, kind=kind).values("reader")
    people = who_comes(appointment).exclude(pk=event.actor_id).exclude(pk__in=told)
    return [person for person in people if visible_appointments(person).filter(pk=appointment.pk).exists()]


def _tell(event, reader, kind: str, text: str) -> None:
    """A notice bears the time of what it tells, however late it is delivered."""
    with at(event.happened_at):
        notify(reader, kind, text, event.subject.get_absolute_url(), event)


def _write_that_it_moved(appointment: Appointment, reader) -> None:
    text = _(
        "Ciao %(name)s,\n\nun evento a cui vieni è cambiato: ora è %(when)s. Qui trovi quando e dove:\n\n%(address)s"
    )
    _write(appointment, reader, _("Un evento a cui vieni è cambiato"), text)


def _write_that_it_is_off(appointment: Appointment, reader) -> None:
    text = _("Ciao %(name)s,\n\nl’evento di %(when)s non si tiene più. Qui trovi qual è e il perché:\n\n%(address)s")
    _write(appointment, reader, _("Un evento a cui venivi non si tiene più"), text)


def _write(appointment: Appointment, reader, subject: str, text: str) -> None:
    """A letter says when, and no more: the rest is read inside."""
    address = settings.PUBLIC_URL + appointment.get_absolute_url()
    write_letter(reader, subject, text % {"name": reader.first_name, "when": appointment.span, "address": address})
