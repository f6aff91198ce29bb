"""What the cases have for «Oggi»: an invitation, news, a case that may be over. Never its words, never its name."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.permissions import is_in_network
from portal.clock import now
from portal.ui.today import Item

from .permissions import visible_cases, visible_invitations
from .queries import silent_cases, with_news

# A case in which nobody writes for so long is perhaps over.
SILENT = timedelta(days=30)


def items(user) -> list[Item]:
    if not is_in_network(user):
        return []
    return [*_invitations(user), *_news(user), *_over(user)]


def _invitations(user) -> list[Item]:
    waiting = list(visible_invitations(user).select_related("case", "invited_by").order_by("expires_at")[:6])
    if not waiting:
        return []
    if len(waiting) > 1:
        title = ngettext("Rispondi a %(n)d invito", "Rispondi a %(n)d inviti", len(waiting)) % {"n": len(waiting)}
        return [Item(10, title, _("Ti chiedono consiglio su un caso."), reverse("cases:cases"), _("Vedi"))]
    text = _("%(who)s ti chiede consiglio su un caso.") % {"who": waiting[0].invited_by.short_name}
    url = reverse("cases:invitation_show", args=[waiting[0].case.code])
    return [Item(10, _("Rispondi a un invito"), text, url, _("Vedi l’invito"))]


def _news(user) -> list[Item]:
    fresh = list(with_news(visible_cases(user), user).filter(has_news=True)[:6])
    if not fresh:
        return []
    url = fresh[0].get_absolute_url() if len(fresh) == 1 else reverse("cases:cases")
    title = ngettext("Leggi che cosa dicono i colleghi", "Leggi le novità di %(n)d consultazioni", len(fresh))
    text = _("C’è una novità in una consultazione a cui partecipi.")
    return [Item(20, title % {"n": len(fresh)}, text, url, _("Leggi"))]


def _over(user) -> list[Item]:
    silent = list(silent_cases(user, now() - SILENT)[:6])
    if not silent:
        return []
    url = silent[0].get_absolute_url() if len(silent) == 1 else reverse("cases:cases")
    title = ngettext("Racconta com’è andata", "Racconta com’è andata in %(n)d casi", len(silent)) % {"n": len(silent)}
    return [Item(60, title, _("Da un mese nessuno scrive: se è finita, chiudi il caso."), url, _("Vai"))]
