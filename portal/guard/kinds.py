"""What can identify somebody in a text, how sure we are, and what may stand in its place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Certain: the shape and its check digits agree. Probable: a person would take it for that. Possible: only worth a hint.
CERTAIN, PROBABLE, POSSIBLE = "certain", "probable", "possible"
STRENGTH = {CERTAIN: 3, PROBABLE: 2, POSSIBLE: 1}


class Kind(models.TextChoices):
    """Each label completes «Sembra che ci sia …»."""

    FISCAL_CODE = "fiscal_code", _("un codice fiscale")
    IBAN = "iban", _("un IBAN")
    EMAIL = "email", _("un indirizzo e-mail")
    PHONE = "phone", _("un numero di telefono")
    SUPPLY_CODE = "supply_code", _("il codice di una fornitura")
    DSU_NUMBER = "dsu_number", _("il numero di una DSU")
    ISEE_AMOUNT = "isee_amount", _("un valore ISEE preciso")
    BIRTH_DATE = "birth_date", _("una data di nascita")
    DATE = "date", _("una data precisa")
    ADDRESS = "address", _("un indirizzo")
    PLATE = "plate", _("una targa")
    DOCUMENT = "document", _("il numero di un documento")
    CASE_NUMBER = "case_number", _("il numero di una cartella")
    NAME = "name", _("un nome")
    RARE_FACT = "rare_fact", _("un dettaglio che si riconosce")
    SENSITIVE = "sensitive", _("un’informazione delicata")


# What a click puts instead. They stay Italian: they become part of an Italian text.
PLACEHOLDERS = {
    Kind.FISCAL_CODE: "[codice fiscale tolto]",
    Kind.IBAN: "[IBAN tolto]",
    Kind.EMAIL: "[e-mail tolta]",
    Kind.PHONE: "[telefono tolto]",
    Kind.SUPPLY_CODE: "[codice tolto]",
    Kind.DSU_NUMBER: "[numero tolto]",
    Kind.BIRTH_DATE: "[età in fasce]",
    Kind.DATE: "[periodo]",
    Kind.ADDRESS: "[indirizzo tolto]",
    Kind.PLATE: "[targa tolta]",
    Kind.DOCUMENT: "[documento tolto]",
    Kind.CASE_NUMBER: "[numero tolto]",
    Kind.NAME: "[nome]",
}
