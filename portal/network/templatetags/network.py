"""Words of this room's templates: the hours of a desk."""

import re

from django import template
from django.utils.translation import gettext_lazy as _

from ..models import Desk
from ..queries.opening import today_words, week_words

register = template.Library()

# What a change was about, as a history says it.
_FIELDS = {
    "name": _("nome"),
    "territory": _("comune"),
    "about": _("che cosa fa"),
    "address": _("indirizzo"),
    "directions": _("come si arriva"),
    "phone": _("telefono"),
    "email": _("e-mail"),
    "in_person": _("di persona"),
    "remote": _("a distanza"),
    "remote_how": _("come, a distanza"),
    "notice": _("avviso"),
    "takes_requests": _("richieste"),
    "languages": _("lingue"),
    "services": _("servizi"),
    "hours": _("orari"),
}


@register.filter
def open_today(desk: Desk) -> str:
    """«Oggi è aperto dalle 15 alle 18»."""
    return today_words(desk)


@register.filter
def week_of(desk: Desk) -> list[dict]:
    """A line a day: day, when, is_remote."""
    return week_words(desk)


@register.filter
def field_words(names: list[str]) -> str:
    """«orari, telefono»."""
    return ", ".join(str(_FIELDS.get(name, name)) for name in names)


@register.filter
def where(desk: Desk) -> str:
    """The address with its municipality, which many addresses say already."""
    place = desk.territory.label
    said = re.search(rf"(?<!\w){re.escape(place)}(?!\w)", desk.address.rpartition(",")[2], re.IGNORECASE)
    return desk.address if said else f"{desk.address}, {place}"


@register.filter
def wants_ad(name: str) -> bool:
    """Whether «a» before this name is «ad»: Ada, not Bruna."""
    return name[:1].casefold() in ("a", "à", "á")
