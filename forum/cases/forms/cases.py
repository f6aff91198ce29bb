"""A case in bands and words. Every text goes through the guard before anything is stored (privacy.md P3)."""

import secrets
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forum.forms import WordsField
from portal.clock import today
from portal.guard.forms import GuardedForm
from portal.guard.words import MADE_UP
from portal.vocabulary.models import Territory, Theme

from ..actions import LONGEST_QUESTION, LONGEST_TEXT
from ..models import BANDS, LABELS, SEVERAL, Basis, Case
from ..models.bands import UNSAID
from ..models.rarity import SHARES, is_rare, rarest

TOO_LONG = _("È lungo %(show_value)d caratteri: al massimo %(limit_value)d. Accorcialo.")


def _band(name: str) -> forms.ChoiceField:
    """A band: one choice or several, and always the right to say nothing."""
    wrong = {"invalid_choice": _("Scegli una delle fasce: i numeri esatti non si scrivono.")}
    if name in SEVERAL:
        return forms.MultipleChoiceField(
            label=LABELS[name],
            choices=BANDS[name].choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=wrong,
        )
    return forms.ChoiceField(
        label=LABELS[name],
        choices=[("", UNSAID), *BANDS[name].choices],
        required=False,
        initial="",
        widget=forms.RadioSelect,
        error_messages=wrong,
    )


class ThemeField(forms.ModelChoiceField):
    """One theme; the narrower ones stand under the wider."""

    def __init__(self, **kwargs):
        super().__init__(Theme.objects.select_related("parent"), to_field_name="slug", **kwargs)

    def label_from_instance(self, theme: Theme) -> str:
        return f"{theme.parent.label}: {theme.label}" if theme.parent_id else theme.label


