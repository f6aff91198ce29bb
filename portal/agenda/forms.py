"""An event as people write it: the day and the hours of Rome."""

from datetime import UTC, date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.clock import ROME, now
from portal.guard.forms import GuardedForm
from portal.network.models import Organisation
from portal.network.permissions import visible_organisations
from portal.ui.forms import CidField, LineField, TextField, WebField, area, missing
from portal.vocabulary.forms import TerritoryField, ThemesField

from .models import Appointment

MOST_SEATS = 5000
LATE = time(2)  # what ends before this hour may have begun the evening before; the clocks jump later


class NoSuchHour(Exception):
    """In the night when the clocks go forward this hour does not come."""


def moment_of(day: date, hour: time) -> datetime:
    """Say which moment an hour of Rome is; of an hour that comes twice, the first time.

    Raises:
        NoSuchHour: if the clocks jump over it.
    """
    typed = datetime.combine(day, hour)
    moment = typed.replace(tzinfo=ROME).astimezone(UTC)
    if moment.astimezone(ROME).replace(tzinfo=None) != typed:
        raise NoSuchHour
    return moment


class AppointmentForm(GuardedForm, forms.Form):
    """What, when, where, for whom."""

    guarded = {name: "ask" for name in ("title", "summary", "text")}

    cid = CidField()
    title = LineField(
        label=_("Come si chiama"), max_length=120, **missing(_("Scrivi come si chiama l’evento, in una riga."))
    )
    kind = forms.ChoiceField(
        label=_("Che cos’è"),
        choices=Appointment.Kind,
        widget=forms.RadioSelect,
        **missing(_("Scegli che cos’è: un incontro, un laboratorio o altro.")),
    )
    audience = forms.ChoiceField(
        label=_("Chi può venire"),
        choices=Appointment.Audience,
        widget=forms.RadioSelect,
        **missing(_("Scegli chi può venire.")),
    )
    summary = LineField(
        label=_("In una frase"),
        max_length=240,
        help_text=_("Che cosa si fa, e per chi è utile."),
        **missing(_("Scrivi in una frase che cosa si fa.")),
    )
    day = forms.DateField(
        label=_("Il giorno"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Scrivi il giorno."), "invalid": _("Scrivi il giorno così: 24/11/2026.")},
    )
    begins = forms.TimeField(
        label=_("Comincia alle"),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Scrivi a che ora comincia."),
            "invalid": _("Scrivi l’ora così: 15:30."),
        },
    )
    ends = forms.TimeField(
        label=_("Finisce alle"),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Scrivi a che ora finisce."),
            "invalid": _("Scrivi l’ora così: 15:30."),
        },
    )
    place = LineField(
        label=_("Dove"),
        max_length=200,
        required=False,
        help_text=_("Nome del posto, via e comune. Se è solo in video, lascia vuoto."),
    )
    link = WebField(
        label=_("Collegamento video"),
        max_length=300,
        required=False,
        help_text=_("Lo vede solo chi ha detto «Ci vengo»."),
        error_messages={"invalid": _("Copia qui l’indirizzo intero: comincia con https://.")},
    )
    seats = forms.IntegerField(
        label=_("Quanti posti ci sono"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("Se non c’è un limite, lascia vuoto."),
        error_messages={
            "invalid": _("Scrivi un numero, per esempio 12."),
            "min_value": _("Serve almeno un posto. Se non c’è un limite, lascia vuoto."),
            "max_value": _("Sono tanti posti. Se non c’è un limite, lascia vuoto."),
        },
    )
    contact = LineField(
        label=_("Chi sentire per venire"),
        max_length=160,
        required=False,
        help_text=_("Un telefono o un indirizzo di lavoro. Lo leggono tutti quelli che leggono l’evento."),
    )
    text = TextField(
        label=_("Il programma"),
        max_length=3000,
        required=False,
        widget=area(6),
        help_text=_("Che cosa succede, che cosa portare. Niente nomi di famiglie."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Chi lo organizza"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Nessun ente"),
        error_messages={"invalid_choice": _("Scegli un ente dall’elenco.")},
    )
    territory = TerritoryField(label=_("Per quale territorio"), required=False, empty_label=_("Per tutti"))
    themes = ThemesField(label=_("Di che cosa si parla"), required=False)

    def __init__(self, *args, person, appointment: Appointment | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.appointment = appointment
        self.fields["organisation"].queryset = visible_organisations(person)
        if appointment:
            del self.fields["cid"]
            self._keep_the_body(appointment)

    def _keep_the_body(self, appointment: Appointment) -> None:
        """A body that closed meanwhile is still the one of this event."""
        if appointment.organisation_id:
            known = self.fields["organisation"].queryset | Organisation.objects.filter(pk=appointment.organisation_id)
            self.fields["organisation"].queryset = known

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if link and not link.startswith("https://"):
            raise forms.ValidationError(
                _("L’indirizzo deve cominciare con https://: così nessuno ascolta di nascosto.")
            )
        return link

    def clean(self) -> dict:
        data = super().clean()
        self._clean_times(data)
        self._clean_where(data)
        return data

    def _clean_times(self, data: dict) -> None:
        if not (data.get("day") and data.get("begins") is not None and data.get("ends") is not None):
            return
        moments = {}
        for name in ("begins", "ends"):
            try:
                moments[name] = moment_of(data["day"], data[name])
            except NoSuchHour:
                self.add_error(name, _("Quella notte torna l’ora legale e quest’ora non c’è. Scegline un’altra."))
        if len(moments) < 2:
            return
        data["starts_at"], data["ends_at"] = moments["begins"], moments["ends"]
        if data["ends_at"] <= data["starts_at"] and data["ends"] < LATE:
            # An evening that ends after midnight.
            data["ends_at"] = moment_of(data["day"] + timedelta(days=1), data["ends"])
        if data["ends_at"] <= data["starts_at"]:
            self.add_error("ends", _("Finisce prima di cominciare. Controlla le due ore."))
        was = self.appointment
        if data["starts_at"] < now() and (was is None or data["starts_at"] != was.starts_at):
            self.add_error("day", _("Questo momento è già passato. Controlla il giorno e l’ora."))

    def _clean_where(self, data: dict) -> None:
        if "link" not in data or "place" not in data:
            return
        if not data["place"] and not data["link"]:
            self.add_error("place", _("Scrivi dove si fa, oppure metti il collegamento video."))
        elif data.get("audience") == Appointment.Audience.PUBLIC and not data.get("contact"):
            if not data["place"]:
                self.add_error("contact", _("Scrivi chi sentire: chi non è della rete non vede il collegamento."))
            elif data.get("seats"):
                self.add_error("contact", _("Scrivi chi sentire: chi non è della rete prenota così il suo posto."))

    @property
    def told(self) -> dict:
        """What the actions take."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("day", "begins", "ends")}

    @staticmethod
    def initial_of(appointment: Appointment) -> dict:
        names = ("title", "kind", "audience", "summary", "text", "place", "link", "seats", "contact")
        starts, ends = timezone.localtime(appointment.starts_at), timezone.localtime(appointment.ends_at)
        return {name: getattr(appointment, name) for name in names} | {
            "organisation": appointment.organisation_id,
            "territory": appointment.territory_id,
            "themes": [theme.pk for theme in appointment.themes.all()],
            "day": starts.date(),
            "begins": starts.time(),
            "ends": ends.time(),
        }


class CancelForm(GuardedForm, forms.Form):
    """Why it is called off: who comes reads it."""

    guarded = {"reason": "ask"}

    reason = TextField(
        label=_("Perché non si tiene più"),
        max_length=300,
        widget=area(3),
        help_text=_("Una riga. La legge chi voleva venire."),
        **missing(_("Scrivi perché, in una riga: chi voleva venire la legge.")),
    )
