"""What «Oggi» takes from this room: a certificate just issued, and who waits to come in."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clock import today
from portal.ui.today import Item

from .models import Certificate
from .permissions import can_admit_at_all
from .queries import own_certificates, waiting_requests


def items(user) -> list[Item]:
    return [*_just_issued(user), *_waiting(user)]


def _just_issued(user) -> list[Item]:
    """The newest certificate that she has not looked at, for a month."""
    fresh = own_certificates(user).filter(
        welcomed_at=None, revoked_at=None, issued_on__gte=today() - timedelta(days=30)
    )
    # Of two issued together the certification says more.
    found = sorted(fresh, key=lambda one: one.kind != Certificate.Kind.COMPETENCE)[:1]
    return [
        Item(
            10,
            _("Guarda che cosa cambia per te"),
            _("La tua certificazione è pronta.")
            if one.kind == Certificate.Kind.COMPETENCE
            else _("Il tuo attestato di partecipazione è pronto."),
            reverse("certification:certificate_welcome", args=[one.shown_code]),
            _("Apri"),
        )
        for one in found
    ]


def _waiting(user) -> list[Item]:
    waiting = waiting_requests(user).count() if can_admit_at_all(user) else 0
    if not waiting:
        return []
    title = ngettext("Rispondi a chi chiede di entrare", "Rispondi alle %(n)d persone che chiedono di entrare", waiting)
    return [
        Item(
            20,
            title % {"n": waiting},
            _("Scegli il corso, oppure registra il certificato che ha già."),
            reverse("certification:admissions"),
            _("Leggi le richieste"),
        )
    ]
