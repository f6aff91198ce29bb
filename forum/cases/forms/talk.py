"""What is written about a case, to its readers and to the network; who is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.forms import CidField, LineField, WordsField
from forum.models import Channel
from portal.guard.forms import GuardedForm

from ..actions import LONGEST_ENTRY, LONGEST_QUESTION
from ..models import Entry
from .cases import TOO_LONG


class EntryForm(GuardedForm):
    """What one writes to who reads the case."""

    guarded = {"text": "case"}

    kind = forms.ChoiceField(
        label=_("Che cosa scrivi"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Di’ se è un commento o un consiglio."),
            "invalid_choice": _("Scegli che cosa scrivi."),
        },
    )
    text = WordsField(
        label=_("Scrivi a chi legge il caso"),
        rows=4,
        max_length=LONGEST_ENTRY,
        error_messages={"required": _("Scrivi qualcosa prima di inviare."), "max_length": TOO_LONG},
    )
    cid = CidField()

    def __init__(self, *args, is_owner: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_owner:
            choices = [(Entry.Kind.COMMENT, _("Una risposta o una domanda")), (Entry.Kind.NOTE, _("Come sta andando"))]
        else:
            choices = [
                (Entry.Kind.COMMENT, _("Una domanda o un commento")),
                (Entry.Kind.RECOMMENDATION, _("Un consiglio")),
            ]
        self.fields["kind"].choices = choices
        self.fields["kind"].initial = Entry.Kind.COMMENT


class CorrectionForm(GuardedForm):
    """Other words for what one wrote."""

    guarded = {"text": "case"}

    text = WordsField(
        label=_("Il tuo testo"),
        rows=6,
        max_length=LONGEST_ENTRY,
        error_messages={"required": _("Scrivi il testo, oppure ritiralo."), "max_length": TOO_LONG},
    )


class NetworkForm(GuardedForm):
    """The key question, for the whole network: as strict as the case itself."""

    guarded = {"title": "case", "text": "case"}

    channel = forms.ModelChoiceField(
        Channel.objects.none(),
        to_field_name="slug",
        label=_("In quale canale"),
        empty_label=_("Scegli il canale"),
        error_messages={"required": _("Scegli il canale."), "invalid_choice": _("Scegli uno dei canali.")},
    )
    title = LineField(
        label=_("La domanda, in una riga"),
        max_length=140,
        error_messages={"required": _("Scrivi la domanda in una riga."), "max_length": TOO_LONG},
    )
    text = WordsField(
        label=_("La domanda, per esteso"),
        help_text=_("Solo la domanda: della situazione, niente."),
        rows=4,
        max_length=LONGEST_QUESTION,
        error_messages={"required": _("Scrivi la domanda per esteso."), "max_length": TOO_LONG},
    )
    cid = CidField()

    def __init__(self, *args, channels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = channels


class PersonForm(forms.Form):
    """Who is asked: one colleague, by handle."""

    person = forms.SlugField(max_length=60, error_messages={"required": _("Scegli a chi chiedere.")})
