"""Doors that ask for a fresh sign-in: cases, exports."""

from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from portal.clock import real_now

FRESH = 30 * 60  # seconds without a visit to such a room (decisions.md 6)


def recently_authenticated(request, within: int = FRESH) -> bool:
    """Say whether this session was signed in, confirmed, or used in such a room within these seconds."""
    moments = [record.get("at", 0) for record in get_authentication_records(request, request.user)]
    return real_now().timestamp() - max([*moments, request.session.get("fresh_at", 0)]) < within


def fresh_session(view):
    """Ask for the password or the passkey again after 30 minutes without a visit to such a room.

    What was sent meanwhile goes back to the page that asks, which sends it again: never into the session, where
    allauth's own detour keeps the body of a POST, because this one may be a case.
    """

    @wraps(view)
    def inner(request, *args, **kwargs):
        if not recently_authenticated(request):
            confirm = f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}"
            if request.method != "POST":
                return HttpResponseRedirect(confirm)
            kept = [(name, text) for name, texts in request.POST.lists() for text in texts]
            context = {"kept": [pair for pair in kept if pair[0] != "csrfmiddlewaretoken"]}
            return render(request, "accounts/confirm_first.html", context, status=422)
        moment = int(real_now().timestamp())
        if moment - request.session.get("fresh_at", 0) > 60:
            request.session["fresh_at"] = moment
        return view(request, *args, **kwargs)

    return inner
