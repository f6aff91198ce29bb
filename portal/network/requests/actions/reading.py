"""Read a request: each reading leaves a line in the audit, in the same transaction (reliability.md AU1)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from portal.accounts.models import User
from portal.audit.actions import note
from portal.clock import now

from ...models import Organisation
from ..models import HelpRequest, Line, Referral, Reply
from ..permissions import can_see_contact, can_work, request_for
from .words import opened, reach_of


def audit_name(request: HelpRequest) -> str:
    """Name a request in the audit: the same for the same one, and nothing when it is gone."""
    return salted_hmac("network.requests.audit", str(request.pk)).hexdigest()[:20]


@dataclass(frozen=True)
class Reach:
    """How to reach her."""

    value: str
    when: str
    may_say_who: bool


@dataclass(frozen=True)
class Said:
    """A line, open."""

    line: Line
    text: str


@dataclass(frozen=True)
class Passed:
    """A referral, open."""

    referral: Referral
    ask: str
    replies: list[tuple[Reply, str]]

    @property
    def organisation(self) -> Organisation:
        return self.referral.organisation


@dataclass(frozen=True)
class Opened:
    """A request as one person may see it: without its words, if she may only know that it is there."""

    request: HelpRequest
    is_read: bool
    name: str = ""
    text: str = ""
    reach: Reach | None = None
    said: list[Said] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)


@transaction.atomic
def read_request(code: str, *, by: User) -> Opened:
    """Open a request for who may see it."""
    request = request_for(by, code)
    if not request.is_readable:
        return Opened(request, is_read=False)
    sees_contact = can_see_contact(by, request)
    note("help.read", by=by, help=audit_name(request), contact=sees_contact)
    if request.has_news and can_work(by, request):
        HelpRequest.objects.filter(pk=request.pk).update(looked_at=now())
    return _opened(request, with_contact=sees_contact)


def story_of(request: HelpRequest) -> Opened:
    """Open a request for the person herself, who came with the receipt."""
    return _opened(request, with_contact=False)


def _opened(request: HelpRequest, *, with_contact: bool) -> Opened:
    lines = request.lines.select_related("author", "to", "desk")
    referrals = request.referrals.select_related("organisation").prefetch_related("replies")
    return Opened(
        request,
        is_read=True,
        name=opened(request, request.name),
        text=opened(request, request.text),
        reach=_reach(request) if with_contact else None,
        said=[Said(line, opened(request, line.words)) for line in lines],
        passed=[Passed(one, opened(request, one.ask), _replies(request, one)) for one in referrals],
    )


def _replies(request: HelpRequest, referral: Referral) -> list[tuple[Reply, str]]:
    return [(reply, opened(request, reply.words)) for reply in referral.replies.all()]


def _reach(request: HelpRequest) -> Reach | None:
    contact = getattr(request, "contact", None)
    if contact is None:
        return None
    return Reach(*reach_of(contact), contact.may_say_who)


@dataclass(frozen=True)
class Step:
    """One thing that happened, as the person reads it."""

    at: datetime | date
    kind: str  # sent, taken, answer, added, handover, moved, referred, accepted, refused, done, closed
    who: str = ""
    text: str = ""


def steps_of(story: Opened) -> list[Step]:
    """Tell a request as one plain story, in order of time."""
    request = story.request
    steps = [Step(request.sent_at, "sent", text=story.text)]
    first = request.taken_by.first_name if request.taken_by_id else ""
    last = next((said.line for said in reversed(story.said) if said.line.kind == Line.Kind.HANDOVER), None)
    if request.taken_at and (last is None or last.to_id is None and request.taken_at > last.written_at):
        steps.append(Step(request.taken_at, "taken", first))
    for said in story.said:
        line = said.line
        if line.kind == Line.Kind.HANDOVER:
            # Why is between colleagues.
            if line.desk_id:
                steps.append(Step(line.written_at, "moved", line.desk.name))
            else:
                steps.append(Step(line.written_at, "handover", line.to.first_name if line.to_id else ""))
        else:
            author = line.author.first_name if line.author_id else ""
            steps.append(Step(line.written_at, line.kind, author, said.text))
    for passed in story.passed:
        body = passed.organisation.name
        steps.append(Step(passed.referral.sent_at, "referred", body, passed.ask))
        steps += [Step(reply.written_at, reply.state, body, text) for reply, text in passed.replies]
    if request.closed_at:
        steps.append(Step(request.closed_at, "closed"))
    return sorted(steps, key=lambda step: step.at)