class CaseForm(GuardedForm):
    """A case: in bands what can be, in words what must be, and one question."""

    guarded = {"question": "case", "situation": "case", "tried_text": "case"}

    pseudonym = forms.ChoiceField(
        label=_("Come lo chiamiamo"),
        help_text=_("Un fiore o un frutto al posto del nome. L’abbiamo già scelto: puoi cambiarlo."),
        error_messages={"invalid_choice": _("Scegli uno dei nomi dell’elenco.")},
    )
    theme = ThemeField(
        label=_("Di che cosa si tratta"),
        empty_label=_("Scegli il tema"),
        error_messages={"required": _("Scegli il tema: serve a trovare le pratiche simili.")},
    )
    second_theme = ThemeField(label=_("E anche di"), empty_label="—", required=False)
    area = forms.ModelChoiceField(
        Territory.objects.filter(parent=None),
        to_field_name="slug",
        label=_("Zona"),
        help_text=_("Mai il comune, mai la via."),
        required=False,
        empty_label=UNSAID,
    )
    household, ages, isee = _band("household"), _band("ages"), _band("isee")
    health, supplies, arrears, debt = _band("health"), _band("supplies"), _band("arrears"), _band("debt")
    cut_risk, housing, heating, tried = _band("cut_risk"), _band("housing"), _band("heating"), _band("tried")
    situation = WordsField(
        label=_("Quello che le fasce non dicono"),
        help_text=_("Che cosa conta per capire. Niente nomi, date, vie, scuole, datori di lavoro."),
        rows=6,
        max_length=LONGEST_TEXT,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    tried_text = WordsField(
        label=_("Che cosa hai già provato, e com’è andata"),
        rows=4,
        max_length=LONGEST_TEXT,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    question = WordsField(
        label=_("La domanda"),
        help_text=_("Una sola. Chi legge deve poter rispondere anche se ha cinque minuti."),
        rows=3,
        max_length=LONGEST_QUESTION,
        error_messages={
            "required": _("Scrivi la domanda: è quello che i colleghi leggono per primo."),
            "max_length": TOO_LONG,
        },
    )
    basis = forms.ChoiceField(
        label=_("Perché puoi parlarne"),
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli su quale base ne parli con i colleghi.")},
    )
    basis_month = forms.CharField(
        label=_("Mese del consenso"),
        help_text=_("Solo se avete raccolto il consenso: per esempio 03/2026."),
        max_length=7,
        required=False,
        error_messages={"max_length": _("Scrivi il mese così: 03/2026.")},
    )

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        used = set(
            Case.objects.filter(owner=owner).exclude(state=Case.State.CLOSED).values_list("pseudonym", flat=True)
        )
        free = [name for name in MADE_UP if name not in used]
        self.fields["pseudonym"].choices = [(name, name) for name in sorted(free)]
        self.fields["pseudonym"].initial = secrets.choice(free) if free else ""
        self.coarser = ""
        if self.is_bound and self.data.get("coarser") in ("area", *SHARES):
            self._leave_out(self.data["coarser"])

    def _leave_out(self, name: str) -> None:
        """Make the situation coarser, as a button of the combination guard asked."""
        self.data = self.data.copy()
        self.data.setlist(name, [] if name in SEVERAL else [""])
        self.coarser = str(self.fields[name].label)

    def is_valid(self) -> bool:
        return super().is_valid() and not self.coarser

    def clean_basis_month(self) -> date | None:
        text = self.cleaned_data["basis_month"].replace("\x00", "").strip()
        if not text:
            return None
        month, slash, year = text.partition("/")
        try:
            if not (slash and month.isascii() and year.isascii() and len(year) == 4):
                raise ValueError
            found = date(int(year), int(month), 1)
        except ValueError:
            raise ValidationError(_("Scrivi il mese così: 03/2026.")) from None
        if not date(2000, 1, 1) <= found <= today():
            raise ValidationError(_("Controlla il mese del consenso: non può essere nel futuro."))
        return found

    def clean(self) -> dict:
        data = super().clean()
        if data.get("basis") == Basis.CONSENT and not data.get("basis_month") and "basis_month" not in self.errors:
            self.add_error("basis_month", _("Scrivi in che mese avete raccolto il consenso, per esempio 03/2026."))
        area = data.get("area")
        if is_rare(data, area.slug if area else ""):
            raise ValidationError(
                _("Situazioni così sono pochissime: qualcuno potrebbe capire di chi si parla. Togli un dettaglio."),
                code="rare",
            )
        return data

    @property
    def coarser_choices(self) -> list[tuple[str, str]]:
        """What the combination guard offers: a wider area, or one detail less."""
        if not self.has_error("__all__", "rare"):
            return []
        offers = []
        if self.cleaned_data.get("area"):
            offers.append(("area", _now("Allarga la zona")))
        name = rarest(self.cleaned_data)
        if name:
            offers.append((name, _now("Togli «%(detail)s»") % {"detail": self.fields[name].label}))
        return offers

    @property
    def as_draft(self) -> dict[str, list[str]]:
        """What was typed so far, as it was sent."""
        return {name: self.data.getlist(name) for name in self.fields if name in self.data}

    @property
    def as_case(self) -> dict:
        """What `open_case` wants."""
        data = dict(self.cleaned_data)
        second = data.pop("second_theme")
        data["themes"] = list({theme.pk: theme for theme in (data.pop("theme"), second) if theme}.values())
        return data

    @classmethod
    def initial_of(cls, draft: dict[str, list[str]]) -> dict:
        """Read a draft back."""
        return {name: values if name in SEVERAL else (values or [""])[0] for name, values in draft.items()}


class CloseForm(GuardedForm):
    """How it went."""

    guarded = {"outcome": "case"}

    outcome_kind = forms.ChoiceField(
        label=_("Com’è andata?"),
        choices=Case.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli com’è andata.")},
    )
    outcome = WordsField(
        label=_("Racconta il finale"),
        help_text=_("Bastano tre righe: che cosa ha aiutato, che cosa no. Lo legge chi ti ha dato consigli."),
        rows=5,
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Racconta il finale in due o tre righe."), "max_length": TOO_LONG},
    )


class WordsForm(GuardedForm):
    """The words of a case, anew. Bands stay: they are what the readers answered to."""

    guarded = CaseForm.guarded | CloseForm.guarded

    question = CaseForm.base_fields["question"]
    situation = CaseForm.base_fields["situation"]
    tried_text = CaseForm.base_fields["tried_text"]
    outcome = CloseForm.base_fields["outcome"]

    def __init__(self, *args, is_open: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_open:
            del self.fields["outcome"]
