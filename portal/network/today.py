"""What this room has for «Oggi»: what somebody says is wrong, and pages to look at again."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.permissions import is_in_network
from portal.ui.today import Item

from .permissions import places_of
from .queries import stale_pages, waiting_corrections


def items(user) -> list[Item]:
    if not (is_in_network(user) or places_of(user).bodies):
        return []
    return [*_said_wrong(user), *_to_look_at(user)]


def _said_wrong(user) -> list[Item]:
    found = list(waiting_corrections(user)[:20])
    if not found:
        return []
    if len(found) == 1:
        one = found[0]
        about = one.desk.name if one.desk_id else _("la tua pagina in «Trova»")
        text = _("È su questa pagina: %(about)s.") % {"about": about}
        url = reverse("network:correction_answer", args=[one.pk])
        return [Item(22, _("Guarda una segnalazione"), text, url, _("Guarda"))]
    title = ngettext("Guarda %(n)d segnalazione", "Guarda %(n)d segnalazioni", len(found)) % {"n": len(found)}
    text = _("Qualcuno dice che nelle pagine che curi c’è un errore.")
    return [Item(22, title, text, reverse("network:corrections"), _("Guarda"))]


def _to_look_at(user) -> list[Item]:
    desks, bodies, listings = stale_pages(user)
    items = []
    for desk in desks[:2]:
        text = _("«%(name)s»: da tre mesi nessuno la guarda. Se è tutto giusto basta un tocco.") % {"name": desk.name}
        items.append(
            Item(55, _("Ricontrolla la pagina dello sportello"), text, desk.get_absolute_url(), _("Ricontrolla"))
        )
    for body in bodies[:1]:
        text = _("«%(name)s»: da tre mesi nessuno la guarda. Se è tutto giusto basta un tocco.") % {"name": body.name}
        items.append(Item(55, _("Ricontrolla la pagina dell’ente"), text, body.get_absolute_url(), _("Ricontrolla")))
    if listings.exists():
        text = _("I cittadini ti trovano ancora come tre mesi fa. Controlla giorni e argomenti.")
        items.append(
            Item(55, _("Ricontrolla come ti si trova"), text, reverse("network:listing_edit"), _("Ricontrolla"))
        )
    return items
