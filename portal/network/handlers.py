"""Who hears of it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.events import ROLE_WITHDRAWN
from portal.accounts.models import User
from portal.accounts.permissions import is_operator
from portal.journal.actions import on
from portal.notifications.actions import notify

from .actions import end_places, unlist_who_lost_her_title
from .events import ERROR_REPORTED, STAFF_CHANGED
from .models import Correction, Organisation
from .permissions import who_answers


@on(ERROR_REPORTED)
def ask_who_looks_after_it(event) -> None:
    """Somebody says that a page is wrong: tell who can put it right. None of her words."""
    found = Correction.objects.select_related(
        "desk__territory__parent",
        "desk__organisation__territory__parent",
        "listing__person",
        "listing__territory__parent",
    )
    correction = found.filter(pk=event.subject_id, state=Correction.State.WAITING).first()
    if correction is None:
        return
    url = reverse("network:correction_answer", args=[correction.pk])
    for reader in who_answers(correction):
        with override(reader.language):
            text = _("Qualcuno segnala un errore in una pagina che curi.")
            notify(reader, "correction.reported", text, url, event)


@on(STAFF_CHANGED)
def tell_the_colleague(event) -> None:
    """A colleague hears that she works for a body now."""
    body = Organisation.objects.filter(pk=event.subject_id, closed_at=None).first()
    here = body and body.assignments.filter(person=event.labels["person"], ended_at=None).select_related("person")
    place = here.first() if here else None
    if event.labels.get("ended") or place is None or event.actor_id == place.person_id:
        return
    url = body.get_absolute_url()
    with override(place.person.language):
        text = _("Ora lavori per «%(body)s» anche in Snodo.") % {"body": body.name}
        notify(place.person, "organisation.assigned", text, url, event)


@on(ROLE_WITHDRAWN)
def take_off_who_is_no_operator_any_more(event) -> None:
    """Who lost her title is not found by citizens, and works nowhere: her number goes with it."""
    person = User.objects.filter(pk=event.subject_id).first()
    if person and not is_operator(person):
        unlist_who_lost_her_title(person)
        end_places(person)
