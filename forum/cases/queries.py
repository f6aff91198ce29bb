"""What the pages of the cases show."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.permissions import operators, visible_people
from portal.accounts.queries import with_names
from portal.guard.words import folded
from portal.vocabulary.models import Theme
from portal.vocabulary.queries import lies_in

from .models import BANDS, LABELS, SEVERAL, Case, CaseDraft, Entry, Reader, Reading
from .permissions import askable_people, readers_of, visible_cases, visible_drafts, visible_invitations

FOUND = 8  # colleagues shown by a search
OFFERED = 6  # colleagues named before any search
MOST_NAMES = 3000  # names looked through for one that is misspelt


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
    """Search the colleagues that may be asked, by name or handle; those who were asked already are left out.

    When nobody is called so, those whose names differ by an accent or by one letter.
    """
    askable = askable_people(user).exclude(pk__in=readers_of(case).values("person")).select_related("territory")
    words = words.split()[:4]
    found = list(with_names(askable, words)[:FOUND])
    if found or not words:
        return found
    names = askable.select_related(None).values_list("pk", "first_name", "last_name")[:MOST_NAMES]
    meant = _folded(words)
    close = [pk for pk, first, last in names if _sounds_like(meant, _folded(f"{first} {last}".split()))]
    return list(askable.filter(pk__in=close[:FOUND]))


def _folded(words: list[str]) -> list[str]:
    return [folded(word.replace("’", "'")) for word in words]


def _sounds_like(meant: list[str], name: list[str]) -> bool:
    return all(any(word in part or (len(word) > 3 and _one_letter_off(word, part)) for part in name) for word in meant)


def _one_letter_off(a: str, b: str) -> bool:
    """One letter more, one less, or another one in its place."""
    if abs(len(a) - len(b)) > 1:
        return False
    same = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[same + 1 :] == b[same + 1 :] or a[same:] == b[same + 1 :] or a[same + 1 :] == b[same:]


def who_could_help(user, case: Case) -> list[User]:
    """Name a few certified colleagues whom nobody asked yet: they know its themes, or work in its area.

    Of the case its themes and its area are looked at, of a person what her own page shows. Each comes with `in_common`,
    the themes. Who declined, left or was removed is not named again.
    """
    themes = Theme.objects.filter(Q(pk__in=case.themes.values("pk")) | Q(parent__in=case.themes.values("pk")))
    shared = User.competences.through.objects.filter(user=OuterRef("pk"), theme__in=themes)
    n = shared.order_by().values("user").annotate(n=Count("pk")).values("n")
    near = lies_in(case.area_id) if case.area_id else Q(pk=None)
    people = (
        visible_people(user)
        .filter(pk__in=askable_people(user).values("pk"))
        .filter(pk__in=operators().values("pk"))
        .exclude(pk__in=Reader.objects.filter(case=case).values("person"))
        .annotate(shared_n=Coalesce(Subquery(n), 0), is_near=Exists(User.objects.filter(near, pk=OuterRef("pk"))))
        .filter(Q(shared_n__gt=0) | Q(is_near=True))
    )
    return list(
        people.select_related("territory")
        .prefetch_related(Prefetch("competences", themes, to_attr="in_common"))
        .order_by("-shared_n", "-is_near", "last_name", "first_name", "pk")[:OFFERED]
    )


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
