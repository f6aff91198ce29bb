"""Choose to be found by citizens, or to be found no more."""

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record

from ..events import PERSON_LISTED, PERSON_UNLISTED
from ..models import Listing
from ..permissions import can_be_listed, can_unlist

FIELDS = ("territory", "days", "in_person", "remote", "phone", "note", "takes_requests")


@transaction.atomic
def list_ted(person: User, fields: dict, *, by) -> Listing:
    """Show an operator in the public list, with what she chose and nothing else.

    Args:
        person: herself.
        fields: territory, themes, languages, days («013»), in_person, remote, phone, shows_phone, note,
            takes_requests. Without `shows_phone` the number is not kept (security.md R40).
        by: the same person.

    Raises:
        PermissionDenied: if she is no operator, or `by` is somebody else.
    """
    require(can_be_listed(by) and person.pk == by.pk)
    kept = {name: fields[name] for name in FIELDS if name in fields}
    shows = bool(fields.get("shows_phone") and fields.get("phone"))
    kept |= {"shows_phone": shows, "phone": fields["phone"] if shows else ""}
    kept |= {"is_listed": True, "checked_at": now()}
    # The row of the person is taken first: two answers of hers come one after the other.
    User.objects.select_for_update().get(pk=person.pk)
    listing, is_new = Listing.objects.update_or_create(
        person=person, defaults=kept, create_defaults=kept | {"listed_at": now()}
    )
    listing.themes.set(fields.get("themes", []))
    listing.languages.set(fields.get("languages", []))
    record(PERSON_LISTED, listing, by=by, is_new=is_new)
    return listing


@transaction.atomic
def unlist(person: User, *, by) -> None:
    """Take a person off the public list at once; her number is not kept.

    Args:
        person: who is listed.
        by: herself, always; or who coordinates there, or the office.

    Raises:
        PermissionDenied: if `by` may not.
    """
    listing = Listing.objects.select_related("territory__parent").filter(person=person).first()
    require(can_unlist(by, person, listing))
    if listing:
        _take_off(listing, by=by)


@transaction.atomic
def unlist_who_lost_her_title(person: User) -> None:
    """Take off who is an operator no more: by nobody, and her number is not kept. A second time changes nothing."""
    listing = Listing.objects.filter(person=person).first()
    if listing:
        _take_off(listing, by=None)


def _take_off(listing: Listing, *, by: User | None) -> None:
    gone = {"is_listed": False, "phone": "", "shows_phone": False}
    if Listing.objects.filter(pk=listing.pk, is_listed=True).update(**gone):
        record(PERSON_UNLISTED, listing, by=by)


@transaction.atomic
def confirm_listing(person: User, *, by) -> None:
    """«È tutto giusto», about oneself.

    Raises:
        PermissionDenied: if she is no operator, or `by` is somebody else.
    """
    require(can_be_listed(by) and person.pk == by.pk)
    if Listing.objects.filter(person=person, is_listed=True).update(checked_at=now()):
        record(PERSON_LISTED, Listing.objects.get(person=person), by=by, is_new=False)
