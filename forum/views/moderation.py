"""Report a message; look at what was reported."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require
from portal.limits.actions import TooMany, spend
from portal.ui.pagination import page_of

from .. import actions
from ..forms import ReasonForm, ReportForm
from ..permissions import can_hide, can_report, can_restore, can_see_reports, message_for, report_for
from ..queries import address_of, hidden_messages, waiting_reports


def message_report(request: HttpRequest, pk: int) -> HttpResponse:
    message, user = message_for(request.user, pk), request.user
    require(can_report(user, message))
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            spend(f"report:{user.pk}", limit=10, seconds=3600)
        except TooMany:
            form.add_error(None, _("Hai segnalato molti messaggi. Aspetta un’ora, o scrivi a chi modera."))
        else:
            actions.report_message(message, form.cleaned_data["reason"], words=form.cleaned_data["words"], by=user)
            messages.success(request, _("Fatto. Lo guarda chi modera, e ti diciamo com’è andata."))
            return redirect(message.thread.channel if message.pk == message.thread.opening_id else address_of(message))
    status = 422 if request.method == "POST" else 200
    context = {"here": "channels", "channel": message.thread.channel, "thread": message.thread}
    return render(request, "forum/message_report.html", {**context, "message": message, "form": form}, status=status)


def moderation(request: HttpRequest) -> HttpResponse:
    """What waits for a moderator, and what is hidden now."""
    require(can_see_reports(request.user))
    context = {
        "here": "channels",
        "page": page_of(request, waiting_reports(request.user), 10),
        "hidden": hidden_messages(request.user)[:20],
    }
    return render(request, "forum/moderation.html", context)


def message_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a message, or confirm with a reason that it stays hidden."""
    message, user = message_for(request.user, pk), request.user
    is_hidden = can_restore(user, message)
    require(is_hidden or can_hide(user, message))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.confirm_hidden if is_hidden else actions.hide_message
        act(message, form.cleaned_data["why"], by=user)
        messages.success(request, _("Fatto. Il messaggio è nascosto, con il motivo."))
        return redirect("forum:moderation")
    status = 422 if request.method == "POST" else 200
    context = {"here": "channels", "channel": message.thread.channel, "thread": message.thread}
    return render(request, "forum/message_hide.html", {**context, "message": message, "form": form}, status=status)


@require_POST
def message_restore(request: HttpRequest, pk: int) -> HttpResponse:
    message = message_for(request.user, pk)
    actions.restore_message(message, by=request.user)
    messages.success(request, _("Fatto. Il messaggio si legge di nuovo."))
    return redirect("forum:moderation")


@require_POST
def report_leave(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_for(request.user, pk)
    actions.leave_message(report, by=request.user)
    messages.success(request, _("Fatto. Il messaggio resta dov’è: lo diciamo a chi l’ha segnalato."))
    return redirect("forum:moderation")
