"""What the pages of this room show."""

from dataclasses import dataclass

from django.db.models import QuerySet

from courses.models import CoursePage
from portal.accounts.models import JoinRequest, Qualification
from portal.accounts.permissions import coordinators, trainers, visible_join_requests

from .models import Certificate
from .papers.signature import is_sealed
from .permissions import certificate_by_code, visible_certificates


@dataclass(frozen=True)
class Answer:
    """What the public check says: `valid`, `expired`, `revoked`, or `unknown`, which carries nothing."""

    state: str
    certificate: Certificate | None = None


def answer_for(code: str) -> Answer:
    """Answer whoever holds a code. The same work is done whether it exists or not."""
    found = certificate_by_code(code)
    certificate = found or Certificate()
    # A row that was changed behind our back is no certificate.
    if not is_sealed(certificate) or found is None:
        return Answer("unknown")
    if found.is_revoked:
        return Answer("revoked", found)
    return Answer("expired" if found.is_expired else "valid", found)


def own_certificates(person) -> QuerySet[Certificate]:
    return Certificate.objects.filter(person=person).select_related("course")


def got_elsewhere(person) -> QuerySet[Qualification]:
    """What other bodies recognised her, recorded by a coordinator."""
    return Qualification.objects.filter(
        person=person, source=Qualification.Source.ELSEWHERE, withdrawn_at=None
    ).select_related("seen_by")


def issued_certificates(user) -> QuerySet[Certificate]:
    """What was issued around a trainer or a coordinator, her own aside."""
    return visible_certificates(user).exclude(person=user).select_related("person__territory")


def waiting_requests(user) -> QuerySet[JoinRequest]:
    return visible_join_requests(user).filter(state=JoinRequest.State.WAITING)


def answered_requests(user) -> QuerySet[JoinRequest]:
    """The last ones that were answered, so that two coordinators know of each other."""
    answered = visible_join_requests(user).exclude(state=JoinRequest.State.WAITING)
    return answered.select_related("answered_by").order_by("-answered_at")[:10]


def open_courses() -> QuerySet[CoursePage]:
    """The courses that a person can be let into."""
    return CoursePage.objects.live().filter(locale__language_code="it").order_by("path")


def who_may_have_seen() -> QuerySet:
    """Those whose word counts for a paper got elsewhere: coordinators and trainers."""
    return (coordinators() | trainers()).order_by("last_name", "first_name")
