"""Who hears of it."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.clock import at
from portal.journal.actions import on
from portal.notifications.actions import notify

from .events import GUIDELINE_GIVEN
from .permissions import committee_of


@on(GUIDELINE_GIVEN)
def tell_the_committee(event) -> None:
    """New guidelines: tell everybody of the committee but who gave them."""
    guideline = event.subject
    if guideline is None:
        return
    for reader in committee_of(guideline.programme).exclude(pk=guideline.given_by_id):
        with override(reader.language):
            text = _("Indirizzi nuovi per il comitato: «%(title)s».") % {"title": guideline.title}
            with at(event.happened_at):
                notify(reader, "guideline.given", text, guideline.get_absolute_url(), event)
