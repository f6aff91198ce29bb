"""The doors of the whole site: closed unless declared open."""

from datetime import datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from portal.clock import real_now
from portal.ui.http import is_program, refused

from .permissions import may_edit_site, needs_second_factor

# Where a person without her second factor may go: to add it, to use it, to leave.
SECOND_FACTOR_DOORS = ("mfa_", "account_reauthenticate", "account_logout", "account_email_verification_sent", "demo_")
SECOND_FACTOR_NAMES = {"accounts:security", "accounts:sign_out", "set_language", "healthz", "readyz", "home:page"}


class ClosedDoors(LoginRequiredMiddleware):
    """Nobody enters without a name, but where a view says so. Under the admin, refusal looks like absence."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.path.startswith(reverse("wagtailadmin_home")) and not (
            request.user.is_authenticated and may_edit_site(request.user)
        ):
            raise Http404
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        # A script would take the sign-in page for its answer.
        if is_program(request):
            return refused(request, "sign_in", None, status=401)
        return super().handle_no_permission(request, view_func)


def passed_second_factor(session, user) -> bool:
    """Say whether this session used a second factor, or needs none. Asked for pages and sockets alike."""
    if not settings.REQUIRE_SECOND_FACTOR or not needs_second_factor(user):
        return True
    methods = session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in methods)


def second_factor(get_response):
    """Who holds a role sees only the pages of the second factor until she has used it (security.md R7)."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view_func, view_args, view_kwargs):
        user = request.user
        if (
            not settings.REQUIRE_SECOND_FACTOR
            or not user.is_authenticated
            or passed_second_factor(request.session, user)
        ):
            return None
        # The public pages too: to who is signed in they show more.
        name = request.resolver_match.view_name or ""
        if name in SECOND_FACTOR_NAMES or name.startswith(SECOND_FACTOR_DOORS):
            return None
        if is_program(request):
            return refused(request, "second_factor", None, status=401)
        return redirect("mfa_index" if is_mfa_enabled(user) else "mfa_activate_totp")

    middleware.process_view = process_view
    return middleware


def touch_session(get_response):
    """Keep a session alive at most once a minute, and end it at its absolute limit.

    Where somebody must leave no trace it is not touched: its time would tell that it was she.
    """

    def middleware(request):
        response = get_response(request)
        if not request.user.is_authenticated:
            return response
        moment = real_now()
        born = request.session.get("born")
        touched = request.session.get("touched", "")
        if born and moment - datetime.fromisoformat(born) > timedelta(hours=settings.SESSION_ABSOLUTE_HOURS):
            logout(request)
        elif getattr(request, "leaves_no_trace", False):
            return response
        elif not touched or moment - datetime.fromisoformat(touched) > timedelta(minutes=1):
            request.session["touched"] = moment.isoformat()
            request.session.setdefault("born", moment.isoformat())
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=moment)
        return response

    return middleware
