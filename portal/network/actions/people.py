"""Who works where."""

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record

from ..events import STAFF_CHANGED
from ..models import Assignment, Desk, Organisation
from ..permissions import can_assign, can_relieve, forget_places


class AlreadyThere(Exception):
    """This person works there already."""


@transaction.atomic
def assign(organisation: Organisation, person: User, task: str, desk: Desk | None, *, by) -> Assignment:
    """Let a colleague work for a body, or at one of its desks.

    Args:
        organisation: the body.
        person: of the network; never oneself.
        task: an `Assignment.Task`; a referent is of the whole body.
        desk: one of the body's, or None for the body.
        by: who manages the body; a referent is named by who coordinates its territory, or the office.

    Raises:
        PermissionDenied: if `by` may not.
        AlreadyThere: if the person works there.
        ValueError: if the desk is of another body or closed, or a referent is put at a desk.
    """
    require(can_assign(by, organisation, person, task))
    if desk and (desk.organisation_id != organisation.pk or desk.closed_at):
        raise ValueError("a desk of this body that is open")
    if desk and task == Assignment.Task.REFERENT:
        raise ValueError("a referent is of the whole body")
    try:
        with transaction.atomic():
            made = Assignment.objects.create(
                organisation=organisation, desk=desk, person=person, task=task, assigned_by=by, since=now()
            )
    except IntegrityError as error:
        raise AlreadyThere from error
    forget_places(person)
    desk_key = desk.pk if desk else None
    note("organisation.assigned", by=by, subject=organisation, person=person.pk, task=task, desk=desk_key)
    record(STAFF_CHANGED, organisation, by=by, person=person.pk, task=task, desk=desk_key)
    return made


@transaction.atomic
def relieve(assignment: Assignment, *, by) -> None:
    """Say that somebody works there no more. A second time changes nothing.

    Raises:
        PermissionDenied: if `by` neither manages the body nor is the person herself.
    """
    require(can_relieve(by, assignment))
    end_place(assignment, by=by)


@transaction.atomic
def end_places(person: User) -> None:
    """End every place of a person who is an operator no more: by nobody. A second time changes nothing."""
    held = Assignment.objects.filter(person=person, ended_at=None).select_related("organisation", "person")
    for assignment in held:
        end_place(assignment, by=None)
    # Pages that she looked after in other ways have nobody now.
    for kept in (Organisation, Desk):
        kept.objects.filter(keeper=person).update(keeper=None)


def end_place(assignment: Assignment, *, by: User | None) -> None:
    if not Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=now(), ended_by=by):
        return
    forget_places(assignment.person)
    body = assignment.organisation
    labels = {"person": assignment.person_id, "task": assignment.task, "desk": assignment.desk_id}
    Organisation.objects.filter(pk=body.pk, keeper=assignment.person_id).update(keeper=None)
    Desk.objects.filter(organisation=body, keeper=assignment.person_id).update(keeper=None)
    note("organisation.relieved", by=by, subject=body, **labels)
    record(STAFF_CHANGED, body, by=by, ended=True, **labels)
