from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.limits.actions import TooMany, neighbourhood, spend
from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of

from .. import actions, queries
from ..forms import AnswerForm, ReportForm
from ..models import Correction, Desk, Listing
from ..permissions import can_answer_some, correction_for, desk_for, listing_for, require
from ..receipts import grouped

AN_HOUR = 5


@login_not_required
def desk_report(request: HttpRequest, slug: str) -> HttpResponse:
    """«C’è un errore?» on the page of a desk: anybody, without a name."""
    return _report(request, desk=desk_for(request.user, slug))


@login_not_required
def listed_report(request: HttpRequest, handle: str) -> HttpResponse:
    """«C’è un errore?» on the page of a listed person."""
    return _report(request, listing=listing_for(request.user, handle))


def _report(request: HttpRequest, *, desk: Desk | None = None, listing: Listing | None = None) -> HttpResponse:
    start = {"receipt": actions.offer_receipt()}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=start)
    context = {"here": "find", "desk": desk, "listing": listing, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            spend(f"help:{neighbourhood(request.META)}", limit=AN_HOUR, seconds=3600)
        except TooMany:
            form.add_error(
                None, _("Da qui sono arrivate molte segnalazioni. Riprova tra un’ora: il testo è ancora qui.")
            )
        else:
            # Who is signed in is not asked, and not kept (security.md R37).
            _kept, receipt = actions.report_error(
                form.cleaned_data["text"],
                desk=desk,
                listing=listing,
                receipt=actions.receipt_in(form.cleaned_data["receipt"]),
            )
            return render(request, "network/reported.html", context | {"receipt": grouped(receipt)}, status=201)
    return render(request, "network/report.html", context, status=422 if form.errors else 200)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What people say is wrong in the pages that she looks after."""
    require(can_answer_some(request.user))
    mark_read(request.user, url=request.path)
    answered = request.GET.get("stato") == "guardate"
    page = page_of(request, queries.corrections_for(request.user, answered=answered))
    return render(request, "network/corrections.html", {"here": "network", "page": page, "answered": answered})


def correction_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a report and say what was done."""
    correction = correction_for(request.user, pk)
    waits = correction.state == Correction.State.WAITING
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and waits and form.is_valid():
        sent = form.cleaned_data
        try:
            actions.answer_correction(correction, sent["state"], sent["answer"], by=request.user)
            messages.success(request, _("Fatto. Chi ha scritto lo legge con la sua ricevuta."))
        except actions.AlreadyAnswered:
            messages.warning(request, _("Un collega ha già risposto."))
            return redirect("network:correction_answer", correction.pk)
        return redirect("network:corrections")
    if request.method == "POST" and not waits:
        messages.warning(request, _("Un collega ha già risposto."))
        return redirect("network:correction_answer", correction.pk)
    if request.method == "GET":
        mark_read(request.user, url=request.path)
    context = {"here": "network", "correction": correction, "form": form, "waits": waits}
    return render(request, "network/correction.html", context, status=422 if form.errors else 200)
