"""Keep the pages of the desks: what they do, when they are open, how they are reached."""

from collections.abc import Iterable
from datetime import time

from django.db import transaction

from portal.accounts.permissions import require
from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record

from ..events import DESK_CHANGED, DESK_CHECKED, DESK_CLOSED
from ..models import Desk, DeskService, OpeningHours, Organisation
from ..permissions import can_check, can_manage, can_move, can_place
from .kept import looked_at, put, save_new
from .people import end_place

FIELDS = (
    "name", "territory", "about", "address", "directions", "phone", "email", "in_person", "remote", "remote_how",
    "notice", "takes_requests",
)  # fmt: skip
MOST_SERVICES = 8
MOST_HOURS = 10

Service = tuple[str, int]  # what is done, in people's words, and the key of its theme
Hours = tuple[int, time, time, bool]  # day of the week, from, to, whether it is remote


@transaction.atomic
def open_desk(
    organisation: Organisation,
    fields: dict,
    *,
    by,
    services: Iterable[Service] = (),
    hours: Iterable[Hours] = (),
    is_example: bool = False,
) -> Desk:
    """Add a desk to a body: citizens find it at once.

    Args:
        organisation: whose desk it is.
        fields: name, territory, address (where one goes in person); about, directions, phone, email, in_person,
            remote, remote_how, notice, takes_requests, languages.
        by: who manages the body; outside its area, who coordinates there too.
        services: up to eight.
        hours: up to ten stretches of the week.
        is_example: made up for the demo.

    Raises:
        PermissionDenied: if `by` may not.
        ValueError: if there are too many services or hours.
    """
    require(can_manage(by, organisation) and can_place(by, organisation, fields["territory"]))
    desk = Desk(organisation=organisation, is_example=is_example)
    changed = put(desk, {name: fields[name] for name in FIELDS if name in fields})
    looked_at(desk, by=by)
    save_new(desk, fields["name"])
    changed += _put_rows(desk, fields, services, hours)
    record(DESK_CHANGED, desk, by=by, fields=changed, is_new=True)
    return desk


@transaction.atomic
def change_desk(
    desk: Desk,
    fields: dict,
    *,
    by,
    services: Iterable[Service] | None = None,
    hours: Iterable[Hours] | None = None,
) -> Desk:
    """Change the page of a desk; whoever changes it has also looked at it.

    Args:
        desk: as it is now.
        fields: those of `open_desk`; what is not named stays.
        by: who works there, or manages the body. To move it she must have a say where it was and where it goes.
        services: all of them, in order; None leaves them as they are.
        hours: all of them; None leaves them as they are.

    Raises:
        PermissionDenied: if `by` may not.
        ValueError: if there are too many services or hours.
    """
    require(can_check(by, desk))
    desk = Desk.objects.select_for_update().get(pk=desk.pk)
    may_move, was = can_move(by, desk), desk.territory
    changed = put(desk, {name: fields[name] for name in FIELDS if name in fields})
    if "territory" in changed:
        require(may_move and can_place(by, desk.organisation, desk.territory))
        note("desk.moved", by=by, subject=desk.organisation, was=was.slug, to=desk.territory.slug)
    looked_at(desk, by=by)
    desk.save()
    changed += _put_rows(desk, fields, services, hours)
    record(DESK_CHANGED, desk, by=by, fields=changed)
    return desk


@transaction.atomic
def check_desk(desk: Desk, *, by) -> None:
    """«È tutto giusto».

    Raises:
        PermissionDenied: if `by` neither works there nor manages the body.
    """
    require(can_check(by, desk))
    looked_at(desk, by=by)
    desk.save(update_fields=["checked_at", "checked_by", "keeper"])
    record(DESK_CHECKED, desk, by=by)


@transaction.atomic
def close_desk(desk: Desk, *, by) -> None:
    """Take a desk off for good: nobody finds it any more. Closing it again changes nothing.

    Raises:
        PermissionDenied: if `by` does not manage its body.
    """
    require(can_manage(by, desk.organisation))
    if Desk.objects.filter(pk=desk.pk, closed_at=None).update(closed_at=now()):
        for assignment in desk.assignments.filter(ended_at=None).select_related("organisation", "person"):
            end_place(assignment, by=by)
        note("desk.closed", by=by, subject=desk)
        record(DESK_CLOSED, desk, by=by)


def _put_rows(desk: Desk, fields: dict, services: Iterable[Service] | None, hours: Iterable[Hours] | None) -> list[str]:
    """Put languages, services and hours in the place of the old ones. Returns the names of those that changed."""
    changed = []
    if "languages" in fields and {one.pk for one in fields["languages"]} != {one.pk for one in desk.languages.all()}:
        desk.languages.set(fields["languages"])
        changed.append("languages")
    if services is not None and _put_services(desk, list(dict(services).items())):
        changed.append("services")
    if hours is not None and _put_hours(desk, sorted(set(hours))):
        changed.append("hours")
    return changed


def _put_services(desk: Desk, services: list[Service]) -> bool:
    if len(services) > MOST_SERVICES:
        raise ValueError("up to eight services")
    if list(desk.services.values_list("name", "theme")) == services:
        return False
    desk.services.all().delete()
    DeskService.objects.bulk_create(
        DeskService(desk=desk, name=name, theme_id=theme, order=order) for order, (name, theme) in enumerate(services)
    )
    return True


def _put_hours(desk: Desk, hours: list[Hours]) -> bool:
    if len(hours) > MOST_HOURS:
        raise ValueError("up to ten stretches")
    if sorted(desk.hours.values_list("weekday", "opens", "closes", "is_remote")) == hours:
        return False
    desk.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(desk=desk, weekday=weekday, opens=opens, closes=closes, is_remote=is_remote)
        for weekday, opens, closes, is_remote in hours
    )
    return True
