"""The situation of a case in bands: never a value, never a date, never a place (privacy.md P2).

Every band may be left empty: «preferisco non indicarlo».
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

UNSAID = _("Preferisco non indicarlo")


class Household(models.TextChoices):
    ONE = "1", _("1")
    TWO = "2", _("2")
    FEW = "3-4", _("3–4")
    MANY = "5+", _("5 o più")


class Age(models.TextChoices):
    LITTLE = "0-5", _("0–5 anni")
    CHILD = "6-13", _("6–13 anni")
    TEEN = "14-17", _("14–17 anni")
    ADULT = "adult", _("adulti")
    ELDER = "65-79", _("65–79 anni")
    OLD = "80+", _("80 anni o più")


class Isee(models.TextChoices):
    """The programme's thresholds (decisions.md 22), so that eligibility can answer «sembra di sì»."""

    LOW = "under_6000", _("meno di 6.000 euro")
    MIDDLE = "6000_12000", _("6.000–12.000 euro")
    HIGH = "over_12000", _("più di 12.000 euro")
    UNKNOWN = "unknown", _("non si sa")


class Health(models.TextChoices):
    NO = "no", _("no")
    YES = "yes", _("sì")
    EQUIPMENT = "equipment", _("sì, con apparecchi elettromedicali")


class Supply(models.TextChoices):
    ELECTRICITY = "electricity", _("luce")
    GAS = "gas", _("gas")
    OTHER = "other", _("altro")


class Arrears(models.TextChoices):
    NONE = "none", _("nessuno")
    SHORT = "under_3", _("meno di 3 mesi")
    MIDDLE = "3_6", _("3–6 mesi")
    LONG = "over_6", _("più di 6 mesi")


class Debt(models.TextChoices):
    SMALL = "under_200", _("meno di 200 euro")
    SOME = "200_500", _("200–500 euro")
    MUCH = "500_1000", _("500–1.000 euro")
    HEAVY = "over_1000", _("più di 1.000 euro")


class CutRisk(models.TextChoices):
    NO = "no", _("no")
    SOON = "soon", _("sì, presto")
    DONE = "done", _("già avvenuto")


class Housing(models.TextChoices):
    PUBLIC = "public_rent", _("casa popolare")
    RENT = "private_rent", _("affitto privato")
    OWNED = "owned", _("di proprietà")
    OTHER = "other", _("altro")


class Heating(models.TextChoices):
    OWN_GAS = "own_gas", _("caldaia propria")
    CENTRAL = "central", _("centralizzato")
    STOVE = "stove", _("stufa a legna o pellet")
    ELECTRIC = "electric", _("elettrico")
    NONE = "none", _("non c’è, o è spento")


class Tried(models.TextChoices):
    BONUS = "bonus", _("bonus sociali")
    INSTALMENTS = "instalments", _("richiesta di rate")
    SOCIAL_WORKER = "social_worker", _("assistente sociale informata")
    CAF = "caf", _("CAF o patronato")
    COMPLAINT = "complaint", _("reclamo al venditore")
    SWITCH = "switch", _("cambio di offerta")
    FOOD_HELP = "food_help", _("aiuto per la spesa")
    LEGAL = "legal", _("consulenza legale")


class Basis(models.TextChoices):
    """On which ground a family is spoken of (privacy.md P4): the tick is the evidence, no paper is uploaded."""

    INFORMED = "informed", _("La famiglia è informata, secondo l’informativa del mio ente")
    CONSENT = "consent", _("Il mio ente ha raccolto il consenso esplicito della famiglia")
    UNRECOGNISABLE = "unrecognisable", _("La situazione è resa non riconoscibile: non c’è una famiglia reale")


# By field, in the order of the page. `ages`, `supplies` and `tried` hold several.
BANDS = {
    "household": Household,
    "ages": Age,
    "isee": Isee,
    "health": Health,
    "supplies": Supply,
    "arrears": Arrears,
    "debt": Debt,
    "cut_risk": CutRisk,
    "housing": Housing,
    "heating": Heating,
    "tried": Tried,
}
SEVERAL = ("ages", "supplies", "tried")
LABELS = {
    "household": _("Persone in casa"),
    "ages": _("Età presenti"),
    "isee": _("ISEE"),
    "health": _("Bisogni di salute"),
    "supplies": _("Forniture"),
    "arrears": _("Ritardo"),
    "debt": _("Debito luce e gas"),
    "cut_risk": _("Rischio di distacco"),
    "housing": _("Casa"),
    "heating": _("Riscaldamento"),
    "tried": _("Già provato"),
}
