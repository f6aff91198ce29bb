"""The number on the slip; what the person answers or adds."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.guard.forms import GuardedForm
from portal.ui.forms import CidField, LineField, TextField, area

from ...receipts import DIGITS
from ..models import LONGEST
from .asking import AtTimes


class ReceiptForm(forms.Form):
    """The number on the slip."""

    receipt = forms.CharField(
        label=_("Scrivi il codice"),
        help_text=_("Quattro gruppi di quattro cifre, per esempio 1234 5678 9012 3456"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Scrivi il codice di sedici cifre che hai sul foglio."),
            "max_length": _("Il codice ha sedici cifre. Controlla il foglio."),
        },
    )

    def clean_receipt(self) -> str:
        """Say what is seen without looking anything up: letters, or how many digits lack."""
        receipt = self.cleaned_data["receipt"]
        bare = re.sub(r"[\s.\-·]", "", receipt)
        lack = DIGITS - len(bare)
        if not bare.isdecimal():
            raise forms.ValidationError(_("Il codice ha solo cifre: sono sedici. Controlla il foglio."))
        if lack > 0:
            raise forms.ValidationError(
                ngettext("Il codice ha 16 cifre: ne manca una.", "Il codice ha 16 cifre: ne mancano %(n)d.", lack)
                % {"n": lack}
            )
        if lack < 0:
            raise forms.ValidationError(
                ngettext(
                    "Il codice ha 16 cifre: ce n’è una in più.",
                    "Il codice ha 16 cifre: ce ne sono %(n)d in più.",
                    -lack,
                )
                % {"n": -lack}
            )
        return receipt


class AddForm(AtTimes, GuardedForm):
    """What the person answers, or adds: one of the three, or some words."""

    guarded = {"text": "hint"}
    at_times = ("choice", "text", "contact")
    CHOICES = [
        ("ok", _("Sì, va bene")),
        ("other", _("Meglio in un altro modo o un altro giorno")),
        ("none", _("Non contattatemi più: torno io con il codice")),
    ]

    choice = forms.ChoiceField(label=_("Ti va bene?"), choices=CHOICES, widget=forms.RadioSelect)
    text = TextField(
        label=_("Aggiungi qualcosa"),
        help_text=_("Non servono nomi né indirizzi."),
        max_length=LONGEST,
        widget=area(3),
    )
    contact = LineField(
        label=_("Se preferisci una telefonata, lascia un numero"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    cid = CidField()

    def __init__(self, *args, answered: bool = False, **kwargs):
        """Take whether somebody answered since she wrote: only then the three answers are on the page."""
        super().__init__(*args, **kwargs)
        self.answered = answered
        if answered:
            self.fields["text"].help_text = _("Se vuoi, o al posto di una di queste risposte. Senza nomi né indirizzi.")

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("choice") or data.get("text") or data.get("contact")) and not self.errors:
            to_choose = _("Scegli una risposta, oppure scrivi due righe.")
            self.add_error("text", to_choose if self.answered else _("Scrivi due righe prima di inviare."))
        if data.get("contact") and not 6 <= sum(c.isdigit() for c in data["contact"]) <= 15:
            self.add_error("contact", _("Questo numero non sembra completo. Controllalo."))
        return data

    @property
    def words(self) -> str:
        """The choice in words, and what she wrote."""
        chosen = str(dict(self.CHOICES).get(self.cleaned_data["choice"], ""))
        return "\n\n".join(part for part in (chosen, self.cleaned_data["text"]) if part)
