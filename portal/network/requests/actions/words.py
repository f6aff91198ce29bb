"""Seal and open the words of a request."""

from portal.vault.actions import seal, unseal

from ..models import HelpRequest


def sealed(request: HelpRequest, text: str) -> bytes:
    return seal(request.key, text) if text else b""


def opened(request: HelpRequest, words: bytes) -> str:
    return unseal(request.key, words) if words else ""
