"""What the forum has for «Oggi»: who was answered or named, questions that wait, reports to look at."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clock import today
from portal.notifications.models import Notification
from portal.ui.today import Item

from .permissions import can_see_reports, reads_network
from .queries import questions_for, waiting_reports

FOR_ME = ("message.mention", "thread.answered")


def items(user) -> list[Item]:
    return [*_said_to_me(user), *_to_moderate(user), *_waiting(user)]


def _said_to_me(user) -> list[Item]:
    notices = list(Notification.objects.filter(reader=user.pk, kind__in=FOR_ME, read_at=None)[:50])
    if not notices:
        return []
    if len(notices) == 1:
        notice = notices[0]
        title = (
            _("Leggi la risposta che ti hanno dato")
            if notice.kind == "thread.answered"
            else _("Leggi dove ti hanno nominato")
        )
        return [Item(20, title, notice.text, notice.url, _("Leggi"))]
    title = ngettext("Leggi %(n)d risposta per te", "Leggi %(n)d risposte per te", len(notices)) % {"n": len(notices)}
    return [Item(20, title, notices[0].text, reverse("notifications:notifications"), _("Leggi"))]


def _to_moderate(user) -> list[Item]:
    if not can_see_reports(user):
        return []
    n = waiting_reports(user).count()
    if not n:
        return []
    title = ngettext("Guarda un messaggio segnalato", "Guarda %(n)d messaggi segnalati", n) % {"n": n}
    text = _("Un collega chiede se può restare dov’è. Nascondi, con un motivo, o lascia.")
    return [Item(15, title, text, reverse("forum:moderation"), _("Guarda"))]


def _waiting(user) -> list[Item]:
    """For operators: the question of a colleague or of a learner that has waited longest, one to four days."""
    if not reads_network(user):
        return []
    morning = make_aware(datetime.combine(today(), time()))
    waiting = list(questions_for(user, after=morning - timedelta(days=4), before=morning)[:6])
    if not waiting:
        return []
    oldest = waiting[0]
    words = {"who": oldest.opened_by.short_name, "title": oldest.title, "channel": oldest.channel.title}
    if len(waiting) == 1:
        text = _("«%(title)s», nel canale %(channel)s. Nessuno ha ancora risposto.") % words
    else:
        text = ngettext(
            "«%(title)s», nel canale %(channel)s. Ne aspetta anche un’altra.",
            "«%(title)s», nel canale %(channel)s. Ne aspettano altre %(n)d.",
            len(waiting) - 1,
        ) % {**words, "n": len(waiting) - 1}
    return [
        Item(40, _("Rispondi a %(who)s, se lo sai") % words, text, oldest.get_absolute_url(), _("Leggi la domanda"))
    ]
