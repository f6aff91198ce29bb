"""What all the doors of this room have in common."""

from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.doors import fresh_session
from portal.guard.detect import Identifies
from portal.limits.actions import TooMany, spend

from ..actions import NotLogged


def of_the_cases(view):
    """Ask for a fresh session, and show nothing that could not be written in the log of readings."""

    @wraps(view)
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotLogged:
            return render(request, "cases/unavailable.html", {"here": "cases"}, status=503)

    return fresh_session(inner)


def posted_from(page: str):
    """Take a POST alone. Whoever comes by address (after confirming that it is her, say) lands on the page it is on."""

    def decorate(view):
        @wraps(view)
        def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method != "POST":
                return redirect(f"cases:{page}", *([kwargs["code"]] if "code" in kwargs else []))
            return view(request, *args, **kwargs)

        return inner

    return decorate


def may_go_on(form, key: str, limit: int, seconds: int) -> bool:
    """Count one use; when it is too much the form says so, with what was typed still there."""
    try:
        spend(key, limit=limit, seconds=seconds)
    except TooMany as refusal:
        minutes = max(1, refusal.retry_after // 60)
        words = ngettext(
            "Hai fatto molte cose di seguito. Riprova fra %(n)d minuto: il testo è ancora qui.",
            "Hai fatto molte cose di seguito. Riprova fra %(n)d minuti: il testo è ancora qui.",
            minutes,
        )
        form.add_error(None, words % {"n": minutes})
        return False
    return True


def done(request: HttpRequest, words: str, form=None, place: str = "") -> None:
    """Say that it is done; and record what the guard's tick let pass, with a tip if that happens often."""
    messages.success(request, words)
    tip = form.note_override(by=request.user, place=place) if form is not None else ""
    if tip:
        messages.info(request, tip)


def refused_by_guard(form, field: str) -> None:
    """The action saw what the form did not: never stored."""
    form.add_error(field, _("Per proteggere la famiglia, togli i dati che la rendono riconoscibile."))


__all__ = ["Identifies", "done", "may_go_on", "of_the_cases", "posted_from", "refused_by_guard"]
