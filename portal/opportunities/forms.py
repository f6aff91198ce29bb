"""One form to post an opportunity and to change it."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.clock import today
from portal.guard.forms import GuardedForm
from portal.network.models import Organisation
from portal.network.permissions import places_of, visible_organisations
from portal.ui.forms import CidField, LineField, TextField, WebField, area, missing
from portal.vocabulary.forms import TerritoryField, ThemesField, grouped_themes

from .actions import FIELDS
from .models import Check, Opportunity

_MOST_PLACES = 32767
_WRONG_PLACES = _("Scrivi un numero intero, da zero in su.")
# What the form asks in so many words; where it is and whose are chosen.
_NAMES = tuple(name for name in FIELDS if name not in ("organisation", "territory", "is_example"))


class OpportunityForm(GuardedForm, forms.Form):
    """What it is, for whom, how to ask for it, and how it stands today."""

    guarded = {name: "ask" for name in ("title", "summary", "for_whom", "requirements", "documents", "notice")}
    sections_of = (
        (_("Che cos’è"), ("title", "summary", "organisation", "territory", "themes")),
        (_("Per chi è"), ("for_whom", "requirements", "documents", "cost")),
        (_("Come si chiede"), ("contact", "phone", "website", "place", "hours", "ends_on")),
        (_("Com’è oggi"), ("state", "places", "notice")),
    )

    cid = CidField()
    title = LineField(
        label=_("Che cosa c’è"),
        max_length=120,
        help_text=_("In poche parole: «Corso di italiano con baby-sitting»."),
        **missing(_("Scrivi che cosa c’è, in poche parole.")),
    )
    summary = LineField(
        label=_("Spiegala in una o due frasi"),
        max_length=240,
        widget=area(2),
        **missing(_("Spiega in una frase che cos’è.")),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Chi la offre"),
        empty_label=_("Scegli l’ente"),
        error_messages={
            "required": _("Scegli l’ente che la offre."),
            "invalid_choice": _("Scegli un ente dell’elenco."),
        },
    )
    territory = TerritoryField(label=_("Per quale territorio"))
    themes = ThemesField(label=_("Di che cosa si tratta"), help_text=_("Apri un gruppo e spunta uno o più argomenti."))
    for_whom = TextField(
        label=_("Per chi è"), max_length=600, widget=area(3), **missing(_("Scrivi per chi è, in due righe."))
    )
    requirements = TextField(label=_("Che cosa serve per averla"), max_length=1000, required=False, widget=area(3))
    documents = TextField(label=_("Che cosa portare"), max_length=600, required=False, widget=area(2))
    cost = LineField(
        label=_("Quanto costa"),
        max_length=160,
        required=False,
        help_text=_("Se non si paga scrivi «Gratis». Se non lo sai, lascia vuoto."),
    )
    contact = LineField(
        label=_("A chi si chiede"),
        max_length=160,
        help_text=_("«Lo sportello del Centro famiglie», o il nome di chi risponde."),
        **missing(_("Scrivi a chi si chiede.")),
    )
    phone = LineField(label=_("Telefono"), max_length=40, required=False)
    website = WebField(label=_("Sito"), max_length=200, required=False)
    place = LineField(label=_("Dove"), max_length=160, required=False)
    hours = LineField(label=_("Quando"), max_length=240, required=False, help_text=_("Giorni e orari, come si dicono."))
    ends_on = forms.DateField(
        label=_("Fino a quando si può chiedere"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Scrivi la data così: 24/11/2026.")},
    )
    state = forms.ChoiceField(
        label=_("Com’è adesso"),
        choices=Opportunity.State,
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli com’è adesso."), "invalid_choice": _("Scegli com’è adesso.")},
    )
    places = forms.IntegerField(
        label=_("Quanti posti sono liberi"),
        required=False,
        min_value=0,
        max_value=_MOST_PLACES,
        help_text=_("Se non si contano, lascia vuoto."),
        error_messages={"invalid": _WRONG_PLACES, "min_value": _WRONG_PLACES, "max_value": _WRONG_PLACES},
    )
    notice = LineField(
        label=_("C’è qualcosa da sapere?"),
        max_length=200,
        required=False,
        help_text=_("Una riga: «Riprende l’11 gennaio»."),
    )

    def __init__(self, *args, person: User, opportunity: Opportunity | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.opportunity = opportunity
        bodies = visible_organisations(person)
        if opportunity:
            del self.fields["cid"]
            # Its own stays, also when it has closed meanwhile.
            bodies = bodies | Organisation.objects.filter(pk=opportunity.organisation_id)
        self.fields["organisation"].queryset = bodies.order_by("name", "pk")

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and (not set(phone) <= set("0123456789 +./-()") or sum(sign.isdigit() for sign in phone) < 3):
            raise forms.ValidationError(_("Scrivi solo il numero, così: 0571 000 019."))
        return phone

    def clean_ends_on(self) -> date | None:
        day = self.cleaned_data["ends_on"]
        is_new = self.opportunity is None or day != self.opportunity.ends_on
        if day and is_new and day < today():
            raise forms.ValidationError(
                _("Quel giorno è già passato. Scrivi l’ultimo giorno per chiederla, o lascia vuoto.")
            )
        return day

    def clean(self) -> dict:
        data = super().clean()
        if data.get("state") == Opportunity.State.ACTIVE and data.get("places") == 0:
            self.add_error("places", _("Se i posti sono finiti scegli «Esaurita». Se non si contano, lascia vuoto."))
        return data

    @property
    def sections(self) -> list[tuple[str, list]]:
        return [(title, [self[name] for name in names]) for title, names in self.sections_of]

    @property
    def theme_groups(self) -> list[tuple[str, list, bool]]:
        return grouped_themes(self["themes"])

    @property
    def told(self) -> dict:
        """What the action takes."""
        told = {name: self.cleaned_data[name] for name in (*_NAMES, "organisation", "territory", "themes")}
        return told | {"cid": self.cleaned_data.get("cid")}

    @staticmethod
    def initial_of(opportunity: Opportunity) -> dict:
        return {name: getattr(opportunity, name) for name in _NAMES} | {
            "organisation": opportunity.organisation_id,
            "territory": opportunity.territory_id,
            "themes": [theme.pk for theme in opportunity.themes.all()],
        }

    @staticmethod
    def initial_for(person: User) -> dict:
        """Where she works, if it is one place."""
        bodies = places_of(person).bodies
        return {
            "state": Opportunity.State.ACTIVE,
            "territory": person.territory_id,
            "organisation": next(iter(bodies)) if len(bodies) == 1 else None,
        }


class CheckForm(forms.Form):
    """«C’è ancora» or «È finita»: two buttons."""

    found = forms.ChoiceField(
        choices=Check.Found,
        error_messages={
            "required": _("Scegli: c’è ancora, o è finita?"),
            "invalid_choice": _("Scegli: c’è ancora, o è finita?"),
        },
    )
