"""What is asked about a family, and kept nowhere; guidelines; the page of a programme."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guard.forms import GuardedForm
from portal.ui.forms import LineField, TextField, area, missing

from .eligibility import Answers, Negative, NotAnAmount, Other, Told, TooHigh, euros
from .models import Programme

_CHOOSE = {name: _("Scegli una risposta; va bene anche «Non lo so».") for name in ("required", "invalid_choice")}
_DAY = {"invalid": _("Scrivi la data così: 24/11/2026.")}


class AmountField(forms.CharField):
    """An amount in euro, written the Italian way; what can't be read comes back as it was typed."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value) -> Decimal | None:
        try:
            return euros(super().to_python(value))
        except Negative:
            raise forms.ValidationError(_("Questa cifra è sotto lo zero. Scrivila così: 9.500,50."))
        except TooHigh:
            raise forms.ValidationError(_("Questa cifra è molto alta. Controlla i punti e la virgola: 9.500,50."))
        except NotAnAmount:
            raise forms.ValidationError(_("Non riesco a leggere la cifra. Scrivila così: 9.500 oppure 9.500,50."))

    def prepare_value(self, value):
        """Write what is kept as people write it, whatever the language of the page."""
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


class EligibilityForm(forms.Form):
    """The answers of a check. They make one page, and are kept nowhere: no draft, no session."""

    isee = AmountField(
        label=_("Quanto è l’ISEE?"),
        required=False,
        help_text=_("In euro, come sull’attestazione: per esempio 9.500 oppure 9.500,50. Vuoto vuol dire «non lo so»."),
    )
    child = forms.ChoiceField(
        label=_("C’è almeno un figlio a carico che studia, o che non ha un lavoro?"),
        choices=Told,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    vulnerable = forms.ChoiceField(
        label=_("In famiglia c’è una persona anziana o con disabilità?"),
        choices=Told,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    others = forms.MultipleChoiceField(
        label=_("C’è altro da raccontare?"),
        choices=Other,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Si racconta e si pesa, ma non è una condizione."),
        error_messages={"invalid_choice": _("Scegli fra le risposte della lista.")},
    )

    @property
    def answers(self) -> Answers:
        data = self.cleaned_data
        return Answers(data["isee"], data["child"], data["vulnerable"], frozenset(data["others"]))


class GuidelineForm(GuardedForm, forms.Form):
    """What the steering group asks of the committee."""

    guarded = {"title": "ask", "text": "ask"}

    title = LineField(label=_("In una riga"), max_length=140, **missing(_("Scrivi in una riga che cosa chiedi.")))
    text = TextField(
        label=_("Che cosa chiedete"),
        max_length=6000,
        widget=area(10),
        help_text=_("A che cosa guardare nei prossimi quattro mesi, e perché. Niente nomi di famiglie."),
        **missing(_("Scrivi gli indirizzi.")),
    )


class ProgrammeForm(forms.Form):
    """The page of a programme, as the office keeps it."""

    name = LineField(label=_("Nome del programma"), max_length=120, **missing(_("Scrivi il nome.")))
    lead = LineField(label=_("In due righe"), max_length=300, **missing(_("Scrivi in due righe che cos’è.")))
    about = TextField(
        label=_("Che cos’è"), max_length=6000, widget=area(8), **missing(_("Racconta che cos’è il programma."))
    )
    isee_from = AmountField(label=_("ISEE, da"), **missing(_("Scrivi la cifra più bassa, compresa.")))
    isee_to = AmountField(label=_("ISEE, fino a"), **missing(_("Scrivi la cifra più alta, compresa.")))
    thresholds_on = forms.DateField(
        label=_("Le soglie valgono al"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Scrivi il giorno in cui le hai controllate."), **_DAY},
    )
    thresholds_source = LineField(
        label=_("Da dove vengono le soglie"), max_length=200, **missing(_("Scrivi dove le hai trovate."))
    )
    mail = forms.EmailField(
        label=_("Casella del programma"),
        max_length=254,
        required=False,
        help_text=_("Chi propone un patto scrive anche qui: un link e il codice, mai dati personali."),
        error_messages={"invalid": _("Controlla l’indirizzo: manca qualcosa. Per esempio: patti@esempio.it.")},
    )
    steering_from = forms.DateField(
        label=_("La cabina di regia conta i quattro mesi dal"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Scrivi da che giorno si conta."), **_DAY},
    )

    def clean(self) -> dict:
        data = super().clean()
        lowest, highest = data.get("isee_from"), data.get("isee_to")
        if lowest is not None and highest is not None and highest < lowest:
            self.add_error("isee_to", _("È più bassa della prima cifra. Controlla le due cifre."))
        return data

    @staticmethod
    def initial_of(programme: Programme) -> dict:
        return {name: getattr(programme, name) for name in ProgrammeForm.base_fields}
