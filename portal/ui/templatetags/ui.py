"""The words of every template: icons, faces, times, people's texts."""

import re
from functools import cache

from django import template
from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from portal.clock import now, today
from portal.ui.markup import plain, rendered

register = template.Library()


@cache
def _sprite() -> dict[str, tuple[str, str]]:
    """Read the drawings of the icons once: name → (viewBox, paths)."""
    symbols = re.findall(r'<symbol[^>]*?id="it-([^"]+)"[^>]*?>(.*?)</symbol>', settings.ICON_SPRITE.read_text(), re.S)
    boxes = dict(re.findall(r'id="it-([^"]+)"[^>]*?viewBox="([^"]+)"', settings.ICON_SPRITE.read_text()))
    return {name: (boxes.get(name, "0 0 24 24"), body) for name, body in symbols}


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon of Bootstrap Italia inside the page: no request, always beside a word."""
    box, body = _sprite()[name]
    # The drawing comes from an installed package, not from people.
    return format_html(
        '<svg class="icon{}" viewBox="{}" aria-hidden="true" focusable="false">{}</svg>',
        f" {size}" if size else "",
        box,
        mark_safe(body),
    )


@register.simple_tag
def avatar(person, size: str = "") -> SafeString:
    """Show a person's initials; the tone comes from her key."""
    tone = person.pk % 5 + 1 if person else 1
    classes = "avatar" + (f" avatar--{tone}" if tone > 1 else "") + (f" {size}" if size else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, person.initials if person else "–")


@register.filter
def people_html(html: str) -> SafeString:
    """Let through HTML that `markup.rendered` made and the database kept."""
    # The only door for stored HTML: nh3 has removed every tag that is not on its list.
    return mark_safe(html or "")


@register.filter
def people_markdown(text: str, top: int = 3) -> SafeString:
    """Render a person's Markdown, its headings from the level `top` on."""
    return people_html(rendered(text or "", top))


@register.filter
def excerpt(text: str, length: int = 160) -> str:
    return plain(text or "", length)


@register.simple_tag
def this_day() -> str:
    """What a time in words depends on besides the time: for the key of a piece of page that is kept."""
    return f"{today()} {get_language()}"


@register.filter
def device(user_agent: str) -> str:
    """Name a browser as its owner would: «Chrome su Android»."""
    # The order counts: each browser also claims to be those that come after it, and Android to be Linux.
    browsers = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
                "Chrome": "Chrome", "Safari": "Safari"}  # fmt: skip
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac",
               "CrOS": "Chromebook", "Linux": "Linux"}  # fmt: skip
    browser = next((name for mark, name in browsers.items() if mark in user_agent), gettext("Un programma"))
    system = next((name for mark, name in systems.items() if mark in user_agent), "")
    return gettext("%(browser)s su %(system)s") % {"browser": browser, "system": system} if system else browser


@register.filter
def when(moment) -> str:
    """Say a moment as people do: «oggi, 9:12», «ieri, 10:40», «19 novembre», «19 novembre 2025»."""
    if not moment:
        return ""
    if not hasattr(moment, "hour"):
        return day(moment)
    local, here = timezone.localtime(moment), timezone.localtime(now())
    clock = format_date(local, "G:i")
    days = (here.date() - local.date()).days
    if days == 0:
        return gettext("oggi, %(time)s") % {"time": clock}
    if days == 1:
        return gettext("ieri, %(time)s") % {"time": clock}
    return day(local)


@register.filter
def day(moment) -> str:
    """Say a day: «19 novembre», «1° novembre», with the year if it is another one."""
    if not moment:
        return ""
    if hasattr(moment, "hour"):
        moment = timezone.localtime(moment)
    same_year = moment.year == timezone.localtime(now()).year
    number = "1°" if moment.day == 1 and get_language() == "it" else str(moment.day)
    return f"{number} {format_date(moment, 'F' if same_year else 'F Y')}"


@register.filter
def on_day(moment) -> str:
    """Say on which day, article and year included: «il 19 novembre 2026», «l’8 novembre», «il 1° novembre»."""
    if hasattr(moment, "hour"):
        moment = timezone.localtime(moment)
    if get_language() != "it":
        return format_date(moment, "j F Y")
    number = "1°" if moment.day == 1 else str(moment.day)
    article = "l’" if moment.day in (8, 11) else "il "
    return f"{article}{number} {format_date(moment, 'F Y')}"


@register.filter
def week(moment) -> str:
    """Say a moment by its week, where the day would say too much: «questa settimana», «3 settimane fa»."""
    weeks = (timezone.localtime(now()).date() - timezone.localtime(moment).date()).days // 7
    if weeks < 1:
        return gettext("questa settimana")
    return ngettext("%(n)d settimana fa", "%(n)d settimane fa", weeks) % {"n": weeks}


@register.filter
def dial(phone: str) -> str:
    """What a link to a telephone number holds: digits, and a plus before them."""
    return ("+" if phone.strip().startswith("+") else "") + re.sub(r"\D", "", phone)


@register.filter
def hours(minutes: int) -> str:
    """Say a time: 1560 → «26 ore», 90 → «1 ora e 30 minuti», 20 → «20 minuti»."""
    whole, rest = divmod(int(minutes or 0), 60)
    parts = []
    if whole:
        parts.append(ngettext("%(n)d ora", "%(n)d ore", whole) % {"n": whole})
    if rest or not whole:
        parts.append(ngettext("%(n)d minuto", "%(n)d minuti", rest) % {"n": rest})
    return gettext(" e ").join(parts)


@register.simple_tag(takes_context=True)
def query_with(context, **changes) -> str:
    """Give the page's query string with some values changed; an empty value takes the key away."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in ("", None):
            query.pop(key, None)
        else:
            query[key] = value
    return "?" + query.urlencode() if query else "?"


@register.filter
def class_of(field) -> str:
    """Name a form field's widget for `ui/_field.html`."""
    return type(field.field.widget).__name__.lower()
