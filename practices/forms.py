from datetime import date, timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.clock import today
from portal.guard.forms import GuardedForm
from portal.vocabulary.models import Territory, Theme

from .actions.adopting import MOST_CONDITIONS
from .models import Adoption, Condition, Criterion, Outcome, PracticePage

MOST_THEMES = 3
MOST_TAGS = 5
_LONGEST_AGO = timedelta(days=5 * 366)


def _area(rows: int, longest: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": longest})


def _missing(sentence) -> dict:
    """What to say when a field is empty: what to do, never «obbligatorio»."""
    return {"error_messages": {"required": sentence}}


def _question(label, hint, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=6000,
        widget=_area(rows, 6000),
        **_missing(_("Scrivi anche poche righe: senza, un collega non può rifarla.")),
    )


class TerritoryField(forms.ModelChoiceField):
    """Where: a municipality stands under its area."""

    def __init__(self, **kwargs):
        places = Territory.objects.select_related("parent")
        empty = _("Scegli il territorio")
        super().__init__(places, empty_label=empty, **_missing(_("Scegli il territorio.")), **kwargs)

    def label_from_instance(self, territory: Territory) -> str:
        return f"{territory.parent.label}: {territory.label}" if territory.parent_id else territory.label


class SheetForm(GuardedForm, forms.Form):
    """The sheet: six plain questions, and where it belongs. A draft needs a title alone."""

    guarded = {name: "ask" for name in ("title", "summary", "cost", "tags", *PracticePage.TEXTS)}

    title = forms.CharField(
        label=_("Titolo"),
        max_length=140,
        help_text=_("Che cosa si fa, in poche parole."),
        **_missing(_("Scrivi un titolo, anche provvisorio.")),
    )
    summary = forms.CharField(
        label=_("In una o due frasi"),
        max_length=250,
        widget=_area(3, 250),
        help_text=_("Si legge negli elenchi: che cosa fai e perché conviene."),
        **_missing(_("Scrivi una frase.")),
    )
    kind = forms.ChoiceField(
        label=_("Com’è andata"),
        choices=PracticePage.Kind,
        initial=PracticePage.Kind.WORKED,
        widget=forms.RadioSelect,
        help_text=_("Anche quello che non ha funzionato serve a un collega."),
        **_missing(_("Scegli com’è andata.")),
    )
    need = _question(_("Il bisogno"), _("Che problema vedi, e da che cosa lo riconosci."))
    people = _question(_("Per chi"), _("Chi hai davanti, senza niente che faccia riconoscere una famiglia."), rows=4)
    steps = _question(_("I passi"), _("Uno per riga, numerati: «1. Mettete in fila le bollette»."), rows=10)
    resources = _question(_("Che cosa serve"), _("Tempo, carte, persone. I dati con la loro fonte e la data."), rows=4)
    results = _question(_("Che cosa cambia"), _("Che cosa hai visto dopo."), rows=4)
    weak_points = _question(
        _("Dove si inceppa, e come se ne esce"),
        _("Un problema alla volta, e come se ne esce. Tra due asterischi va in grassetto: **così**."),
    )
    setting = forms.ChoiceField(
        label=_("Dove si fa"),
        choices=[("", _("Scegli dove")), *PracticePage.Setting.choices],
        **_missing(_("Scegli dove si fa.")),
    )
    minutes = forms.IntegerField(
        label=_("Quanto tempo serve, in minuti"),
        min_value=1,
        max_value=6000,
        help_text=_("In tutto, per una famiglia."),
        error_messages={
            "required": _("Scrivi quanti minuti servono."),
            "invalid": _("Scrivi un numero di minuti, per esempio 60."),
        },
    )
    cost = forms.CharField(
        label=_("Quanto costa"), max_length=80, required=False, help_text=_("A parole: «Nessun costo».")
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("Temi"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Da uno a tre."),
        **_missing(_("Scegli almeno un tema.")),
    )
    territory = TerritoryField(label=_("Dove l’hai fatta"))
    tags = forms.CharField(
        label=_("Parole chiave"), max_length=200, required=False, help_text=_("Fino a cinque, separate da virgole.")
    )
    audience = forms.ChoiceField(
        label=_("Chi la può leggere"),
        choices=PracticePage.Audience,
        initial=PracticePage.Audience.PUBLIC,
        widget=forms.RadioSelect,
        help_text=_("Il tuo nome e l’iniziale del cognome si vedono accanto alla pratica."),
    )
    SECTIONS = (
        (_("La pratica in breve"), ("title", "summary", "kind")),
        (_("Le sei domande"), PracticePage.TEXTS),
        (_("Per trovarla"), ("setting", "minutes", "cost", "territory", "themes", "tags", "audience")),
    )

    def __init__(self, *args, complete: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.complete = complete
        self.fields["themes"].queryset = Theme.objects.all()

    def full_clean(self) -> None:
        """A draft may lack anything but its title; the page still says what will be needed."""
        needed = [field for name, field in self.fields.items() if field.required and name != "title"]
        if not self.complete:
            for field in needed:
                field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    def clean_themes(self):
        themes = list(self.cleaned_data["themes"])
        if len(themes) > MOST_THEMES:
            raise forms.ValidationError(_("Scegline al massimo tre: quelli che un collega cercherebbe."))
        return themes

    def clean_tags(self) -> list[str]:
        tags = list(dict.fromkeys(tag.strip().lower() for tag in self.cleaned_data["tags"].split(",") if tag.strip()))
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(_("Lasciane cinque."))
        if any(len(tag) > 60 for tag in tags):
            raise forms.ValidationError(_("Ogni parola chiave ha al massimo 60 caratteri."))
        return tags

    @property
    def sections(self):
        """The fields under their headings, for the page."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    @property
    def theme_groups(self) -> list[tuple[str, list, bool]]:
        """The boxes of the themes under their wider word, and whether one of them is ticked."""
        groups: dict[int, list] = {}
        for box in self["themes"]:
            theme = box.data["value"].instance
            groups.setdefault(theme.parent_id or theme.pk, []).append((theme, box))
        return [
            (
                next((theme.label for theme, _box in boxes if theme.parent_id is None), boxes[0][0].label),
                [box for _theme, box in boxes],
                any(box.data["selected"] for _theme, box in boxes),
            )
            for boxes in groups.values()
        ]

    @staticmethod
    def initial_of(sheet: PracticePage) -> dict:
        """What a sheet fills the form with."""
        names = ("title", "summary", "kind", "setting", "minutes", "cost", "audience", *PracticePage.TEXTS)
        found = {name: getattr(sheet, name) for name in names}
        found["themes"] = [theme.pk for theme in sheet.themes.all()]
        found["territory"] = sheet.territory_id
        found["tags"] = ", ".join(sheet.tag_names)
        return found


class AdoptionForm(GuardedForm, forms.Form):
    """«L’ho provata»: how it went, and when it works."""

    guarded = {name: "ask" for name in ("changed", "happened", "works_when", "fails_when")}

    outcome = forms.ChoiceField(
        label=_("Com’è andata?"), choices=Outcome, widget=forms.RadioSelect, **_missing(_("Scegli com’è andata."))
    )
    happened = forms.CharField(
        label=_("Che cosa è successo?"),
        max_length=2000,
        widget=_area(4, 2000),
        help_text=_("Tre righe bastano. Niente nomi né indirizzi."),
        **_missing(_("Racconta in due righe che cosa è successo.")),
    )
    changed = forms.CharField(
        label=_("Che cosa hai cambiato?"),
        max_length=1200,
        required=False,
        widget=_area(3, 1200),
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
        **_missing(_("Scegli sì o no.")),
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
    works_when = forms.CharField(
        label=_("Funziona anche quando…"), max_length=160, required=False, help_text=_("Con parole tue, in una riga.")
    )
    fails_when = forms.CharField(
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
    reason = forms.CharField(
        label=_("Che cosa manca"),
        max_length=2000,
        widget=_area(4, 2000),
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

    person = forms.CharField(
        label=_("A chi la affidi"),
        max_length=120,
        help_text=_("Nome e cognome di un operatore."),
        **_missing(_("Scrivi nome e cognome.")),
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


class WithdrawForm(forms.Form):
    """Why a published practice goes."""

    reason = forms.CharField(
        label=_("Perché la ritiri"),
        max_length=1000,
        widget=_area(4, 1000),
        help_text=_("Lo leggono chi l’ha scritta e chi cura la biblioteca."),
        **_missing(_("Scrivi il motivo, in una riga.")),
    )


class RemoveForm(forms.Form):
    """Why a report is taken off; its own writer need not say."""

    reason = forms.CharField(
        label=_("Perché la togli"),
        max_length=300,
        widget=_area(3, 300),
        **_missing(_("Scrivi il motivo, in una riga.")),
    )

    def __init__(self, *args, own: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["reason"]


class TranslationForm(forms.Form):
    """A practice in English, field by field."""

    title = forms.CharField(max_length=140)
    summary = forms.CharField(max_length=250, widget=_area(3, 250))
    cost = forms.CharField(max_length=80, required=False)

    def __init__(self, *args, practice: PracticePage, **kwargs):
        super().__init__(*args, **kwargs)
        for name in PracticePage.TEXTS:
            self.fields[name] = forms.CharField(max_length=6000, widget=_area(8, 6000))
        for name, field in self.fields.items():
            field.label = SheetForm.base_fields[name].label
            field.error_messages["required"] = _("Scrivi qui il testo in inglese.")
            field.widget.attrs["lang"] = "en"
            # The page shows the Italian words beside the box.
            field.italian = getattr(practice, name)
