"""Who takes part in a case hears that there is news, and not a word more (security.md R29)."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.clock import now
from portal.journal.actions import on
from portal.mail.actions import write_letter
from portal.notifications.actions import notify
from portal.notifications.models import Notification

from .events import CASE_CHANGED, CASE_CLOSED, ENTRY_WRITTEN, READER_INVITED, READER_JOINED
from .models import Case, Entry
from .permissions import reading_people, visible_invitations

# An event that is heard later than this is no news.
NEWS = timedelta(days=7)


@on(READER_INVITED)
def tell_the_invited(event) -> None:
    case, person = event.subject, User.objects.filter(pk=event.labels["person"]).first()
    # As it is now: an invitation that was withdrawn meanwhile is told to nobody.
    if _is_old(event) or person is None or not visible_invitations(person).filter(case=case).exists():
        return
    with override(person.language):
        url = reverse("cases:invitation_show", args=[case.code])
        text = _("Ti aspetta l’invito a una consultazione.")
        if not Notification.objects.filter(reader=person, url=url).exists():
            notify(person, "case.invited", text, url, event)
            write_letter(
                person,
                _("Ti aspetta una novità"),
                _("C’è una novità in una consultazione. Entra per leggerla:\n\n%(address)s")
                % {"address": settings.PUBLIC_URL + reverse("notifications:notifications")},
            )


@on(READER_JOINED, ENTRY_WRITTEN, CASE_CHANGED, CASE_CLOSED)
def tell_who_takes_part(event) -> None:
    """All who read it but who did it. One notice of a case waits at a time."""
    case: Case = event.subject
    if _is_old(event):
        return
    people = reading_people(case).exclude(pk=event.actor_id)
    if event.kind == READER_JOINED:
        people = people.filter(pk=case.owner_id)
    elif event.kind == CASE_CHANGED and event.labels.get("flagged"):
        people = people.filter(pk__in=_who_can_put_it_right(case, event.labels["flagged"]))
    waiting = set(
        Notification.objects.filter(kind="case.news", url__contains=f"/{case.code}/", read_at=None).values_list(
            "reader", flat=True
        )
    )
    for person in people:
        if person.pk not in waiting:
            with override(person.language):
                text = _("C’è una novità in una consultazione a cui partecipi.")
                notify(person, "case.news", text, case.get_absolute_url(), event)


def _who_can_put_it_right(case: Case, flagged: str) -> list[int]:
    entry = None if flagged == "words" else Entry.objects.filter(case=case, pk=flagged).first()
    return [case.owner_id, *([entry.author_id] if entry else [])]


def _is_old(event) -> bool:
    return event.happened_at < now() - NEWS
