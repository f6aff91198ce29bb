"""Choose who works where."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.ui.forms import missing

from ..models import Assignment, Desk


class AssignForm(forms.Form):
    """One of the colleagues that were found, her task, and where."""

    person = forms.ChoiceField(label=_("Chi"), widget=forms.RadioSelect, **missing(_("Scegli una persona.")))
    task = forms.ChoiceField(
        label=_("Che cosa fa"),
        choices=[
            (Assignment.Task.OPERATOR.value, _("Operatore: riceve le persone")),
            (Assignment.Task.REFERENT.value, _("Referente: cura le pagine e sceglie i colleghi")),
        ],
        initial=Assignment.Task.OPERATOR.value,
        widget=forms.RadioSelect,
        **missing(_("Scegli che cosa fa.")),
    )
    desk = forms.TypedChoiceField(label=_("Dove"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, people: list[User], desks: list[Desk], names_referents: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not names_referents:
            self.fields["task"].choices = self.fields["task"].choices[:1]
        self._people = {one.handle: one for one in people}
        self._desks = {one.pk: one for one in desks}
        self.fields["person"].choices = [(one.handle, f"{one.full_name}, {one.title_line}") for one in people]
        self.fields["desk"].choices = [("", _("Per tutto l’ente")), *((one.pk, one.name) for one in desks)]

    def clean(self) -> dict:
        sent = super().clean()
        if sent.get("desk") and sent.get("task") == Assignment.Task.REFERENT:
            self.add_error("desk", _("Il referente è di tutto l’ente: scegli «Per tutto l’ente»."))
        return sent

    @property
    def chosen(self) -> tuple[User, str, Desk | None]:
        sent = self.cleaned_data
        return self._people[sent["person"]], sent["task"], self._desks.get(sent["desk"])
