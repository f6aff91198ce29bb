"""What the requests have for «Oggi»: one that waits, an answer that came, a silent body. Never a word of them."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clock import now
from portal.ui.today import Item

from .permissions import can_see_queue
from .queries import Queue, queue_of

# Taken, and no answer yet: it waits for her.
UNANSWERED = timedelta(days=1)


def items(user) -> list[Item]:
    if not can_see_queue(user):
        return []
    queue = queue_of(user)
    return [*_late(queue), *_added(queue), *_waiting(queue), *_unanswered(queue), *_silent(queue), *_in_area(queue)]


def _late(queue: Queue) -> list[Item]:
    n = len(queue.to_entrust)
    if not n:
        return []
    title = ngettext("Affida una richiesta", "Affida %(n)d richieste", n) % {"n": n}
    text = _("Nessuno la segue da più di un giorno di lavoro: scegli tu a chi darla.")
    return [Item(11, title, text, reverse("requests:queue") + "#affidare", _("Scegli a chi"))]


def _added(queue: Queue) -> list[Item]:
    wrote = [one for one in queue.mine if one.has_news]
    if not wrote:
        return []
    url = wrote[0].get_absolute_url() if len(wrote) == 1 else reverse("requests:queue")
    title = ngettext(
        "Leggi che cosa ti ha scritto una persona", "Leggi che cosa ti hanno scritto %(n)d persone", len(wrote)
    )
    return [Item(12, title % {"n": len(wrote)}, _("Ha risposto in una richiesta che segui tu."), url, _("Leggi"))]


def _waiting(queue: Queue) -> list[Item]:
    waiting = queue.to_me + queue.at_my_desk
    if not waiting:
        return []
    title = ngettext("Prendi una richiesta", "Prendi una di %(n)d richieste", len(waiting)) % {"n": len(waiting)}
    text = _("Qualcuno ha scritto al tuo sportello.") if queue.at_my_desk else _("Qualcuno ha scritto proprio a te.")
    url = waiting[0].get_absolute_url() if len(waiting) == 1 else reverse("requests:queue")
    return [Item(13, title, text, url, _("Leggi"))]


def _unanswered(queue: Queue) -> list[Item]:
    since = now() - UNANSWERED
    mute = [one for one in queue.mine if one.taken_at < since and one.answered_at is None]
    if not mute:
        return []
    url = mute[0].get_absolute_url() if len(mute) == 1 else reverse("requests:queue")
    text = _("L’hai presa tu e aspetta ancora la prima risposta.")
    return [Item(18, _("Rispondi a una richiesta"), text, url, _("Rispondi"))]


def _silent(queue: Queue) -> list[Item]:
    silent = [one for one in queue.mine if one.is_silent]
    if not silent:
        return []
    text = _("L’ente a cui l’hai passata tace da più di una settimana: una telefonata può bastare.")
    return [Item(32, _("Chiedi a che punto è una richiesta"), text, silent[0].get_absolute_url(), _("Guarda"))]


def _in_area(queue: Queue) -> list[Item]:
    n = len(queue.in_my_area)
    if not n:
        return []
    title = ngettext("Una richiesta nella tua zona", "%(n)d richieste nella tua zona", n) % {"n": n}
    text = _("Vedi di che cosa si tratta. Se puoi, prendila tu.")
    return [Item(28, title, text, reverse("requests:queue") + "#zona", _("Guarda"))]
