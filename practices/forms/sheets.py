"""The sheet, its English page, and why it goes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guard.forms import GuardedForm
from portal.ui.forms import TextField, area, missing
from portal.vocabulary.forms import TerritoryField, grouped_themes
from portal.vocabulary.models import Theme

from ..actions.questions import unanswered
from ..models import PracticePage

MOST_THEMES = 3
MOST_TAGS = 5


def question(label, hint, rows: int = 6) -> TextField:
    return TextField(
        label=label,
        help_text=hint,
        max_length=6000,
        widget=area(rows),
        **missing(_("Scrivi anche poche righe: senza, un collega non può rifarla.")),
    )


class SheetForm(GuardedForm, forms.Form):
    """The sheet: six plain questions, and where it belongs. A draft needs a title alone."""

    guarded = {name: "ask" for name in ("title", "summary", "cost", "tags", *PracticePage.TEXTS)}

    title = TextField(
        label=_("Titolo"),
        max_length=140,
        help_text=_("Che cosa si fa, in poche parole."),
        **missing(_("Scrivi un titolo, anche provvisorio.")),
    )
    summary = TextField(
        label=_("In una o due frasi"),
        max_length=250,
        widget=area(3),
        help_text=_("Si legge negli elenchi: che cosa fai e perché conviene."),
        **missing(_("Scrivi una frase.")),
    )
    kind = forms.ChoiceField(
        label=_("Com’è andata"),
        choices=PracticePage.Kind,
        initial=PracticePage.Kind.WORKED,
        widget=forms.RadioSelect,
        help_text=_("Anche quello che non ha funzionato serve a un collega."),
        **missing(_("Scegli com’è andata.")),
    )
    need = question(_("Il bisogno"), _("Che problema vedi, e da che cosa lo riconosci."))
    people = question(_("Per chi"), _("Chi hai davanti, senza niente che faccia riconoscere una famiglia."), rows=4)
    steps = question(_("I passi"), _("Uno per riga, numerati: «1. Mettete in fila le bollette»."), rows=10)
    resources = question(_("Che cosa serve"), _("Tempo, carte, persone. I dati con la loro fonte e la data."), rows=4)
    results = question(_("Che cosa cambia"), _("Che cosa hai visto dopo."), rows=4)
    weak_points = question(
        _("Dove si inceppa, e come se ne esce"),
        _("Un problema alla volta, e come se ne esce. Tra due asterischi va in grassetto: **così**."),
    )
    setting = forms.ChoiceField(
        label=_("Dove si fa"),
        choices=[("", _("Scegli dove")), *PracticePage.Setting.choices],
        **missing(_("Scegli dove si fa.")),
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
    cost = TextField(label=_("Quanto costa"), max_length=80, required=False, help_text=_("A parole: «Nessun costo»."))
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("Temi"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Da uno a tre."),
        **missing(_("Scegli almeno un tema.")),
    )
    territory = TerritoryField(label=_("Dove l’hai fatta"))
    tags = TextField(
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

    def clean(self) -> dict:
        data = super().clean()
        for name in unanswered(data) if self.complete else ():
            self.add_error(
                name, _("Qui c’è ancora la domanda tra parentesi quadre: scrivi la tua risposta al suo posto.")
            )
        return data

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
        return grouped_themes(self["themes"])

    @staticmethod
    def initial_of(sheet: PracticePage) -> dict:
        """What a sheet fills the form with."""
        names = ("title", "summary", "kind", "setting", "minutes", "cost", "audience", *PracticePage.TEXTS)
        found = {name: getattr(sheet, name) for name in names}
        found["themes"] = [theme.pk for theme in sheet.themes.all()]
        found["territory"] = sheet.territory_id
        found["tags"] = ", ".join(sheet.tag_names)
        return found


class TranslationForm(GuardedForm, forms.Form):
    """A practice in English, field by field."""

    guarded = {name: "ask" for name in ("title", "summary", "cost", *PracticePage.TEXTS)}

    title = TextField(max_length=140)
    summary = TextField(max_length=250, widget=area(3))
    cost = TextField(max_length=80, required=False)

    def __init__(self, *args, practice: PracticePage, **kwargs):
        super().__init__(*args, **kwargs)
        for name in PracticePage.TEXTS:
            self.fields[name] = TextField(max_length=6000, widget=area(8))
        for name, field in self.fields.items():
            field.label = SheetForm.base_fields[name].label
            field.error_messages["required"] = _("Scrivi qui il testo in inglese.")
            field.widget.attrs["lang"] = "en"
            # The page shows the Italian words beside the box.
            field.italian = getattr(practice, name)


class WithdrawForm(forms.Form):
    """Why a published practice goes."""

    reason = TextField(
        label=_("Perché la ritiri"),
        max_length=1000,
        widget=area(4),
        help_text=_("Lo leggono chi l’ha scritta e chi cura la biblioteca."),
        **missing(_("Scrivi il motivo, in una riga.")),
    )
