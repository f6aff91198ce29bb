"""The first day: three things for each role, done by doing them. Pure: what they are and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """One thing of the first day.

    Args:
        key: its name in addresses and in the database.
        title: what to do, beginning with the verb.
        text: one sentence more.
        url: name of the page where it is done.
        args: of that page.
        is_done: says it from the person herself; without it, to open the page is to do it.
    """

    key: str
    title: str
    text: str
    url: str
    args: tuple[str, ...] = ()
    is_done: Callable[[Any], bool] | None = None


_PROFILE = Step(
    "presentati",
    _("Presentati in due righe"),
    _("Chi sei, di che cosa ti occupi, che lingue parli: i colleghi ti trovano così."),
    "accounts:profile",
    is_done=lambda person: bool(person.about.strip()),
)
_CHANNELS = Step(
    "canali",
    _("Guarda che cosa si dicono i colleghi"),
    _("Entra in un canale: si legge anche senza scrivere."),
    "forum:channels",
)
_QUESTION = Step(
    "domanda",
    _("Trova dove si fanno le prime domande"),
    _("In «Prime domande» risponde chi fa questo lavoro da anni. Nessuna è sciocca."),
    "forum:channels",
)
_COURSE = Step(
    "corso", _("Apri il tuo corso"), _("Ci trovi le lezioni, gli incontri e che cosa ti manca."), "courses:courses"
)
_BOARD = Step(
    "opportunita",
    _("Guarda che cosa c’è nella tua zona"),
    _("Corsi, aiuti, laboratori: chi passa controlla e firma."),
    "opportunities:opportunities",
)
_FOUND = Step(
    "farsi-trovare",
    _("Scegli se farti trovare"),
    _("Decidi tu che cosa vedono i cittadini: giorni, lingue, di che cosa ti occupi."),
    "network:listing_edit",
)
_QUEUE = Step(
    "richieste",
    _("Guarda dove arrivano le richieste"),
    _("Chi chiede un orientamento scrive qui: vedi come si prende e come si risponde."),
    "requests:queue",
)
_PRACTICE = Step(
    "pratica",
    _("Leggi una pratica provata"),
    _("Che cosa ha fatto un collega al tuo posto, e com’è andata."),
    "practices:practices",
)
_CASES = Step(
    "casi",
    _("Scopri come si chiede consiglio su un caso"),
    _("Senza nomi, con pochi colleghi scelti da te."),
    "cases:cases",
)
_PROGRAMMES = Step(
    "programma",
    _("Leggi il programma"),
    _("Per chi è, chi verifica, che cosa succede il 10 e il 20."),
    "pacts:programmes",
)
_EVENTS = Step(
    "eventi",
    _("Guarda chi si incontra, e quando"),
    _("«Ci vengo», e l’evento va nel calendario."),
    "agenda:appointments",
)
_REVIEWS = Step(
    "rilettura",
    _("Apri una scheda da rileggere"),
    _("Cinque domande, e la pratica esce o torna con un motivo."),
    "practices:reviews",
)
_REPORTS = Step(
    "segnalati", _("Guarda i messaggi segnalati"), _("Nascondi con un motivo, o lascia."), "forum:moderation"
)
_ADMISSIONS = Step(
    "entrare", _("Guarda chi chiede di entrare"), _("Rispondi di sì o di no, con una riga."), "certification:admissions"
)
_PEOPLE = Step("ruoli", _("Controlla chi fa che cosa"), _("I ruoli, da quando e fino a quando."), "accounts:roles")
_BODIES = Step(
    "enti",
    _("Controlla gli enti e gli sportelli"),
    _("Chi cura ogni pagina, e quando l’ha guardata."),
    "network:organisations",
)

# The first role that a person has decides.
GUIDES = {
    "staff": (_PEOPLE, _BODIES, _PROGRAMMES),
    "coordinator": (_ADMISSIONS, _QUEUE, _BODIES),
    "moderator": (_REVIEWS, _REPORTS, _CHANNELS),
    "trainer": (_COURSE, _CHANNELS, _PRACTICE),
    "committee": (_PROGRAMMES, _EVENTS, _PRACTICE),
    "steering": (_PROGRAMMES, _BOARD, _EVENTS),
    "operator": (_FOUND, _BOARD, _CASES),
    "network": (_CHANNELS, _BOARD, _CASES),
    "learner": (_PROFILE, _COURSE, _QUESTION),
}
STEPS = {step.key: step for steps in GUIDES.values() for step in steps}
