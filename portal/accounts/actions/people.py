"""Change what a person says of herself; stop an account and let it go on."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record
from portal.live.bus import kick
from portal.vocabulary.models import Territory

from ..events import PROFILE_CHANGED, SUSPENDED
from ..models import User
from ..permissions import can_move, can_suspend, forget_standing, require
from .editors import mirror_groups


@transaction.atomic
def change_profile(person: User, fields: dict, *, competences=None) -> User:
    """Keep what a person says of herself.

    Args:
        fields: values by field name, already cleaned.
        competences: themes, or None to leave them.
    """
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    if competences is not None:
        person.competences.set(competences)
    record(PROFILE_CHANGED, person, by=person)
    return person


@transaction.atomic
def move_person(person: User, territory: Territory, *, by: User) -> User:
    """Say in which territory a person works: it decides which requests of citizens she is offered.

    Raises:
        PermissionDenied: if `by` coordinates elsewhere, or is the person.
    """
    require(can_move(by, person, territory))
    person.territory = territory
    person.save(update_fields=["territory"])
    note("person.moved", by=by, subject=person, territory=territory.slug)
    record(PROFILE_CHANGED, person, by=by)
    return person


@transaction.atomic
def suspend(person: User, *, why: str, by: User) -> None:
    """Stop an account at once: its sessions end and its open screens close.

    Raises:
        PermissionDenied: if `by` may not, or is the person.
    """
    require(can_suspend(by, person))
    person.is_active, person.suspended_at, person.suspended_why = False, now(), why
    person.save(update_fields=["is_active", "suspended_at", "suspended_why"])
    end_sessions(person)
    note("person.suspended", by=by, subject=person)
    record(SUSPENDED, person, by=by)


@transaction.atomic
def unsuspend(person: User, *, by: User) -> None:
    """Let a suspended account go on."""
    require(can_suspend(by, person))
    person.is_active, person.suspended_at, person.suspended_why = True, None, ""
    person.save(update_fields=["is_active", "suspended_at", "suspended_why"])
    forget_standing(person)
    # While she was stopped she had no standing, and whoever changed her roles meanwhile took her groups.
    mirror_groups(person)
    note("person.unsuspended", by=by, subject=person)
    # Her page is there again: whoever keeps a copy of it looks anew.
    record(PROFILE_CHANGED, person, by=by)


def end_sessions(person: User) -> None:
    """End every session of a person and close her sockets on all workers."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    transaction.on_commit(lambda: kick(person.pk), robust=True)
