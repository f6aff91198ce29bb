"""What the events have for «Oggi»: where she goes today or tomorrow, and who comes to what she set."""

from datetime import datetime, time, timedelta

from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clock import ROME, now, today
from portal.ui.today import Item

from .models import Appointment
from .permissions import reads_members_events
from .queries import hers_with_people, she_comes_to

SOON = timedelta(hours=36)
MOST = 2


def items(user) -> list[Item]:
    if not reads_members_events(user):
        return []
    return [*_she_comes(user), *_who_comes(user)]


def _she_comes(user) -> list[Item]:
    found = she_comes_to(user, now() + SOON)[:MOST]
    return [
        Item(30, _title(appointment), _where(appointment), appointment.get_absolute_url(), _("Guarda"))
        for appointment in found
    ]


def _title(appointment: Appointment) -> str:
    starts = timezone.localtime(appointment.starts_at)
    words = {"title": appointment.title, "time": _clock(starts)}
    days = (starts.date() - today()).days
    if days < 1:
        return _("Oggi alle %(time)s: %(title)s") % words
    if days == 1:
        return _("Domani: %(title)s") % words
    return _("Dopodomani alle %(time)s: %(title)s") % words


def _where(appointment: Appointment) -> str:
    words = {"time": _clock(timezone.localtime(appointment.starts_at)), "place": appointment.place}
    if appointment.place:
        return _("Alle %(time)s. %(place)s") % words
    return _("Alle %(time)s, in video.") % words


def _clock(moment: datetime) -> str:
    return format_date(moment, "G" if not moment.minute else "G:i")


def _who_comes(user) -> list[Item]:
    """What she set for tomorrow, if somebody comes."""
    midnight = datetime.combine(today() + timedelta(days=1), time(), ROME)
    after = datetime.combine(today() + timedelta(days=2), time(), ROME)
    found = []
    for appointment in hers_with_people(user, midnight, after)[:MOST]:
        words = {"title": appointment.title, "n": appointment.coming}
        text = ngettext(
            "«%(title)s» è domani: viene una persona.",
            "«%(title)s» è domani: vengono in %(n)d.",
            appointment.coming,
        )
        url = appointment.get_absolute_url() + "#chi-viene"
        found.append(Item(45, _("Guarda chi viene"), text % words, url, _("Guarda")))
    return found
