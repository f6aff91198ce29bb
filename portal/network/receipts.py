"""The number on the slip: sixteen digits that look like nothing special (security.md R36)."""

import hashlib
import re
import secrets

from django.conf import settings
from django.core import signing

DIGITS = 16


def new_receipt() -> str:
    """Draw sixteen digits: 53 bits. They are shown once, and only their digest is kept."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digest_of(receipt: str) -> str:
    """Give what is kept of a receipt: a keyed hash. Spaces, dots and dashes between the digits do not count."""
    bare = re.sub(r"[\s.\-·]", "", receipt)
    return hashlib.blake2b(bare.encode(), key=settings.RECEIPT_KEY.encode()[:64], digest_size=20).hexdigest()


def grouped(receipt: str) -> str:
    """Write it as people read it: «4831 0962 7754 1208»."""
    return " ".join(receipt[start : start + 4] for start in range(0, DIGITS, 4))


def offered(purpose: str) -> str:
    """Draw a receipt before a form is sent, signed, for the form to bring back.

    So a form that is sent twice is one thing, and a slip that got lost on the way is shown again.

    Args:
        purpose: what the form is for; what is offered for one is worth nothing for another.
    """
    return signing.dumps(new_receipt(), salt=purpose)


def accepted(offer: str, purpose: str) -> str:
    """Read an offered receipt; one that is not ours, or is older than two hours, is replaced."""
    try:
        return signing.loads(offer, salt=purpose, max_age=2 * 3600)
    except signing.BadSignature:
        return new_receipt()
