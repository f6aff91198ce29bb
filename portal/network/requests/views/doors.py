"""What the citizens' doors have in common: no cache, no trace, and a limit that knows nobody."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.limits.actions import TooMany, neighbourhood, spend

HOUR, DAY = 3600, 24 * 3600
# A desk, a circle or a mobile operator shows one address for many people: generous, and never in the way of calling.
ASKED_AN_HOUR, ASKED_A_DAY = 10, 30
OPENED_AN_HOUR = 30


def of_the_citizens(view):
    """Keep nothing in the browser (security.md R33); and of a colleague who asks for herself not even when (P8)."""

    @wraps(view)
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.leaves_no_trace = True
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return inner


def may_go_on(request: HttpRequest, form, what: str, *limits: tuple[int, int]) -> bool:
    """Count one use; when it is too much the form says so, and that one can always call."""
    try:
        for limit, seconds in limits:
            spend(f"{what}:{seconds}:{neighbourhood(request.META)}", limit=limit, seconds=seconds, by_the_clock=True)
    except TooMany:
        form.add_error(
            None,
            _("Da qui sono partite molte richieste. Riprova più tardi, oppure chiama: quello che hai scritto è qui."),
        )
        return False
    return True
