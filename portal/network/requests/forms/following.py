"""The number on the slip; what the person answers or adds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guard.forms import GuardedForm
from portal.ui.forms import CidField, LineField, TextField, area

from ..models import LONGEST


class ReceiptForm(forms.Form):
    """The number on the slip."""

    receipt = forms.CharField(
        label=_("Scrivi il codice"),
        help_text=_("Quattro gruppi di quattro cifre, per esempio 4831 0962 7754 1208"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Scrivi il codice di sedici cifre che hai sul foglio."),
            "max_length": _("Il codice ha sedici cifre. Controlla il foglio."),
        },
    )


class AddForm(GuardedForm):
    """What the person answers, or adds."""

    guarded = {"text": "hint"}
    CHOICES = [
        ("ok", _("Sì, va bene")),
        ("other", _("Meglio in un altro modo o un altro giorno")),
        ("none", _("Non contattatemi più: torno io con il codice")),
    ]

    choice = forms.ChoiceField(label=_("Ti va bene?"), choices=CHOICES, widget=forms.RadioSelect, required=False)
    text = TextField(
        label=_("Aggiungi qualcosa"),
        help_text=_("Non servono nomi né indirizzi."),
        required=False,
        max_length=LONGEST,
        widget=area(3),
    )
    contact = LineField(
        label=_("Se preferisci una telefonata, lascia un numero"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    cid = CidField()

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("choice") or data.get("text") or data.get("contact")) and not self.errors:
            self.add_error("text", _("Scegli una risposta, oppure scrivi due righe."))
        if data.get("contact") and not 6 <= sum(c.isdigit() for c in data["contact"]) <= 15:
            self.add_error("contact", _("Questo numero non sembra completo. Controllalo."))
        return data

    @property
    def words(self) -> str:
        """The choice in words, and what she wrote."""
        chosen = str(dict(self.CHOICES).get(self.cleaned_data["choice"], ""))
        return "\n\n".join(part for part in (chosen, self.cleaned_data["text"]) if part)
