"""Hear what happened in the rooms below, and ask for the entry to be looked at again."""

from courses.events import LESSON_PUBLISHED, LESSON_UNPUBLISHED
from forum.events import (
    MESSAGE_EDITED,
    MESSAGE_HIDDEN,
    MESSAGE_POSTED,
    MESSAGE_RESTORED,
    MESSAGE_WITHDRAWN,
    THREAD_CHANGED,
    THREAD_LOCKED,
    THREAD_OPENED,
    THREAD_REOPENED,
    THREAD_SOLVED,
    THREAD_WITHDRAWN,
)
from forum.pacts.events import PROGRAMME_CHANGED
from portal.accounts.events import JOINED, PROFILE_CHANGED, QUALIFIED, ROLE_WITHDRAWN, SHADOWING_BEGUN, SUSPENDED
from portal.agenda.events import APPOINTMENT_CANCELLED, APPOINTMENT_CHANGED, APPOINTMENT_SET
from portal.agenda.models import Appointment
from portal.clock import now
from portal.journal.actions import on
from portal.network.events import DESK_CHANGED, DESK_CHECKED, DESK_CLOSED, ORGANISATION_CHANGED
from portal.opportunities.events import (
    OPPORTUNITY_CHANGED,
    OPPORTUNITY_CHECKED,
    OPPORTUNITY_POSTED,
    OPPORTUNITY_WITHDRAWN,
)
from practices.events import ADOPTION_CHANGED, PRACTICE_ADOPTED, PRACTICE_PUBLISHED, PRACTICE_WITHDRAWN

from .actions import request


@on(PRACTICE_PUBLISHED, PRACTICE_ADOPTED, ADOPTION_CHANGED)
def index_practice(event) -> None:
    request([f"practice:{event.subject_id}"])


@on(PRACTICE_WITHDRAWN)
def take_practice_away(event) -> None:
    request([f"practice:{event.subject_id}"], removal=True)


@on(LESSON_PUBLISHED)
def index_lesson(event) -> None:
    request([f"lesson:{event.subject_id}"])


@on(LESSON_UNPUBLISHED)
def take_lesson_away(event) -> None:
    request([f"lesson:{event.subject_id}"], removal=True)


@on(THREAD_OPENED, THREAD_SOLVED, THREAD_REOPENED, THREAD_LOCKED, THREAD_CHANGED)
def index_thread(event) -> None:
    request([f"thread:{event.subject_id}"])


@on(THREAD_WITHDRAWN)
def take_thread_away(event) -> None:
    request([f"thread:{event.subject_id}"], removal=True)


@on(MESSAGE_POSTED, MESSAGE_RESTORED)
def index_thread_of_message(event) -> None:
    request([f"thread:{event.subject.thread_id}"])


@on(MESSAGE_EDITED, MESSAGE_WITHDRAWN, MESSAGE_HIDDEN)
def index_thread_without_old_words(event) -> None:
    """Words that were taken back are no longer found: before anything new."""
    request([f"thread:{event.subject.thread_id}"], removal=True)


@on(JOINED, QUALIFIED, SHADOWING_BEGUN, ROLE_WITHDRAWN, PROFILE_CHANGED)
def index_person(event) -> None:
    request([f"person:{event.subject_id}"])


@on(SUSPENDED)
def take_person_away(event) -> None:
    request([f"person:{event.subject_id}"], removal=True)


@on(OPPORTUNITY_POSTED, OPPORTUNITY_CHANGED, OPPORTUNITY_CHECKED)
def index_opportunity(event) -> None:
    request([f"opportunity:{event.subject_id}"])


@on(OPPORTUNITY_WITHDRAWN)
def take_opportunity_away(event) -> None:
    request([f"opportunity:{event.subject_id}"], removal=True)


@on(DESK_CHANGED, DESK_CHECKED)
def index_desk(event) -> None:
    request([f"desk:{event.subject_id}"])


@on(DESK_CLOSED)
def take_desk_away(event) -> None:
    request([f"desk:{event.subject_id}"], removal=True)


@on(ORGANISATION_CHANGED)
def index_body(event) -> None:
    """What carries its name: desks, opportunities, events."""
    body = event.subject
    named = [f"desk:{pk}" for pk in body.desks.values_list("pk", flat=True)]
    named += [f"opportunity:{pk}" for pk in body.opportunities.filter(withdrawn_at=None).values_list("pk", flat=True)]
    coming = Appointment.objects.filter(organisation=body, cancelled_at=None, ends_at__gte=now())
    named += [f"event:{pk}" for pk in coming.values_list("pk", flat=True)]
    request([f"body:{body.pk}", *named])


@on(APPOINTMENT_SET, APPOINTMENT_CHANGED)
def index_event(event) -> None:
    request([f"event:{event.subject_id}"])


@on(APPOINTMENT_CANCELLED)
def take_event_away(event) -> None:
    request([f"event:{event.subject_id}"], removal=True)


@on(PROGRAMME_CHANGED)
def index_programme(event) -> None:
    request([f"programme:{event.subject_id}"])
