"""The page of a desk, its services and its hours: a row each, without script."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import LineField, TextField, area, missing
from portal.vocabulary.forms import LanguagesField, TerritoryField
from portal.vocabulary.models import Theme

from ..actions.desks import MOST_HOURS, MOST_SERVICES
from ..models import Desk, Weekday

SPARE = 2  # empty rows that are offered


class DeskForm(forms.Form):
    """What citizens read. No personal number, no personal address (security.md R40)."""

    notice = LineField(
        label=_("Avviso"),
        max_length=200,
        required=False,
        help_text=_("Solo se qualcosa non è come sempre. Per esempio: chiuso dal 24 dicembre al 6 gennaio."),
    )
    name = LineField(label=_("Nome dello sportello"), max_length=120, **missing(_("Scrivi il nome dello sportello.")))
    territory = TerritoryField(label=_("In quale comune"), **missing(_("Scegli il comune.")))
    in_person = forms.BooleanField(label=_("Ci si può andare di persona"), required=False)
    address = LineField(label=_("Indirizzo"), max_length=160, required=False, help_text=_("Via, numero, località."))
    directions = LineField(
        label=_("Come si arriva"),
        max_length=240,
        required=False,
        help_text=_("Gradini, parcheggio, autobus, citofono."),
    )
    remote = forms.BooleanField(label=_("Risponde anche a distanza"), required=False)
    remote_how = LineField(
        label=_("Come, a distanza"),
        max_length=240,
        required=False,
        help_text=_("Per telefono, in videochiamata, per messaggio."),
    )
    phone = LineField(
        label=_("Telefono"),
        max_length=40,
        required=False,
        help_text=_("Quello dello sportello, non quello di una persona."),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, error_messages={"invalid": _("Scrivi l’e-mail così: nome@esempio.it")}
    )
    languages = LanguagesField(label=_("Lingue che si parlano"), required=False)
    about = TextField(
        label=_("Che cosa fa lo sportello"),
        max_length=2000,
        required=False,
        widget=area(4),
        help_text=_("In parole semplici: lo leggono i cittadini."),
    )
    takes_requests = forms.BooleanField(
        label=_("Riceve le richieste scritte qui"), required=False, help_text=_("Arrivano a chi lavora allo sportello.")
    )

    def __init__(self, *args, places: list[int] | None = None, may_move: bool = True, **kwargs):
        """Prepare the form.

        Args:
            places: keys of the territories that may be chosen; None is all.
            may_move: whether the territory may be chosen.
        """
        super().__init__(*args, **kwargs)
        if not may_move:
            del self.fields["territory"]
        elif places is not None:
            where = self.fields["territory"]
            where.queryset = where.queryset.filter(pk__in=places)

    def clean(self) -> dict:
        sent = super().clean()
        if not sent.get("in_person") and not sent.get("remote"):
            self.add_error("in_person", _("Scegli almeno un modo: di persona o a distanza."))
        elif sent.get("in_person") and not sent.get("address"):
            self.add_error("address", _("Scrivi l’indirizzo: chi ci va di persona lo cerca."))
        return sent

    @staticmethod
    def initial_of(desk: Desk) -> dict:
        names = (
            "notice", "name", "in_person", "address", "directions", "remote", "remote_how", "phone", "email", "about",
            "takes_requests",
        )  # fmt: skip
        found = {name: getattr(desk, name) for name in names}
        return found | {"territory": desk.territory_id, "languages": [one.pk for one in desk.languages.all()]}


class ServiceForm(forms.Form):
    name = LineField(label=_("Che cosa si fa qui"), max_length=120, required=False)
    theme = forms.TypedChoiceField(label=_("Argomento"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, themes: list[Theme], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("Scegli l’argomento")), *((one.pk, one.label) for one in themes)]

    def clean(self) -> dict:
        sent = super().clean()
        if sent.get("name") and not sent.get("theme") and "theme" not in self.errors:
            self.add_error("theme", _("Scegli l’argomento: con quello lo si trova."))
        if sent.get("theme") and not sent.get("name") and "name" not in self.errors:
            self.add_error("name", _("Scrivi che cosa si fa, in poche parole."))
        return sent

    @property
    def row(self) -> tuple | None:
        sent = self.cleaned_data
        return (sent["name"], sent["theme"]) if sent.get("name") else None


class HoursForm(forms.Form):
    weekday = forms.TypedChoiceField(
        label=_("Giorno"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Scegli il giorno")), *Weekday.choices],
    )
    opens = forms.TimeField(
        label=_("Dalle"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Scrivi l’ora così: 9:30.")},
    )
    closes = forms.TimeField(
        label=_("Alle"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Scrivi l’ora così: 9:30.")},
    )
    is_remote = forms.BooleanField(label=_("A distanza"), required=False)

    def clean(self) -> dict:
        sent = super().clean()
        names = ("weekday", "opens", "closes")
        given = [name for name in names if sent.get(name) is not None]
        if not given or any(name in self.errors for name in names):
            return sent
        sentences = {
            "weekday": _("Scegli il giorno."),
            "opens": _("Scrivi da che ora."),
            "closes": _("Scrivi fino a che ora."),
        }
        for name in names:
            if name not in given:
                self.add_error(name, sentences[name])
        if len(given) == len(names) and sent["closes"] <= sent["opens"]:
            self.add_error("closes", _("Finisce prima di cominciare: controlla le due ore."))
        return sent

    @property
    def row(self) -> tuple | None:
        sent = self.cleaned_data
        if sent.get("weekday") is None:
            return None
        return (sent["weekday"], sent["opens"], sent["closes"], bool(sent.get("is_remote")))


class Rows(forms.BaseFormSet):
    """Rows of a page: an empty one says nothing."""

    @property
    def rows(self) -> list[tuple]:
        return [form.row for form in self.forms if form.row]


def _rows_of(row: type[forms.Form], most: int):
    return forms.formset_factory(row, formset=Rows, extra=SPARE, max_num=most, absolute_max=most, validate_max=True)


def services_formset(sent=None, *, themes: list[Theme], desk: Desk | None = None):
    """Give the rows of the services; a desk's own come first."""
    start = [{"name": one.name, "theme": one.theme_id} for one in desk.services.all()] if desk else []
    rows = _rows_of(ServiceForm, MOST_SERVICES)
    return rows(sent, initial=start, prefix="services", form_kwargs={"themes": themes})


def hours_formset(sent=None, *, desk: Desk | None = None):
    """Give the rows of the week."""
    names = ("weekday", "opens", "closes", "is_remote")
    start = [{name: getattr(one, name) for name in names} for one in desk.hours.all()] if desk else []
    return _rows_of(HoursForm, MOST_HOURS)(sent, initial=start, prefix="hours")
