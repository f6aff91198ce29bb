"""Doors that ask for a fresh sign-in: cases, exports."""

from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from portal.clock import real_now

FRESH = 30 * 60  # seconds without a visit to such a room (decisions.md 6)
WRITING = 4 * 60 * 60  # seconds that a form, opened while fresh, may take to fill


def recently_authenticated(request, within: int = FRESH) -> bool:
    """Say whether this session was signed in, confirmed, or used in such a room within these seconds."""
    moments = [record.get("at", 0) for record in get_authentication_records(request, request.user)]
    return real_now().timestamp() - max([*moments, request.session.get("fresh_at", 0)]) < within


def fresh_session(view):
    """Ask for the password or the passkey again after 30 minutes without a visit to such a room."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        if not recently_authenticated(request, FRESH if request.method == "GET" else WRITING):
            # Never allauth's own detour: it keeps the body of a POST in the session, and this one may be a case.
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
        moment = int(real_now().timestamp())
        if moment - request.session.get("fresh_at", 0) > 60:
            request.session["fresh_at"] = moment
        return view(request, *args, **kwargs)

    return inner
