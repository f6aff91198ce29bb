from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.accounts.models import Qualification, User
from portal.clock import today
from portal.ui.forms import TextField

from .models import is_code, normalised
from .models.codes import LENGTH
from .queries import open_courses, who_may_have_seen

capfirst_lazy = lazy(capfirst, str)


def day(label: str, **more) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Scrivi la data che c’è sul foglio."),
            "invalid": _("Scrivi la data così: 24/11/2026."),
        },
        **more,
    )


class CheckForm(forms.Form):
    """The code of a certificate, typed as people type."""

    code = TextField(
        label=_("Codice dell’attestato"),
        max_length=300,
        help_text=_("È in fondo al foglio: sette gruppi di quattro segni. Vanno bene anche minuscole e spazi."),
        error_messages={"required": _("Scrivi il codice che trovi in fondo al foglio.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        signs = normalised(self.cleaned_data["code"])
        if len(signs) != LENGTH:
            raise ValidationError(
                ngettext(
                    "Il codice ha ventotto segni: qui ne leggiamo %(n)d. Controlla di averlo scritto tutto.",
                    "Il codice ha ventotto segni: qui ne leggiamo %(n)d. Controlla di averlo scritto tutto.",
                    len(signs),
                ),
                params={"n": len(signs)},
            )
        if not is_code(signs):
            raise ValidationError(_("C’è un segno che nei nostri codici non esiste. Rileggi il foglio con calma."))
        return signs


class AdmitForm(forms.Form):
    """Into which course."""

    course = forms.ModelChoiceField(
        None,
        label=_("In quale corso"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Scegli il corso."), "invalid_choice": _("Scegli uno dei corsi.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = open_courses()


class DeclineForm(forms.Form):
    reason = TextField(
        label=_("Perché non ora"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La persona lo legge così come lo scrivi."),
        error_messages={"required": _("Scrivi il motivo: una o due frasi bastano.")},
    )


class PaperForm(forms.Form):
    """A certification got elsewhere, as it stands on the paper that someone has seen."""

    kind = forms.ChoiceField(
        label=_("Che cosa certifica"),
        choices=[(kind.value, capfirst_lazy(kind.label)) for kind in Qualification.Kind],
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli che cosa certifica.")},
    )
    title = TextField(
        label=_("Titolo, come è scritto sul foglio"),
        max_length=160,
        error_messages={"required": _("Scrivi il titolo che c’è sul foglio.")},
    )
    issuer = TextField(
        label=_("Chi l’ha rilasciato"),
        max_length=120,
        error_messages={"required": _("Scrivi l’ente che l’ha rilasciato.")},
    )
    number = TextField(
        label=_("Numero"),
        max_length=60,
        help_text=_("Se sul foglio non c’è, scrivi «senza numero»."),
        error_messages={"required": _("Scrivi il numero, oppure «senza numero».")},
    )
    issued_on = day(_("Data di rilascio"))
    valid_until = day(_("Vale fino al"), required=False, help_text=_("Lascia vuoto se non scade."))
    seen_by = forms.ModelChoiceField(
        None,
        label=_("Chi ha visto il foglio"),
        empty_label=None,
        error_messages={
            "required": _("Scegli chi ha visto il foglio."),
            "invalid_choice": _("Scegli una delle persone dell’elenco."),
        },
    )

    def __init__(self, *args, person: User | None, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["seen_by"].queryset = who_may_have_seen()
        self.fields["seen_by"].initial = by.pk
        self.fields["seen_by"].label_from_instance = lambda one: one.full_name

    def clean_issued_on(self) -> date:
        day = self.cleaned_data["issued_on"]
        if day > today():
            raise ValidationError(_("Questa data deve ancora venire. Controlla il foglio."))
        return day

    def clean_valid_until(self) -> date | None:
        day = self.cleaned_data["valid_until"]
        if day and day < today():
            raise ValidationError(_("Questo certificato è già scaduto: non si può registrare."))
        return day

    def clean(self) -> dict:
        data = super().clean()
        if self.person and data.get("seen_by") == self.person:
            self.add_error("seen_by", _("Il foglio deve averlo visto un’altra persona."))
        if self.person and data.get("kind"):
            held = Qualification.objects.filter(
                person=self.person, kind=data["kind"], state=Qualification.State.CERTIFIED, withdrawn_at=None
            ).first()
            if held and held.is_valid:
                self.add_error("kind", _("Questa certificazione l’ha già: non serve registrarla."))
        return data


class RecordForm(PaperForm):
    """The same, for a person who is in the network already."""

    who = TextField(
        label=_("A chi"),
        max_length=254,
        help_text=_("Il nome del suo profilo, per esempio ada-ferrero, oppure la sua e-mail."),
        error_messages={"required": _("Scrivi di chi è il certificato.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    field_order = ["who", "kind", "title", "issuer", "number", "issued_on", "valid_until", "seen_by"]

    def __init__(self, *args, people, by: User, **kwargs):
        super().__init__(*args, person=None, by=by, **kwargs)
        self.people = people

    def clean_who(self) -> str:
        words = self.cleaned_data["who"].strip().lower()
        lookup = {"email__iexact" if "@" in words else "handle": words}
        self.person = self.people.select_related("territory__parent").filter(**lookup).first()
        if self.person is None:
            raise ValidationError(
                _("Nel tuo territorio non troviamo nessuno con questo nome. Controlla il suo profilo.")
            )
        return self.cleaned_data["who"]


class RevokeForm(forms.Form):
    reason = TextField(
        label=_("Perché non vale più"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lo legge solo chi ha l’attestato. Chi controlla il codice vede che non vale più, e basta."),
        error_messages={"required": _("Scrivi il motivo: la persona ha diritto di saperlo.")},
    )
    sure = forms.BooleanField(
        label=_("Ho controllato: è l’attestato giusto"),
        error_messages={"required": _("Metti il segno se hai controllato.")},
    )
