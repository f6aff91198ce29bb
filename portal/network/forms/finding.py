"""Find a desk or a person: four small choices and a place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import LineField
from portal.vocabulary.models import Language

from ..models import Weekday
from ..needs import Need


class FindForm(forms.Form):
    """An address with a word that means nothing is an address without it: nobody is sent away."""

    dove = LineField(label=_("Comune o CAP"), required=False, help_text=_("Per esempio: Empoli, oppure 50053"))
    bisogno = forms.ChoiceField(label=_("Di che cosa si tratta?"), required=False)
    lingua = forms.ChoiceField(label=_("Che lingua parli?"), required=False)
    giorno = forms.ChoiceField(label=_("Quale giorno?"), required=False)
    modo = forms.ChoiceField(
        label=_("Come?"),
        required=False,
        choices=[("", _("Come si può")), ("persona", _("Di persona")), ("distanza", _("A distanza"))],
    )

    def __init__(self, *args, languages: list[Language], **kwargs):
        super().__init__(*args, **kwargs)
        # To say it aloud is a way to ask, not something that one desk does and another does not.
        needs = [choice for choice in Need.choices if choice[0] != Need.VOICE]
        self.fields["bisogno"].choices = [("", _("Di qualsiasi cosa")), *needs]
        self.fields["lingua"].choices = [("", _("Qualsiasi lingua")), *((one.slug, one.label) for one in languages)]
        self.fields["giorno"].choices = [("", _("Qualsiasi giorno")), *((str(n), word) for n, word in Weekday.choices)]
        place = {"autocomplete": "postal-code", "list": "places", "class": "input", "autocapitalize": "words"}
        self.fields["dove"].widget.attrs |= place

    @property
    def asked(self) -> dict:
        """What `queries.find` takes."""
        self.is_valid()
        sent = self.cleaned_data
        return {
            "words": sent.get("dove", "")[:80],
            "need": sent.get("bisogno", ""),
            "language": sent.get("lingua", ""),
            "day": int(sent["giorno"]) if sent.get("giorno") else None,
            "way": sent.get("modo", ""),
        }

    @property
    def narrows(self) -> bool:
        """Whether something besides the place was asked."""
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in ("bisogno", "lingua", "giorno", "modo"))
