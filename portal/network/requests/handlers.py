"""Who is told of a request: that there is one, and never a word of it."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.accounts.permissions import coordinators, operators
from portal.clock import now
from portal.journal.actions import on
from portal.mail.actions import write_letter
from portal.notifications.actions import notify
from portal.notifications.models import Notification
from portal.vocabulary.queries import lies_in

from ..events import DESK_CLOSED, STAFF_CHANGED
from .actions import NEW
from .events import HELP_ADDED, HELP_HANDED_OVER, HELP_JUDGED, HELP_REQUESTED
from .models import HelpRequest
from .permissions import can_read, can_work

# An event that is heard later than this is no news.
LATE = timedelta(days=7)


@on(HELP_REQUESTED)
def tell_who_can_take_it(event) -> None:
    """Each notice leads to the queue. Of an area's request people hear in the portal; a desk also by letter."""
    if event.happened_at > now() - LATE:
        _tell_who_can_take(event.subject, event)


def _tell_who_can_take(request: HelpRequest, event) -> None:
    if request.state != HelpRequest.State.WAITING:
        return
    url = reverse("requests:queue")
    for person in _who_can_take(request).exclude(pk=event.actor_id):
        with override(person.language):
            # A letter at a time: the queue shows them all.
            was_told = Notification.objects.filter(reader=person, kind=NEW, read_at=None).exists()
            notify(person, NEW, _("C’è una richiesta da prendere."), url, event)
            if not request.is_to_area and not was_told:
                _write(person)


def _who_can_take(request: HelpRequest) -> QuerySet[User]:
    if request.desk_id:
        here = Q(assignments__desk=request.desk_id, assignments__ended_at=None)
    elif request.listing_id:
        here = Q(pk=request.listing.person_id)
    else:
        here = lies_in(request.area_id)
    return operators().filter(here).distinct()


@on(HELP_ADDED)
def tell_who_follows_it(event) -> None:
    request: HelpRequest = event.subject
    if not request.taken_by_id or not request.is_open or event.happened_at < now() - LATE:
        return
    if not can_work(request.taken_by, request):
        return _tell_who_entrusts(request, event)
    url, person = request.get_absolute_url(), request.taken_by
    if Notification.objects.filter(reader=person, event=event).exists():
        return  # heard already, and read meanwhile
    with override(person.language):
        if not Notification.objects.filter(reader=person, url=url, read_at=None).exists():
            notify(person, "help.added", _("Una persona che segui ti ha scritto."), url, event)
            _write(person)


@on(HELP_JUDGED)
def tell_who_followed_it(event) -> None:
    """She says that it did not help: who followed it hears, and may still call."""
    request: HelpRequest = event.subject
    person = request.taken_by
    if event.labels["helped"] != HelpRequest.Helped.NO or not person or not can_read(person, request):
        return
    with override(person.language):
        text = _("Una persona dice che non è servito.")
        notify(person, "help.judged", text, request.get_absolute_url(), event)


@on(DESK_CLOSED)
def tell_what_waits_at_a_closed_desk(event) -> None:
    """Nobody works there any more: what waits is given to others by who coordinates."""
    for request in HelpRequest.objects.filter(desk=event.subject_id, state=HelpRequest.State.WAITING):
        Notification.objects.filter(event__subject_id=str(request.pk), kind=NEW, read_at=None).delete()
        _tell_who_entrusts(request, event)


def _tell_who_entrusts(request: HelpRequest, event) -> None:
    """Nobody here can go on with it: who coordinates gives it to another."""
    for person in coordinators(request.area):
        with override(person.language):
            text = _("C’è una richiesta da affidare a qualcuno.")
            notify(person, NEW, text, reverse("requests:queue") + "#affidare", event)


@on(STAFF_CHANGED)
def take_back_from_who_left(event) -> None:
    """Who works at a desk no more is not left with notices of what waits there."""
    if event.labels.get("ended") and event.labels.get("desk"):
        waiting = HelpRequest.objects.filter(desk=event.labels["desk"]).values_list("pk", flat=True)
        told = Notification.objects.filter(reader=event.labels["person"], kind=NEW, read_at=None)
        told.filter(event__subject_id__in=[str(pk) for pk in waiting]).delete()


@on(HELP_HANDED_OVER)
def tell_who_follows_it_now(event) -> None:
    """Who follows it now; whoever can take it, if it was put back; who followed it, if it was given to another."""
    request: HelpRequest = event.subject
    to, was = event.labels.get("to"), event.labels.get("was")
    if to is None:
        _tell_who_can_take(request, event)
    elif request.taken_by_id == to:
        with override(request.taken_by.language):
            text, url = _("Ora una richiesta la segui tu."), request.get_absolute_url()
            notify(request.taken_by, "help.handed_over", text, url, event)
    before = User.objects.filter(pk=was).first() if was and was != to else None
    if before:
        with override(before.language):
            text = _("Una richiesta che seguivi ora la segue un’altra persona: l’ha deciso chi coordina.")
            notify(before, "help.taken_away", text, reverse("requests:queue"), event)


def _write(person: User) -> None:
    write_letter(
        person,
        _("Ti aspetta una novità"),
        _("C’è una novità per te in Snodo. Entra per leggerla:\n\n%(address)s")
        % {"address": settings.PUBLIC_URL + reverse("requests:queue")},
    )
