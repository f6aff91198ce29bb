"""Pages for what went wrong: one plain sentence, what to do, nothing internal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from .http import is_program, refused

CODES = {400: "invalid", 403: "forbidden", 404: "not_found", 429: "too_many", 500: "trouble"}


def _answer(request: HttpRequest, status: int, **context) -> HttpResponse:
    if is_program(request):
        return refused(request, CODES[status], status=status)
    return render(request, f"{status}.html", context, status=status)


@login_not_required
def bad_request(request, exception=None):
    return _answer(request, 400)


@login_not_required
def forbidden(request, exception=None):
    return _answer(request, 403)


@login_not_required
def not_found(request, exception=None):
    return _answer(request, 404)


@login_not_required
def trouble(request):
    # Nothing may fail here again: no context processor, no database.
    if is_program(request):
        return refused(request, "trouble", status=500)
    return HttpResponse(get_template("500.html").render({}), status=500)


@login_not_required
def csrf_failure(request, reason=""):
    """The form was too old or came from elsewhere: say so, and let her go back to her text."""
    if is_program(request):
        return refused(request, "csrf", _("La pagina era aperta da troppo tempo. Ricaricala e riprova."), status=403)
    return render(request, "403_csrf.html", status=403)


class TooManyPage:
    """Turn an uncaught TooMany into the page 429, with Retry-After."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        retry_after = getattr(exception, "retry_after", None)
        if retry_after is None:
            return None
        response = _answer(request, 429, retry_after=retry_after)
        response.headers["Retry-After"] = str(retry_after)
        return response
