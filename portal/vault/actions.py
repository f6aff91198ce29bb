"""Keep words sealed in the database: one key a thing, itself wrapped by the installation's keys.

Destroying a thing's key makes every copy of its words unreadable, old backups included.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class Unreadable(Exception):
    """The words cannot be opened: wrong key, or damaged."""


def new_key() -> bytes:
    """Make a key for one thing, wrapped; store it beside the thing, in a BinaryField `key` that `rewrap` can find."""
    return _wrapper(tuple(settings.FIELD_KEYS)).encrypt(Fernet.generate_key())


def seal(key: bytes, text: str) -> bytes:
    """Close `text` with a thing's wrapped key."""
    return _opened(bytes(key)).encrypt(text.encode())


def unseal(key: bytes, sealed: bytes) -> str:
    """Open what `seal` closed.

    Raises:
        Unreadable: if the key or the words do not fit.
    """
    try:
        return _opened(bytes(key)).decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise Unreadable("these words cannot be opened with this key") from error


def rewrap(things: models.QuerySet) -> tuple[int, int]:
    """Wrap the keys of these things again under the newest installation key, so that older ones can go.

    Returns:
        How many were wrapped, and how many could not be opened: those keep their key as it is.
    """
    wrapper, done, closed = _wrapper(tuple(settings.FIELD_KEYS)), 0, 0
    for pk, key in things.order_by("pk").values_list("pk", "key").iterator():
        if not key:
            continue  # destroyed
        try:
            renewed = wrapper.rotate(bytes(key))
        except InvalidToken:
            closed += 1
        else:
            # Only over the key that was read: one that is destroyed meanwhile stays destroyed.
            done += things.filter(pk=pk, key=key).update(key=renewed)
    return done, closed


@lru_cache(maxsize=8)
def _wrapper(keys: tuple[str, ...]) -> MultiFernet:
    # Any long secret serves: it is brought to the 32 bytes that Fernet wants.
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def _opened(key: bytes) -> Fernet:
    try:
        return Fernet(_wrapper(tuple(settings.FIELD_KEYS)).decrypt(key))
    except InvalidToken as error:
        raise Unreadable("this key was not wrapped by this installation") from error
