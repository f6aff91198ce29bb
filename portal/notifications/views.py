from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.ui.pagination import page_of

from . import actions
from .permissions import notification_for, visible_notifications


def notifications(request: HttpRequest) -> HttpResponse:
    page = page_of(request, visible_notifications(request.user))
    return render(request, "notifications/notifications.html", {"page": page})


@require_POST
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notification_for(request.user, pk)
    actions.mark_read(request.user, pk=notice.pk)
    return redirect(notice.url)


@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    actions.mark_read(request.user)
    messages.success(request, _("Fatto. Tutti gli avvisi sono segnati come letti."))
    return redirect("notifications:notifications")
