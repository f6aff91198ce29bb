"""What the pages of the cases show."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from portal.accounts.models import User

from .models import BANDS, LABELS, SEVERAL, Case, CaseDraft, Entry, Reader, Reading
from .permissions import askable_people, readers_of, visible_cases, visible_drafts, visible_invitations

FOUND = 8  # colleagues shown by a search


@dataclass
class Shelf:
    """The cases of one person, by what they are for her."""

    invitations: list[Reader] = field(default_factory=list)
    drafts: list[CaseDraft] = field(default_factory=list)
    mine: list[Case] = field(default_factory=list)
    read: list[Case] = field(default_factory=list)
    closed: list[Case] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.invitations or self.drafts or self.mine or self.read or self.closed)


def shelf_of(user) -> Shelf:
    """Sort the cases of one person: what waits, what is hers, what she reads, what is over."""
    shelf = Shelf(
        invitations=list(visible_invitations(user).select_related("invited_by__territory")),
        drafts=list(visible_drafts(user)),
    )
    cases = with_news(visible_cases(user), user).select_related("owner__territory", "area").prefetch_related("themes")
    for case in cases.order_by("-opened_at")[:200]:
        if not case.is_open:
            shelf.closed.append(case)
        elif case.owner_id == user.pk:
            shelf.mine.append(case)
        else:
            shelf.read.append(case)
    return shelf


def with_news(cases: QuerySet[Case], user) -> QuerySet[Case]:
    """Add `has_news`: somebody else wrote since she last read it."""
    last = Reading.objects.filter(case=OuterRef("case"), reader=user.pk).order_by("-at").values("at")[:1]
    new = Entry.objects.filter(case=OuterRef("pk"), withdrawn_at=None, hidden_at=None).exclude(author=user.pk)
    unread = new.annotate(read_at=Subquery(last)).filter(Q(read_at=None) | Q(written_at__gt=F("read_at")))
    return cases.annotate(has_news=Exists(unread))


def people_of(case: Case) -> list[Reader]:
    """Who reads a case or is asked to."""
    return list(readers_of(case).select_related("person__territory"))


def found_people(user, case: Case, words: str) -> list[User]:
    """Search the colleagues that may be asked, by name or handle; those who were asked already are left out."""
    people = askable_people(user)
    for word in words.split()[:4]:
        people = people.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(handle__icontains=word.lstrip("@"))
        )
    asked = readers_of(case).values("person")
    return list(people.exclude(pk__in=asked).select_related("territory")[:FOUND])


@dataclass(frozen=True)
class Opens:
    """How often one person opened a case."""

    person: User
    role: str
    first: datetime
    last: datetime
    case: int
    talk: int


def access_log(case: Case) -> list[Opens]:
    """Say who read a case, the last to read first: one line a person, two queries."""
    rows = list(
        Reading.objects.filter(case=case)
        .order_by()
        .values("reader", "role")
        .annotate(
            first=Min("at"),
            last=Max("at"),
            case_n=Count("pk", filter=Q(part=Reading.Part.CASE)),
            talk_n=Count("pk", filter=Q(part=Reading.Part.TALK)),
        )
        .order_by("-last")
    )
    people = User.objects.in_bulk([row["reader"] for row in rows])
    return [
        Opens(
            people[row["reader"]],
            Reading.Role(row["role"]).label,
            row["first"],
            row["last"],
            row["case_n"],
            row["talk_n"],
        )
        for row in rows
    ]


def silent_cases(user, before: datetime) -> QuerySet[Case]:
    """The open cases of an owner in which nobody wrote since a moment."""
    said = Entry.objects.filter(case=OuterRef("pk"), written_at__gt=before)
    return Case.objects.filter(~Exists(said), owner=user.pk, opened_at__lt=before).exclude(state=Case.State.CLOSED)


def situation_of(case: Case) -> list[tuple[str, str]]:
    """The bands that its owner gave, as label and words, in the order of the page."""
    facts = [(str(_("Zona")), case.area.label)] if case.area_id else []
    for name, choices in BANDS.items():
        value = getattr(case, name)
        given = value if name in SEVERAL else [value]
        words = [str(choice.label) for choice in choices if choice in given]
        if words and name != "tried":
            facts.append((str(LABELS[name]), ", ".join(words)))
    return facts


def tried_in(case: Case) -> list[str]:
    return [str(choice.label) for choice in BANDS["tried"] if choice in case.tried]
