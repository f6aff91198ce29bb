"""Who hears of it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.clock import at
from portal.journal.actions import on
from portal.notifications.actions import notify

from .events import OPPORTUNITY_CHECKED, OPPORTUNITY_WITHDRAWN
from .models import Check, Opportunity


@on(OPPORTUNITY_CHECKED)
def tell_that_it_is_over(event) -> None:
    """Somebody else says that it is over: tell who posted it and who keeps its body, unless it came back meanwhile."""
    check = Check.objects.select_related("by", "opportunity__organisation__keeper", "opportunity__posted_by").get(
        pk=event.labels["check"]
    )
    opportunity = check.opportunity
    if check.found != Check.Found.OVER or opportunity.withdrawn_at:
        return
    if opportunity.state != Opportunity.State.EXHAUSTED:
        return
    for reader in {opportunity.posted_by, opportunity.organisation.keeper} - {None, check.by}:
        if not reader.is_active:
            continue
        with override(reader.language), at(event.happened_at):
            text = _("%(who)s dice che è finita: «%(title)s».") % {
                "who": check.by.short_name,
                "title": opportunity.title,
            }
            notify(reader, "opportunity.over", text, opportunity.get_absolute_url(), event)


@on(OPPORTUNITY_WITHDRAWN)
def tell_that_it_was_withdrawn(event) -> None:
    """Somebody else took it off the board: tell who posted it."""
    opportunity = event.subject
    reader = opportunity.posted_by
    if reader.pk == event.actor_id or not reader.is_active:
        return
    with override(reader.language), at(event.happened_at):
        text = _("L’opportunità «%(title)s» è stata tolta dalla bacheca.") % {"title": opportunity.title}
        notify(reader, "opportunity.withdrawn", text, reverse("opportunities:opportunities"), event)
