"""What the board has for «Oggi»: what nobody has looked at for a month, and one's own that may be over."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.permissions import is_operator
from portal.clock import today
from portal.ui.templatetags.ui import day
from portal.ui.today import Item

from .queries import perhaps_over, stale_near

MOST_COUNTED = 100


def items(user) -> list[Item]:
    return [*_perhaps_over(user), *_stale(user)]


def _perhaps_over(user) -> list[Item]:
    """One of hers whose last day has passed and that is still active."""
    if not user.is_authenticated or not user.is_active:
        return []
    first = perhaps_over(user, today()).first()
    if first is None:
        return []
    title = _("È finita? «%(title)s»") % {"title": first.title}
    text = _("Si poteva chiedere fino al %(day)s. Di’ se c’è ancora.") % {"day": day(first.ends_on)}
    return [Item(35, title, text, first.get_absolute_url(), _("Guarda"))]


def _stale(user) -> list[Item]:
    """What nobody has looked at for a month in her area: one thing, however many they are."""
    if not is_operator(user):
        return []
    found = list(stale_near(user).select_related("territory__parent")[:MOST_COUNTED])
    if not found:
        return []
    first = found[0]
    if len(found) == 1:
        title = _("Ricontrolla «%(title)s»") % {"title": first.title}
        text = _("Nessuno la guarda dal %(day)s. Una telefonata e dici se c’è ancora.") % {"day": day(first.checked_at)}
        return [Item(50, title, text, first.get_absolute_url(), _("Guarda"))]
    title = ngettext("Ricontrolla %(n)d opportunità", "Ricontrolla %(n)d opportunità", len(found)) % {"n": len(found)}
    text = _("Sono della tua zona e nessuno le guarda da un mese. La prima è «%(title)s».") % {"title": first.title}
    area = first.territory.parent or first.territory
    url = f"{reverse('opportunities:opportunities')}?territorio={area.slug}&da-ricontrollare=1"
    return [Item(50, title, text, url, _("Comincia"))]
