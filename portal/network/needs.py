"""What people come for, in their own words, and which themes of the vocabulary can answer it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.TextChoices):
    """The order is the page's. None of these words says anything about who chooses it."""

    BILL = "bolletta", _("Una bolletta o una lettera")
    HOME = "casa", _("La casa")
    DAILY = "spesa", _("La spesa e le cose di ogni giorno")
    CHILDREN = "figli", _("I figli, la scuola, il tempo")
    WORK = "lavoro", _("Il lavoro o un corso")
    PAPERS = "documenti", _("Documenti e permessi")
    DIGITAL = "digitale", _("Fare le cose col telefono o al computer")
    COMPANY = "compagnia", _("Stare un po’ in compagnia")
    VOICE = "voce", _("Preferisco dirlo a voce")


HINTS = {
    Need.BILL: _("Troppo alta, non capita, non pagata"),
    Need.HOME: _("Fa freddo, è umida, qualcosa è rotto"),
    Need.PAPERS: _("Anche se vieni da un altro Paese"),
    Need.DIGITAL: _("SPID, prenotazioni, domande in rete"),
}

# A desk or a person answers a need with one of these themes, or with one of the narrower words under them.
THEMES = {
    Need.BILL: ("energia",),
    Need.HOME: ("casa-e-abitare", "risparmio-in-casa"),
    Need.DAILY: ("famiglie", "isee-e-sostegni", "bilancio-familiare"),
    Need.CHILDREN: ("minori-e-scuola", "famiglie"),
    Need.WORK: ("lavoro-e-formazione",),
    Need.PAPERS: ("cittadini-stranieri", "primo-accesso"),
    Need.DIGITAL: ("divario-digitale",),
    Need.COMPANY: ("solitudine",),
    Need.VOICE: (),
}
