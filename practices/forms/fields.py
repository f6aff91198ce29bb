"""What the forms of this room share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.vocabulary.models import Territory


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def missing(sentence) -> dict:
    """What to say when a field is empty: what to do, never «obbligatorio»."""
    return {"error_messages": {"required": sentence}}


class TerritoryField(forms.ModelChoiceField):
    """Where: a municipality stands under its area."""

    def __init__(self, **kwargs):
        places = Territory.objects.select_related("parent")
        empty = _("Scegli il territorio")
        super().__init__(places, empty_label=empty, **missing(_("Scegli il territorio.")), **kwargs)

    def label_from_instance(self, territory: Territory) -> str:
        return f"{territory.parent.label}: {territory.label}" if territory.parent_id else territory.label
