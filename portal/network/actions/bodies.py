"""Keep the pages of the bodies."""

from django.db import transaction

from portal.accounts.permissions import is_staff, require
from portal.journal.actions import record

from ..events import ORGANISATION_CHANGED
from ..models import Organisation
from ..permissions import can_manage, can_open_organisation, coordinates
from .kept import looked_at, put, save_new

FIELDS = ("name", "kind", "territory", "about", "address", "phone", "email", "website", "takes_referrals")


@transaction.atomic
def open_organisation(fields: dict, *, by, is_example: bool = False) -> Organisation:
    """Add a body to the network. Who adds it looks after its page.

    Args:
        fields: name and kind; territory (None: it works everywhere), about, address, phone, email, website,
            takes_referrals.
        by: a coordinator of that territory, or the office.
        is_example: made up for the demo.

    Raises:
        PermissionDenied: if `by` may not, there.
    """
    require(can_open_organisation(by) and (is_staff(by) or coordinates(by, fields.get("territory"))))
    organisation = Organisation(is_example=is_example)
    changed = put(organisation, {name: fields[name] for name in FIELDS if name in fields})
    looked_at(organisation, by=by)
    save_new(organisation, fields["name"])
    record(ORGANISATION_CHANGED, organisation, by=by, fields=changed, is_new=True)
    return organisation


@transaction.atomic
def change_organisation(organisation: Organisation, fields: dict, *, by) -> Organisation:
    """Change the page of a body; whoever changes it has also looked at it.

    Args:
        organisation: as it is now.
        fields: those of `open_organisation`; what is not named stays.
        by: who manages it. Only who coordinates there, or the office, moves it to another territory.

    Raises:
        PermissionDenied: if `by` may not.
    """
    require(can_manage(by, organisation))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = put(organisation, {name: fields[name] for name in FIELDS if name in fields})
    require("territory" not in changed or is_staff(by) or coordinates(by, organisation.territory))
    looked_at(organisation, by=by)
    organisation.save()
    record(ORGANISATION_CHANGED, organisation, by=by, fields=changed)
    return organisation


@transaction.atomic
def check_organisation(organisation: Organisation, *, by) -> None:
    """«È tutto giusto».

    Raises:
        PermissionDenied: if `by` does not manage it.
    """
    require(can_manage(by, organisation))
    looked_at(organisation, by=by)
    organisation.save(update_fields=["checked_at", "checked_by", "keeper"])
    record(ORGANISATION_CHANGED, organisation, by=by, fields=[])
