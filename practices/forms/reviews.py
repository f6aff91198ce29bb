"""What a reviewer decides, and whom a moderator asks."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.ui.forms import TextField, area, missing

from ..models import Criterion


class DecisionForm(forms.Form):
    """What a reviewer found, and what is missing: publishing needs the first, sending back the second."""

    use_required_attribute = False  # which of the two is needed depends on the button

    ticks = forms.MultipleChoiceField(
        label=_("Che cosa hai trovato"),
        choices=Criterion,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Per pubblicarla servono tutti."),
        error_messages={
            "required": _("Per pubblicarla spunta tutti i criteri. Se uno manca, rimandala e scrivi quale.")
        },
    )
    reason = TextField(
        label=_("Che cosa manca"),
        max_length=2000,
        widget=area(4),
        help_text=_("Serve se la rimandi: chi l’ha scritta legge queste righe."),
        error_messages={"required": _("Scrivi che cosa manca, così chi l’ha scritta sa da dove riprendere.")},
    )

    def __init__(self, *args, accepts: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.accepts = accepts

    def full_clean(self) -> None:
        self.fields["ticks"].required, self.fields["reason"].required = self.accepts, not self.accepts
        super().full_clean()
        # Neither is called optional on the page.
        self.fields["ticks"].required = self.fields["reason"].required = True

    def clean_ticks(self) -> list[str]:
        ticks = self.cleaned_data["ticks"]
        if self.accepts and set(ticks) != set(Criterion.values):
            raise forms.ValidationError(self.fields["ticks"].error_messages["required"])
        return ticks


class AskForm(forms.Form):
    """Whom to ask to read a sheet: a name is enough, if one person has it."""

    person = TextField(
        label=_("A chi la affidi"),
        max_length=120,
        help_text=_("Nome e cognome di un operatore."),
        **missing(_("Scrivi nome e cognome.")),
    )

    def __init__(self, *args, people: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_person(self) -> User:
        said = self.cleaned_data["person"]
        found = list(self.people.filter(handle=slugify(said)[:50])[:2])
        if not found:
            named = self.people
            for word in said.split()[:6]:
                named = named.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
            found = list(named[:2])
        if not found:
            raise forms.ValidationError(
                _("Non c’è un operatore con questo nome, o l’ha scritta lui. Controlla come si scrive.")
            )
        if len(found) > 1:
            raise forms.ValidationError(_("C’è più di una persona con questo nome: scrivi nome e cognome."))
        return found[0]
