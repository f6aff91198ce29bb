"""Seal and open the words of a request."""

from portal.vault.actions import seal, unseal

from ..models import Contact, HelpRequest


def sealed(request: HelpRequest, text: str) -> bytes:
    return seal(request.key, text) if text else b""


def opened(request: HelpRequest, words: bytes) -> str:
    return unseal(request.key, words) if words else ""


def reach_of(contact: Contact) -> tuple[str, str]:
    """Open how to reach her, and when."""
    return unseal(contact.key, contact.value), unseal(contact.key, contact.when) if contact.when else ""
