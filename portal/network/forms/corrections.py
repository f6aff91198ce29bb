"""«C’è un errore», and its answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guard.forms import GuardedForm
from portal.ui.forms import TextField, area, missing

from ..models import Correction


class ReportForm(GuardedForm):
    """Anybody's: only a hint where she names somebody, never a refusal."""

    guarded = {"text": "hint"}

    text = TextField(
        label=_("Che cosa non va?"),
        max_length=600,
        widget=area(4),
        help_text=_("Per esempio: il numero non risponde, l’orario è cambiato. Non serve il tuo nome."),
        **missing(_("Scrivi che cosa non va, anche in poche parole.")),
    )
    # So that a form sent twice is one report.
    receipt = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    # A field that people do not see: what fills in every field of a page fills in this one too.
    site = forms.CharField(
        label=_("Lascia vuoto questo campo"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_site(self) -> str:
        if self.cleaned_data["site"]:
            raise forms.ValidationError(_("Lascia vuoto questo campo e invia di nuovo."))
        return ""


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Com’è andata?"),
        choices=[
            (Correction.State.FIXED.value, _("Era sbagliato: ora è corretto")),
            (Correction.State.KEPT.value, _("Va bene com’è")),
        ],
        widget=forms.RadioSelect,
        **missing(_("Scegli una delle due risposte.")),
    )
    answer = TextField(
        label=_("La tua risposta"),
        max_length=600,
        widget=area(3),
        help_text=_("La legge chi ha scritto, con la sua ricevuta."),
        **missing(_("Scrivi una frase per chi ha segnalato.")),
    )
