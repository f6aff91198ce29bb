"""Recognise and appoint people."""

from datetime import date

from django.db import transaction

from portal.audit.actions import note
from portal.clock import now, today
from portal.journal.actions import record
from portal.live.bus import kick

from ..events import QUALIFIED, ROLE_GRANTED, ROLE_WITHDRAWN, SHADOWING_BEGUN
from ..models import Qualification, Role, User
from ..permissions import can_grant, forget_standing, require
from .editors import mirror_groups
from .joining import join_network


@transaction.atomic
def qualify(
    person: User,
    kind: str,
    *,
    source: str = Qualification.Source.OURS,
    title: str = "",
    issuer: str = "",
    number: str = "",
    issued_on: date | None = None,
    valid_until: date | None = None,
    seen_by: User | None = None,
    by: User | None = None,
) -> Qualification:
    """Make a person an operator: her certification is recorded and takes the place of a shadowing.

    Args:
        person: who is recognised.
        kind: TED or ACTIVATOR.
        source: ours, or elsewhere; the latter needs `seen_by`, who saw the paper.
        title, issuer, number: as they stand on the paper.
        issued_on: the day on the paper; today if not given.
        valid_until: last day of validity, if it ends.
        by: who recorded it; None is the portal.

    Returns:
        The valid qualification; the one already there if she was certified before.
    """
    found = Qualification.objects.select_for_update().filter(person=person, kind=kind, withdrawn_at=None).first()
    if found and found.is_valid and found.state == Qualification.State.CERTIFIED:
        return found
    if found:
        found.withdrawn_at = now()
        found.save(update_fields=["withdrawn_at"])
    qualification = Qualification.objects.create(
        person=person,
        kind=kind,
        state=Qualification.State.CERTIFIED,
        source=source,
        title=title,
        issuer=issuer,
        number=number,
        issued_on=issued_on or today(),
        valid_until=valid_until,
        seen_by=seen_by,
    )
    join_network(person)
    _recognise(person)
    note("person.qualified", by=by, subject=person, kind=kind, source=source)
    record(QUALIFIED, person, by=by, kind=kind, source=source)
    return qualification


@transaction.atomic
def begin_shadowing(person: User, kind: str, *, by: User | None = None) -> Qualification:
    """Let a person into the network while a senior trainer works beside her."""
    found = Qualification.objects.filter(person=person, kind=kind, withdrawn_at=None).first()
    if found:
        return found
    qualification = Qualification.objects.create(
        person=person, kind=kind, state=Qualification.State.IN_SHADOWING, issued_on=today()
    )
    join_network(person)
    _recognise(person)
    record(SHADOWING_BEGUN, person, by=by, kind=kind)
    return qualification


@transaction.atomic
def withdraw_qualification(qualification: Qualification, *, by: User | None = None) -> None:
    """Take a recognition back, after a certificate was revoked."""
    qualification.withdrawn_at = now()
    qualification.save(update_fields=["withdrawn_at"])
    _recognise(qualification.person)
    note("person.qualification_withdrawn", by=by, subject=qualification.person, kind=qualification.kind)
    record(ROLE_WITHDRAWN, qualification.person, by=by, kind=qualification.kind)


@transaction.atomic
def end_qualification(qualification: Qualification) -> bool:
    """Do what follows when the last day of a recognition has passed. The row stays: it says until when.

    Returns:
        False if it was done before, or by another worker.
    """
    person = User.objects.select_for_update().get(pk=qualification.person_id)
    before = person.recognised
    _recognise(person)
    if person.recognised == before:
        return False
    transaction.on_commit(lambda: kick(person.pk), robust=True)
    note("person.qualification_ended", subject=person, kind=qualification.kind)
    record(ROLE_WITHDRAWN, person, kind=qualification.kind)
    return True


def _recognise(person: User) -> None:
    """Keep the words shown beside a person's name in step with her qualifications."""
    forget_standing(person)
    held = [held for held in Qualification.objects.filter(person=person, withdrawn_at=None) if held.is_valid]
    certified = sorted({held.kind for held in held if held.state == Qualification.State.CERTIFIED}, reverse=True)
    person.recognised = " ".join(certified) or ("SHADOWING" if held else "")
    person.save(update_fields=["recognised"])


@transaction.atomic
def grant_role(person: User, kind: str, *, place: str = "", until: date | None = None, by: User | None) -> Role:
    """Appoint a person.

    Args:
        person: who is appointed; never `by` herself.
        kind: a `Role.Kind`.
        place: a course's slug for a trainer, a territory's for a coordinator; empty for the whole network.
        until: last day, if it ends.
        by: who appoints; None only when an installation or the demo is born.

    Raises:
        PermissionDenied: if `by` may not give this role, or gives it to herself.
    """
    require(by is None or (can_grant(by, kind, person, place) and by.pk != person.pk))
    held = Role.objects.filter(person=person, kind=kind, place=place, withdrawn_at=None).first()
    if held and held.is_valid:
        return held
    if held:
        held.withdrawn_at = now()
        held.save(update_fields=["withdrawn_at"])
    role = Role.objects.create(person=person, kind=kind, place=place, until=until, granted_by=by)
    forget_standing(person)
    mirror_groups(person)
    note("role.granted", by=by, subject=person, kind=kind, place=place)
    record(ROLE_GRANTED, person, by=by, kind=kind, place=place)
    return role


@transaction.atomic
def withdraw_role(role: Role, *, by: User) -> None:
    """End an appointment today.

    Raises:
        PermissionDenied: if `by` could not have given it.
    """
    require(can_grant(by, role.kind, role.person, role.place))
    if role.withdrawn_at:
        return
    role.withdrawn_at, role.withdrawn_by = now(), by
    role.save(update_fields=["withdrawn_at", "withdrawn_by"])
    forget_standing(role.person)
    mirror_groups(role.person)
    note("role.withdrawn", by=by, subject=role.person, kind=role.kind, place=role.place)
    record(ROLE_WITHDRAWN, role.person, by=by, kind=role.kind, place=role.place)


@transaction.atomic
def end_role(role: Role) -> bool:
    """Do what follows when the last day of an appointment has passed: it is withdrawn, by nobody.

    Returns:
        False if it was done before, or by another worker.
    """
    held = Role.objects.select_for_update(of=("self",)).select_related("person")
    role = held.filter(pk=role.pk, withdrawn_at=None, until__lt=today()).first()
    if role is None:
        return False
    role.withdrawn_at = now()
    role.save(update_fields=["withdrawn_at"])
    forget_standing(role.person)
    mirror_groups(role.person)
    note("role.ended", subject=role.person, kind=role.kind, place=role.place)
    record(ROLE_WITHDRAWN, role.person, kind=role.kind, place=role.place)
    return True
