"""The one gate of sockets and long poll: whose session is this, and may she come in.

The wiring registers what else the house asks (second factor, age of the session):

    def may_enter(session_key: str, cookies: dict[str, str]) -> tuple[user | None, str]: ...
    gate.register(may_enter)

`reason` is a code for programs: `sign_in`, `second_factor`. Runs in threads of its own, asked again at each
subscription, at each bell and every 30 s, so it must look at the session and the person as they are now.
"""

from collections.abc import Callable
from http.cookies import CookieError
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend
from django.http import parse_cookie
from django.utils.crypto import constant_time_compare

Gate = Callable[[str, dict[str, str]], tuple[Any, str]]
_gates: list[Gate] = []


def register(gate: Gate) -> Gate:
    """Make this the gate. The last one registered counts."""
    _gates[:] = [gate]
    return gate


def cookies_of(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    text = "; ".join(value.decode("latin-1") for name, value in headers if name.lower() == b"cookie")
    try:
        return parse_cookie(text)
    except (CookieError, ValueError):
        return {}


def has_session(cookies: dict[str, str]) -> bool:
    """Say whether there is anything to look up: who brings nothing costs nothing."""
    session_key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    return len(session_key) <= 100 and session_key.isascii() and session_key.isalnum()


def ask(cookies: dict[str, str]) -> tuple[Any, str]:
    """Say who comes in, or None and why not."""
    if not has_session(cookies):
        return None, "sign_in"
    session_key = cookies[settings.SESSION_COOKIE_NAME]
    if _gates:
        return _gates[0](session_key, cookies)
    user, _ = signed_in(session_key)
    if user is not None and settings.REQUIRE_SECOND_FACTOR:
        return None, "second_factor"  # nobody told us how to ask for it: closed
    return user, "" if user else "sign_in"


def signed_in(session_key: str) -> tuple[Any, Any]:
    """Find the active person of a session, and the session. Reads only.

    Django's own `get_user` would renew the key of a session signed with an old secret, and nobody could tell the
    browser: here the session stays as it is.
    """
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    path = session.get(BACKEND_SESSION_KEY)
    if SESSION_KEY not in session or path not in settings.AUTHENTICATION_BACKENDS:
        return None, session
    backend = load_backend(path)
    user = backend.get_user(_primary_key(session[SESSION_KEY]))
    if user is None or not user.is_active:
        return None, session
    kept = session.get(HASH_SESSION_KEY) or ""
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    if not any(constant_time_compare(kept, good) for good in hashes):
        return None, session
    return user, session


def _primary_key(text: str):
    from django.contrib.auth import get_user_model

    return get_user_model()._meta.pk.to_python(text)
