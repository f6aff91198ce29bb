"""What people send: shape and cleaning. The actions ask again what must hold."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.guard.forms import GuardedForm
from portal.ui.forms import TextField, WebField

from .actions import Marked
from .models import Enrollment, Presence, Question, ShadowingEntry

OLDEST = timedelta(days=550)
MINUTES = [(0, _("in punto")), (15, _("e un quarto")), (30, _("e mezza")), (45, _("e tre quarti"))]


class ApplicationForm(forms.Form):
    """«Candidati al corso»."""

    wish = TextField(
        label=_("Perché vuoi farlo"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Due righe. Le legge solo chi tiene il corso."),
    )


class ReasonForm(forms.Form):
    """A no, or a correction, with the reason that the person reads."""

    reason = TextField(
        label=_("Perché"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Scrivi il motivo: la persona lo legge.")},
    )


class DurationForm(forms.Form):
    """A time in hours and quarters, as people say it."""

    hours = forms.IntegerField(
        label=_("Quante ore"), min_value=0, max_value=12, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    minutes = forms.TypedChoiceField(label=_("e quanti minuti"), choices=MINUTES, coerce=int)
    shortest = 15

    @property
    def duration(self) -> int:
        """Minutes, once the form is valid."""
        return self.cleaned_data["hours"] * 60 + self.cleaned_data["minutes"]

    def clean(self) -> dict:
        data = super().clean()
        if "hours" in data and "minutes" in data and self.duration < self.shortest:
            self.add_error("hours", _("Scrivi quanto è durato: almeno un quarto d’ora."))
        return data


class DayField(forms.DateField):
    """A day of the past, not too far away."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs):
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]
        super().__init__(
            input_formats=formats, error_messages={"invalid": _("Scrivi la data così: 24/11/2026.")}, **kwargs
        )

    def validate(self, value) -> None:
        super().validate(value)
        if value and value > today():
            raise ValidationError(_("Questo giorno deve ancora venire. Scrivi una data passata."))
        if value and value < today() - OLDEST:
            raise ValidationError(_("È passato troppo tempo: chiedi a chi tiene il corso."))


