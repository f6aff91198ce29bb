from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.guard.forms import GuardedForm
from portal.ui.forms import CidField, LineField, TextField
from portal.ui.markup import rendered
from portal.vocabulary.models import Territory, Theme

from .actions.mentions import calls_in, named_in, uncalled_in
from .models import Channel, Report, Thread
from .models.channels import RESERVED
from .models.messages import LONGEST


class WordsField(TextField):
    """A person's Markdown: characters that nobody types are taken out, what is left must be words."""

    def __init__(self, *, rows: int = 4, max_length: int = LONGEST, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=max_length, **kwargs)

    def to_python(self, value) -> str:
        return super().to_python((value or "").replace("\x00", "").replace("\r\n", "\n"))

    def validate(self, value) -> None:
        super().validate(value)
        if value and not rendered(value).strip():
            raise ValidationError(_("Qui non c’è ancora niente da leggere. Scrivi il tuo messaggio."), code="required")


TOO_LONG = {
    "max_length": _("È lungo %(show_value)d caratteri: al massimo %(limit_value)d. Accorcialo, o dividilo in due.")
}
MESSAGE_ERRORS = {"required": _("Scrivi il tuo messaggio."), **TOO_LONG}


class CallingForm(GuardedForm):
    """A form in whose text colleagues are called with @: the guard takes their names for what they are."""

    def __init__(self, *args, thread: Thread | None = None, **kwargs):
        self.thread = thread
        super().__init__(*args, **kwargs)

    def called_where(self) -> Channel | None:
        return self.thread.channel if self.thread else None

    @cached_property
    def called(self) -> dict[str, User]:
        """The people that the text calls, among those who read there."""
        channel, text = self.called_where(), self._text("text")
        return named_in(text, channel, self.thread) if channel and "@" in text else {}

    def guard_known(self, name: str, text: str) -> list[tuple[int, int]]:
        return calls_in(text, self.called) if name == "text" else []

    @property
    def uncalled(self) -> str:
        """What to tell who wrote a name after an @ that was matched to nobody; otherwise nothing."""
        names = uncalled_in(self._text("text"), self.called) if self.called_where() else []
        if not names:
            return ""
        return _now(
            "Nessun avviso per %(names)s: tra chi legge qui non c’è una sola persona con questo nome. "
            "Per chiamarla correggi il messaggio, con nome e cognome."
        ) % {"names": ", ".join(f"«@{name}»" for name in names)}


class MessageForm(CallingForm, forms.Form):
    """An answer in a discussion."""

    guarded = {"text": "ask"}

    text = WordsField(label=_("Scrivi una risposta"), rows=3, error_messages=MESSAGE_ERRORS)
    cid = CidField()


class CorrectionForm(CallingForm, forms.Form):
    """Other words for what one wrote; the opening message also has the title."""

    guarded = {"title": "ask", "text": "ask"}

    title = LineField(label=_("Titolo"), max_length=140)
    text = WordsField(label=_("Il tuo messaggio"), rows=8, error_messages=MESSAGE_ERRORS)
    rev = forms.IntegerField(required=False, min_value=1, max_value=30_000, widget=forms.HiddenInput)

    def __init__(self, *args, has_title: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_title:
            del self.fields["title"]


class ThreadForm(CallingForm, forms.Form):
    """A new discussion."""

    guarded = {"title": "ask", "text": "ask"}

    channel = forms.ModelChoiceField(
        Channel.objects.none(),
        to_field_name="slug",
        label=_("In quale canale"),
        empty_label=_("Scegli il canale"),
        error_messages={
            "required": _("Scegli il canale in cui chiedere."),
            "invalid_choice": _("Scegli uno dei canali."),
        },
    )
    title = LineField(
        label=_("La domanda, in una riga"),
        max_length=140,
        help_text=_("Come la diresti a voce a un collega."),
        error_messages={"required": _("Scrivi la domanda in una riga."), **TOO_LONG},
    )
    text = WordsField(
        label=_("Racconta"),
        rows=7,
        help_text=_("Che cosa è successo, che cosa hai già provato. Niente nomi, indirizzi o codici delle famiglie."),
        error_messages=MESSAGE_ERRORS,
    )
    theme = forms.ModelChoiceField(
        Theme.objects.none(), required=False, to_field_name="slug", label=_("Di che cosa si parla"), empty_label="—"
    )
    territory = forms.ModelChoiceField(
        Territory.objects.none(), required=False, to_field_name="slug", label=_("Di quale territorio"), empty_label="—"
    )
    about = forms.IntegerField(required=False, widget=forms.HiddenInput)
    cid = CidField()

    def __init__(self, *args, channels, **kwargs):
        self.channels = channels
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = channels
        # While the title takes shape, the page asks whether it was talked about already.
        self.fields["title"].widget.attrs |= {
            "hx-get": reverse("forum:threads_similar"),
            "hx-trigger": "change, keyup changed delay:700ms",
            "hx-target": "#simili",
        }
        self.fields["theme"].queryset = Theme.objects.all()
        self.fields["territory"].queryset = Territory.objects.all()

    def called_where(self) -> Channel | None:
        slug = str(self.data.get("channel", "")).replace("\x00", "")
        return self.channels.filter(slug=slug).first() if slug else None

    def clean_about(self) -> int | None:
        about = self.cleaned_data["about"]
        return about if about and 0 < about < 2**63 else None


def _capitalised(kinds) -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in kinds.choices]


class ChannelForm(forms.Form):
    """A new channel."""

    title = LineField(label=_("Nome del canale"), max_length=80)
    purpose = LineField(
        label=_("A che cosa serve"),
        max_length=240,
        help_text=_("Una frase: chi la legge capisce se è il posto giusto."),
    )
    about = WordsField(label=_("Come lo usiamo"), rows=4, max_length=2000, required=False)
    kind = forms.ChoiceField(
        label=_("Chi apre le discussioni"), choices=_capitalised(Channel.Kind), widget=forms.RadioSelect
    )
    audience = forms.ChoiceField(
        label=_("Chi lo legge"), choices=_capitalised(Channel.Audience), widget=forms.RadioSelect
    )
    territory = forms.ModelChoiceField(
        Territory.objects.none(), required=False, to_field_name="slug", label=_("Territorio"), empty_label="—"
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        required=False,
        to_field_name="slug",
        label=_("Di che cosa si parla"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = Territory.objects.all()
        self.fields["themes"].queryset = Theme.objects.filter(parent=None)

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if title.lower() in RESERVED or Channel.objects.filter(title__iexact=title).exists():
            raise ValidationError(_("C’è già un canale con questo nome. Scegline un altro."))
        return title

    def clean(self) -> dict:
        data = super().clean()
        if data.get("kind") == Channel.Kind.TERRITORY and not data.get("territory"):
            self.add_error("territory", _("Scegli di quale territorio è il canale."))
        return data


class ReportForm(forms.Form):
    """Why a moderator should look at a message."""

    reason = forms.ChoiceField(
        label=_("Che cosa non va"),
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli che cosa non va.")},
    )
    words = WordsField(label=_("Vuoi aggiungere qualcosa"), rows=3, max_length=600, required=False)


class ReasonForm(forms.Form):
    """Why a message is hidden: its author and the readers see it."""

    why = LineField(
        label=_("Il motivo"),
        max_length=400,
        help_text=_("Lo leggono chi l’ha scritto e chi legge la discussione. Parla del testo, non della persona."),
        error_messages={"required": _("Scrivi il motivo in una riga.")},
    )
