"""Who may know of a case: its owner, and the people she asked by name who took the pledge. Nobody else.

No coordinator, no moderator, no trainer, no staff (decisions.md 17; security.md R26). What one may not read does not
exist: 404. A reader must also be in the network now.
"""

from collections.abc import Callable, Collection

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.accounts.models import User
from portal.accounts.permissions import is_in_network, is_operator, network, operators, require
from portal.clock import now
from practices.permissions import can_write

from .models import Case, CaseDraft, Entry, Reader

__all__ = ["require"]

_STANDING = Q(declined_at=None, left_at=None, removed_at=None)

# Who works beside whom in a shadowing: the courses, a floor above, tell us.
_shadowed: list[Callable[[User], Collection[int]]] = []


def tells_who_is_shadowed(ask: Callable[[User], Collection[int]]) -> Callable[[User], Collection[int]]:
    """Let a room say beside which people a senior trainer works now: their keys."""
    _shadowed.append(ask)
    return ask


def _beside(senior) -> set[int]:
    return {pk for ask in _shadowed for pk in ask(senior)}


# ── the room ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def can_see_cases(user) -> bool:
    """Who is in the network; who left it still finds the cases she owns, to close them."""
    return is_in_network(user) or (user.is_authenticated and user.is_active and visible_cases(user).exists())


def can_open_case(user) -> bool:
    """Only operators own cases."""
    return is_operator(user)


# ── a case ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def visible_cases(user) -> QuerySet[Case]:
    """The cases that `user` may read: the set twin of `can_read`."""
    if not user.is_authenticated or not user.is_active:
        return Case.objects.none()
    hers = Q(owner=user.pk)
    if is_in_network(user):
        reading = Reader.objects.filter(_STANDING, person=user.pk, accepted_at__isnull=False)
        hers |= Q(pk__in=reading.values("case"))
    return Case.objects.filter(hers)


def can_read(user, case: Case) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    if owns(user, case):
        return True
    return is_in_network(user) and case.readers.filter(_STANDING, person=user.pk, accepted_at__isnull=False).exists()


def case_for(user, code: str) -> Case:
    """The only door to a case."""
    return get_object_or_404(visible_cases(user).select_related("owner__territory", "area"), code=code)


def own_case_for(user, code: str) -> Case:
    """The door to what only its owner may do: a reader gets 403, anybody else 404."""
    case = case_for(user, code)
    require(owns(user, case))
    return case


def owns(user, case: Case) -> bool:
    return bool(user.is_authenticated and user.is_active and case.owner_id == user.pk)


def can_change(user, case: Case) -> bool:
    """Word it anew, close it, ask the network: its owner, while it is open."""
    return owns(user, case) and case.is_open


def can_reword(user, case: Case) -> bool:
    """Its owner, while it is open; and afterwards too what was hidden because one understood who it was."""
    return owns(user, case) and (case.is_open or case.words_hidden_at is not None)


def can_make_practice(user, case: Case) -> bool:
    """What was learnt from a closed case becomes a new sheet, by its owner."""
    return owns(user, case) and not case.is_open and can_write(user)


# ── readers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def readers_of(case: Case) -> QuerySet[Reader]:
    """Who reads or is asked to; who declined, left or was removed is not among them."""
    return Reader.objects.filter(_STANDING, case=case)


def reading_people(case: Case) -> QuerySet[User]:
    """Everybody who may read a case now, the owner included: `can_read`, asked from the other side."""
    accepted = Reader.objects.filter(_STANDING, case=case, accepted_at__isnull=False)
    in_network = Q(pk__in=accepted.values("person")) & Q(pk__in=network().values("pk"))
    return User.objects.filter(Q(pk=case.owner_id) | in_network, is_active=True)


def askable_people(user) -> QuerySet[User]:
    """Whom `user` may ask to read her cases: the set twin of `can_ask`."""
    if not is_operator(user):
        return User.objects.none()
    return (operators() | network().filter(pk__in=_beside(user))).exclude(pk=user.pk)


def can_ask(user, person: User) -> bool:
    """Operators; who is in shadowing only by the senior trainer who works beside her."""
    if not is_operator(user) or person.pk == user.pk:
        return False
    return is_operator(person) or (is_in_network(person) and person.pk in _beside(user))


def visible_invitations(user) -> QuerySet[Reader]:
    """The invitations that wait for `user`: the set twin of `can_answer`."""
    if not is_in_network(user):
        return Reader.objects.none()
    return Reader.objects.filter(_STANDING, person=user.pk, accepted_at=None, expires_at__gt=now())


def can_answer(user, reader: Reader) -> bool:
    return reader.person_id == user.pk and reader.waits and is_in_network(user)


def invitation_for(user, code: str) -> Reader:
    """The only door to an invitation: by the code of its case, for the person it names."""
    return get_object_or_404(visible_invitations(user).select_related("case", "invited_by__territory"), case__code=code)


def reader_for(case: Case, pk) -> Reader:
    """A reader of this case; of another one she does not exist."""
    return get_object_or_404(readers_of(case).select_related("person__territory", "case"), pk=pk)


# ── what is written ──────────────────────────────────────────────────────────────────────────────────────────────────


def can_write_entry(user, case: Case) -> bool:
    return case.is_open and can_read(user, case)


def visible_entries(user, case: Case) -> QuerySet[Entry]:
    """What `user` reads of the talk: what was hidden only its author and the owner see."""
    entries = Entry.objects.filter(case=case, withdrawn_at=None)
    if not can_read(user, case):
        return entries.none()
    return entries if owns(user, case) else entries.filter(Q(hidden_at=None) | Q(author=user.pk))


def can_read_entry(user, entry: Entry) -> bool:
    if entry.withdrawn_at or not can_read(user, entry.case):
        return False
    return entry.hidden_at is None or owns(user, entry.case) or entry.author_id == user.pk


def entry_for(user, code: str, pk) -> Entry:
    """The only door to an entry: by its case and its key together."""
    case = case_for(user, code)
    entry = get_object_or_404(visible_entries(user, case).select_related("author__territory"), pk=pk)
    entry.case = case
    return entry


def can_edit_entry(user, entry: Entry) -> bool:
    """Who wrote it, while the case is open; and afterwards too what was hidden because one understood who it was."""
    hers = entry.author_id == user.pk and entry.withdrawn_at is None and can_read(user, entry.case)
    return hers and (entry.case.is_open or entry.hidden_at is not None)


def can_withdraw_entry(user, entry: Entry) -> bool:
    """Who wrote it, also when the case is closed; and the owner, of her own case while it is open."""
    mine = entry.author_id == user.pk or can_change(user, entry.case)
    return mine and entry.withdrawn_at is None and can_read(user, entry.case)


def can_take_up(user, entry: Entry) -> bool:
    """«Ci provo»: the owner, of somebody's recommendation."""
    return (
        can_change(user, entry.case)
        and entry.kind == Entry.Kind.RECOMMENDATION
        and entry.withdrawn_at is None
        and entry.hidden_at is None
    )


def can_flag(user, case: Case) -> bool:
    """«Si capisce chi è»: every reader."""
    return can_read(user, case)


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def visible_drafts(user) -> QuerySet[CaseDraft]:
    if not can_open_case(user):
        return CaseDraft.objects.none()
    return CaseDraft.objects.filter(owner=user.pk, expires_at__gt=now())


def draft_for(user, pk) -> CaseDraft:
    return get_object_or_404(visible_drafts(user), pk=pk)