class HoursForm(GuardedForm, DurationForm):
    """Hours to declare or to record."""

    guarded = {"what": "ask"}

    what = TextField(
        label=_("Che cosa"),
        max_length=160,
        help_text=_("Per esempio: mattina allo sportello, con le letture dei contatori. Nessun nome di famiglie."),
    )
    area = forms.ChoiceField(label=_("Per quale area"), widget=forms.RadioSelect)
    happened_on = DayField(label=_("Quando"))
    field_order = ["what", "area", "happened_on", "hours", "minutes"]

    def __init__(self, *args, areas: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas

    @property
    def line(self) -> dict:
        """What the ledger takes."""
        data = self.cleaned_data
        return {
            "area": data["area"],
            "minutes": self.duration,
            "what": data["what"],
            "happened_on": data["happened_on"],
        }


class MeetingForm(DurationForm):
    """A meeting to plan."""

    title = TextField(label=_("Di che cosa si parla"), max_length=140)
    area = forms.ChoiceField(label=_("Per quale area"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("Che giorno"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Scrivi la data così: 24/11/2026.")},
    )
    at = forms.TimeField(
        label=_("A che ora"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Scrivi l’ora così: 15:30.")},
    )
    place = TextField(label=_("Dove"), max_length=160, required=False)
    video_url = WebField(
        label=_("Collegamento video"),
        max_length=300,
        required=False,
        help_text=_("Per chi non può venire. L’indirizzo intero, con https."),
        widget=forms.URLInput,
        error_messages={"invalid": _("Copia qui l’indirizzo intero, per esempio https://meet.example.org/corso.")},
    )
    field_order = ["title", "area", "on", "at", "hours", "minutes", "place", "video_url"]

    def __init__(self, *args, areas: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas

    def clean(self) -> dict:
        data = super().clean()
        if data.get("hours") is not None and data["hours"] > 10:
            self.add_error("hours", _("Un incontro dura al massimo dieci ore."))
        if not data.get("place") and not data.get("video_url") and "video_url" not in self.errors:
            self.add_error("place", _("Scrivi dove ci si trova, oppure il collegamento video."))
        on = data.get("on")
        if on and not today() - OLDEST < on < today() + OLDEST:
            self.add_error("on", _("Controlla l’anno: questa data è troppo lontana."))
        return data

    @property
    def meeting(self) -> dict:
        """What the action takes."""
        data = self.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(data["on"], data["at"]))
        kept = {name: data[name] for name in ("title", "area", "place", "video_url")}
        return {**kept, "starts_at": starts_at, "minutes": self.duration}


class LostMinutes(forms.IntegerField):
    """How much of a meeting someone missed."""

    def __init__(self, **kwargs):
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "input input--short"})
        super().__init__(label=_("Minuti persi"), min_value=0, max_value=600, required=False, widget=widget, **kwargs)


class RegisterForm(GuardedForm, forms.Form):
    """The register of a meeting: a mark for each person, and what was done."""

    guarded = {"done": "ask"}

    done = TextField(
        label=_("Che cosa avete fatto"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, people: list[Enrollment], presences: dict[int, Presence], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        for one in people:
            kept = presences.get(one.pk)
            self.fields[f"mark-{one.pk}"] = forms.ChoiceField(
                label=one.person.full_name,
                choices=Presence.Mark,
                required=False,
                widget=forms.RadioSelect,
                # Who typed the digits in the room is shown as present, until the trainer says otherwise.
                initial=kept and (kept.mark or (Presence.Mark.PRESENT if kept.checked_in_at else "")),
            )
            self.fields[f"lost-{one.pk}"] = LostMinutes(initial=(kept and kept.lost_minutes) or None)

    @property
    def marks(self) -> dict[int, Marked]:
        """What the action takes, by key of the enrollment."""
        data = self.cleaned_data
        return {one.pk: Marked(data[f"mark-{one.pk}"], data[f"lost-{one.pk}"] or 0) for one in self.people}

    def rows(self) -> list[tuple]:
        """The person, her mark's field and her lost minutes' field: for the template."""
        return [(one, self[f"mark-{one.pk}"], self[f"lost-{one.pk}"]) for one in self.people]


class CorrectionForm(ReasonForm):
    """One mark of a closed register, changed with a reason."""

    mark = forms.ChoiceField(label=_("Che cosa vale"), choices=Presence.Mark, widget=forms.RadioSelect)
    lost = LostMinutes(help_text=_("Solo per chi è arrivato in ritardo."))
    field_order = ["mark", "lost", "reason"]


class CodeForm(forms.Form):
    """«Sono qui»: the six digits that are told in the room."""

    code = TextField(
        label=_("Scrivi le sei cifre"),
        max_length=20,
        help_text=_("Le dice chi tiene l’incontro."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input input--short"}
        ),
        error_messages={"required": _("Scrivi le sei cifre.")},
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class SeniorForm(forms.Form):
    """Who works beside whom, and for how long."""

    senior = forms.ModelChoiceField(None, label=_("Chi affianca"), empty_label=_("Scegli"))
    hours = forms.IntegerField(label=_("Quante ore"), min_value=1, max_value=500)

    def __init__(self, *args, seniors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["senior"].queryset = seniors
        self.fields["senior"].label_from_instance = lambda person: person.full_name


class EntryForm(DurationForm):
    """Time spent side by side."""

    kind = forms.ChoiceField(label=_("Che cosa avete fatto"), choices=ShadowingEntry.Kind, widget=forms.RadioSelect)
    happened_on = DayField(label=_("Quando"))
    field_order = ["kind", "happened_on", "hours", "minutes"]

    @property
    def entry(self) -> dict:
        """What the action takes."""
        data = self.cleaned_data
        return {"kind": data["kind"], "minutes": self.duration, "happened_on": data["happened_on"]}


class SignOffForm(GuardedForm, forms.Form):
    """The senior's words at the end."""

    guarded = {"note": "ask"}

    note = TextField(
        label=_("Che cosa sa fare adesso"),
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Scrivi del lavoro, mai delle persone che avete incontrato."),
        error_messages={"required": _("Scrivi che cosa sa fare adesso: due righe bastano.")},
    )


class QuizForm(forms.Form):
    """The questions of a lesson. It knows the answers' words, never which is right."""

    def __init__(self, *args, questions: list[Question], **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for number, question in enumerate(questions, start=1):
            self.fields[f"q{question.pk}"] = forms.TypedChoiceField(
                label=_("Domanda %(n)d") % {"n": number},
                choices=question.options,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Scegli una risposta."),
                    "invalid_choice": _("Scegli una di queste risposte."),
                },
            )

    @property
    def answers(self) -> dict[int, int]:
        return {question.pk: self.cleaned_data[f"q{question.pk}"] for question in self.questions}

    def rows(self) -> list[tuple]:
        return [(question, self[f"q{question.pk}"]) for question in self.questions]
