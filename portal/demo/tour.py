"""«Il giro in dieci minuti»: the loop in seven steps, each with a button that leads into it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.certification.models import Certificate
from portal.network.receipts import grouped

from .story.requests import RECEIPT


@dataclass(frozen=True)
class Stop:
    """One step of the tour.

    Args:
        title: what happens there.
        text: what to look at, and what to try.
        button: the word on the button.
        url: where it leads.
        as_whom: the demo account it enters as; empty is a visitor.
    """

    title: str
    text: str
    button: str
    url: str
    as_whom: str = ""


def stops() -> list[Stop]:
    """The seven steps, in the order of the loop."""
    return [
        Stop(
            _("Una persona chiede un orientamento"),
            _(
                "Senza account e senza nome: due pagine di domande, e un codice. "
                "Provalo, oppure segui la richiesta qui sotto."
            ),
            _("Chiedi come una cittadina"),
            reverse("requests:ask"),
        ),
        Stop(
            _("Un operatore la prende e risponde"),
            _("Nello lavora allo sportello di Empoli. In «Richieste» c’è chi gli ha scritto, e che cosa aspetta."),
            _("Entra come Nello"),
            reverse("requests:queue"),
            "nello@example.org",
        ),
        Stop(
            _("L’attivatrice tiene viva la bacheca"),
            _(
                "Qui c’è quello che nessuno guarda da un mese. «C’è ancora» o «È finita», con un tocco: "
                "chi ha la bacheca aperta lo vede subito."
            ),
            _("Entra come Bruna"),
            reverse("opportunities:opportunities") + "?territorio=empolese-valdelsa&da-ricontrollare=1",
            "attivatrice@example.org",
        ),
        Stop(
            _("Un caso difficile si porta ai colleghi"),
            _("Senza nomi, con pochi lettori scelti. Chi legge lo sa solo chi ha aperto il caso."),
            _("Entra come Ada"),
            reverse("cases:cases"),
            "ted@example.org",
        ),
        Stop(
            _("Quello che ha funzionato diventa una pratica"),
            _("Ogni scheda dice come si fa e com’è andata a chi l’ha provata. Cerca con le parole di tutti i giorni."),
            _("Cerca «distacco della luce»"),
            reverse("search:results") + "?q=distacco+della+luce",
        ),
        Stop(
            _("Chi impara si certifica"),
            _(
                "A Lara mancano una prova e una presenza. Fai la prova con lei; "
                "poi Franco chiude il registro e l’attestato esce da solo."
            ),
            _("Entra come Lara"),
            reverse("courses:courses"),
            "corsista@example.org",
        ),
        Stop(
            _("L’attestato si controlla, senza telefonare"),
            _("Due codici qui sotto: uno vale, uno è stato ritirato."),
            _("Controlla un attestato"),
            reverse("certification:check"),
        ),
    ]


def receipt() -> str:
    """The number of the request that one can follow, in groups of four."""
    return grouped(RECEIPT)


def certificates() -> dict[str, Certificate | None]:
    """A valid certificate of the demo, and a revoked one."""
    made = Certificate.objects.order_by("-pk")
    return {"valid": made.filter(revoked_at=None).first(), "revoked": made.exclude(revoked_at=None).first()}
