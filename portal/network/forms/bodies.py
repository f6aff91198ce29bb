"""The page of a body."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import LineField, TextField, WebField, area, missing
from portal.vocabulary.forms import TerritoryField
from portal.vocabulary.models import Territory

from ..models import Organisation


class BodiesForm(forms.Form):
    """Look for a body."""

    nome = LineField(label=_("Nome"), required=False)
    tipo = forms.ChoiceField(
        label=_("Che cosa è"), required=False, choices=[("", _("Di qualsiasi tipo")), *Organisation.Kind.choices]
    )
    territorio = forms.ChoiceField(label=_("Dove"), required=False)

    def __init__(self, *args, areas: list[Territory], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territorio"].choices = [("", _("In tutta la rete")), *((one.slug, one.label) for one in areas)]

    @property
    def asked(self) -> dict:
        """What `queries.bodies` takes."""
        self.is_valid()
        sent = self.cleaned_data
        names = {"words": "nome", "kind": "tipo", "territory": "territorio"}
        return {name: sent.get(field, "") for name, field in names.items()}


class OrganisationForm(forms.Form):
    """What a body is and does. No personal number, no personal address (security.md R40)."""

    name = LineField(label=_("Nome"), max_length=120, **missing(_("Scrivi il nome dell’ente.")))
    kind = forms.ChoiceField(
        label=_("Che cosa è"),
        choices=[("", _("Scegli")), *Organisation.Kind.choices],
        **missing(_("Scegli che cosa è.")),
    )
    territory = TerritoryField(
        label=_("Dove lavora"),
        required=False,
        empty_label=_("In tutta la rete"),
        help_text=_("Se lavora in un’area sola."),
    )
    about = TextField(
        label=_("Che cosa fa"),
        max_length=2000,
        required=False,
        widget=area(5),
        help_text=_("In parole semplici: lo leggono anche i cittadini."),
    )
    address = LineField(label=_("Indirizzo"), max_length=160, required=False)
    phone = LineField(
        label=_("Telefono"), max_length=40, required=False, help_text=_("Quello dell’ente, non quello di una persona.")
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, error_messages={"invalid": _("Scrivi l’e-mail così: nome@esempio.it")}
    )
    website = WebField(label=_("Sito"), max_length=200, required=False)
    takes_referrals = forms.BooleanField(
        label=_("Accoglie le richieste che gli passiamo"),
        required=False,
        initial=True,
        help_text=_("Con il sì della persona."),
    )

    def __init__(self, *args, places: list[int] | None = None, may_move: bool = True, **kwargs):
        """Prepare the form.

        Args:
            places: keys of the territories that may be chosen; None is all, and none at all.
            may_move: whether the territory may be chosen.
        """
        super().__init__(*args, **kwargs)
        if not may_move:
            del self.fields["territory"]
        elif places is not None:
            where = self.fields["territory"]
            where.queryset = where.queryset.filter(pk__in=places)
            where.required, where.empty_label = True, _("Scegli il territorio")
            where.help_text = ""

    @staticmethod
    def initial_of(organisation: Organisation) -> dict:
        names = ("name", "kind", "about", "address", "phone", "email", "website", "takes_referrals")
        return {name: getattr(organisation, name) for name in names} | {"territory": organisation.territory_id}
