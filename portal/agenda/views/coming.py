from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require
from portal.limits.actions import spend

from .. import actions
from ..permissions import appointment_for, may_say

CHANGES_OF_MIND_AN_HOUR = 60


@require_POST
def appointment_come(request: HttpRequest, pk: int) -> HttpResponse:
    """«Ci vengo»."""
    user, appointment = request.user, appointment_for(request.user, pk)
    require(may_say(user, appointment))
    spend(f"coming:{user.pk}", limit=CHANGES_OF_MIND_AN_HOUR, seconds=3600)
    try:
        actions.say_coming(appointment, by=user)
        messages.success(request, _("Fatto. Ti aspettiamo: quando si avvicina lo trovi in «Oggi»."))
    except actions.Full:
        messages.warning(request, _("I posti sono finiti proprio adesso. Torna a guardare: qualcuno può rinunciare."))
    except actions.Over:
        messages.warning(request, _("Questo evento non si può più scegliere: guarda qui sotto perché."))
    return redirect(appointment)


@require_POST
def appointment_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """«Non vengo più»."""
    user, appointment = request.user, appointment_for(request.user, pk)
    require(may_say(user, appointment))
    spend(f"coming:{user.pk}", limit=CHANGES_OF_MIND_AN_HOUR, seconds=3600)
    try:
        actions.say_not_coming(appointment, by=user)
        messages.success(request, _("Fatto. Il tuo posto è libero per un’altra persona."))
    except actions.Over:
        messages.warning(request, _("Questo evento è già finito."))
    return redirect(appointment)
