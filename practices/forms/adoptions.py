"""«L’ho provata»."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.clock import today
from portal.guard.forms import GuardedForm
from portal.ui.forms import TextField, area, missing
from portal.vocabulary.forms import TerritoryField

from ..actions.adopting import MOST_CONDITIONS
from ..models import Adoption, Condition, Outcome, PracticePage

_LONGEST_AGO = timedelta(days=5 * 366)


class AdoptionForm(GuardedForm, forms.Form):
    """«L’ho provata»: how it went, and when it works."""

    guarded = {name: "ask" for name in ("changed", "happened", "works_when", "fails_when")}

    outcome = forms.ChoiceField(
        label=_("Com’è andata?"), choices=Outcome, widget=forms.RadioSelect, **missing(_("Scegli com’è andata."))
    )
    happened = TextField(
        label=_("Che cosa è successo?"),
        max_length=2000,
        widget=area(4),
        help_text=_("Tre righe bastano. Niente nomi né indirizzi."),
        **missing(_("Racconta in due righe che cosa è successo.")),
    )
    changed = TextField(
        label=_("Che cosa hai cambiato?"),
        max_length=1200,
        required=False,
        widget=area(3),
        help_text=_("Se l’hai fatta a modo tuo, il prossimo lo trova già scritto."),
    )
    territory = TerritoryField(label=_("Dove l’hai provata?"))
    tried_on = forms.DateField(
        label=_("Quando?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Scrivi quando l’hai provata."),
            "invalid": _("Scrivi la data così: 24/11/2026."),
        },
    )
    again = forms.TypedChoiceField(
        label=_("La rifaresti?"),
        choices=[("1", _("Sì")), ("0", _("No"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        **missing(_("Scegli sì o no.")),
    )
    works = forms.MultipleChoiceField(
        label=_("Funziona quando"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Se è stato così anche per te."),
    )
    fails = forms.MultipleChoiceField(
        label=_("Non funziona quando"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Se è stato così anche per te."),
    )
    works_when = TextField(
        label=_("Funziona anche quando…"), max_length=160, required=False, help_text=_("Con parole tue, in una riga.")
    )
    fails_when = TextField(
        label=_("Non funziona quando…"), max_length=160, required=False, help_text=_("Con parole tue, in una riga.")
    )

    def __init__(self, *args, practice: PracticePage, person: User, adoption: Adoption | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.practice, self.person, self.adoption = practice, person, adoption
        self._texts = {}
        for kind, name in ((Condition.Kind.WORKS, "works"), (Condition.Kind.FAILS, "fails")):
            known = [condition for condition in practice.conditions.all() if condition.kind == kind][:8]
            self.fields[name].choices = [(str(condition.pk), condition.text) for condition in known]
            self._texts |= {str(condition.pk): condition for condition in known}
            if not known:
                del self.fields[name]
        self.fields["tried_on"].widget.attrs["max"] = today().isoformat()

    def clean_tried_on(self) -> date:
        day = self.cleaned_data["tried_on"]
        if day > today():
            raise forms.ValidationError(_("Quel giorno non è ancora arrivato. Scrivi quando l’hai provata."))
        if day < today() - _LONGEST_AGO:
            raise forms.ValidationError(_("È troppo tempo fa. Controlla l’anno."))
        told = Adoption.objects.filter(practice=self.practice, person=self.person, tried_on=day, removed_at=None)
        if told.exclude(pk=self.adoption.pk if self.adoption else 0).exists():
            raise forms.ValidationError(
                _("Per questo giorno l’hai già raccontata. Scegli un altro giorno, o correggi quella.")
            )
        return day

    def clean(self) -> dict:
        data = super().clean()
        if len(self.conditions) > MOST_CONDITIONS:
            self.add_error("works_when", _("Scegli al massimo tre condizioni in tutto, le più importanti."))
        return data

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What was picked and what was added, as pairs of kind and text."""
        data = getattr(self, "cleaned_data", {})
        picked = [self._texts[pk] for name in ("works", "fails") for pk in data.get(name) or ()]
        found = [(condition.kind, condition.text) for condition in picked]
        for name, kind in (("works_when", Condition.Kind.WORKS), ("fails_when", Condition.Kind.FAILS)):
            if data.get(name, "").strip(" .;,"):
                found.append((kind.value, data[name]))
        return list(dict.fromkeys((str(kind), text) for kind, text in found))

    @property
    def told(self) -> dict:
        """What the action takes."""
        names = ("territory", "tried_on", "outcome", "happened", "changed", "again")
        return {name: self.cleaned_data[name] for name in names} | {"conditions": self.conditions}

    @staticmethod
    def initial_of(adoption: Adoption) -> dict:
        found = {name: getattr(adoption, name) for name in ("outcome", "happened", "changed", "tried_on")}
        picked = adoption.conditions.all()
        return found | {
            "territory": adoption.territory_id,
            "again": "1" if adoption.again else "0",
            "works": [str(condition.pk) for condition in picked if condition.kind == Condition.Kind.WORKS],
            "fails": [str(condition.pk) for condition in picked if condition.kind == Condition.Kind.FAILS],
        }


class RemoveForm(forms.Form):
    """Why a report is taken off; its own writer need not say."""

    reason = TextField(
        label=_("Perché la togli"),
        max_length=300,
        widget=area(3),
        **missing(_("Scrivi il motivo, in una riga.")),
    )

    def __init__(self, *args, own: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["reason"]
