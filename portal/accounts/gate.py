"""The gate of sockets and long poll: the same questions that the middleware asks of pages."""

from datetime import datetime, timedelta

from django.conf import settings

from portal.clock import real_now
from portal.live import gate

from .middleware import passed_second_factor


@gate.register
def may_enter(session_key: str, cookies: dict[str, str]):
    """Say who comes in, or None and why: signed in, active, within the session's age, second factor used."""
    user, session = gate.signed_in(session_key)
    if user is None:
        return None, "sign_in"
    born = session.get("born")
    if born and real_now() - datetime.fromisoformat(born) > timedelta(hours=settings.SESSION_ABSOLUTE_HOURS):
        return None, "sign_in"
    if not passed_second_factor(session, user):
        return None, "second_factor"
    return user, ""
