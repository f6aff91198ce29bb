"""Seal and open the words of a request."""

from django.db.models import QuerySet

from portal.vault.actions import seal, unseal

from ..models import Contact, HelpRequest


def sealed(request: HelpRequest, text: str) -> bytes:
    return seal(request.key, text) if text else b""


def opened(request: HelpRequest, words: bytes) -> str:
    return unseal(request.key, words) if words else ""


def reach_of(contact: Contact) -> tuple[str, str]:
    """Open how to reach her, and when."""
    return unseal(contact.key, contact.value), unseal(contact.key, contact.when) if contact.when else ""


def wipe(contacts: QuerySet[Contact]) -> int:
    """Destroy how to reach people. Overwritten first: a database may keep a deleted row for a while, an empty one."""
    contacts.update(key=b"", value=b"", when=b"")
    return contacts.delete()[0]
