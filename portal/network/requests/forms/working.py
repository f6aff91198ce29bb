"""What who follows a request writes: to the person, to a body, to a colleague."""

from contextlib import suppress
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.clock import today
from portal.guard.forms import GuardedForm
from portal.guard.kinds import Kind
from portal.ui.forms import CidField, LineField, TextField, area, missing

from ...models import Desk, Organisation
from ..models import LONGEST, HelpRequest, Referral


class AnswerForm(GuardedForm):
    """What who follows it writes to the person: the desk's telephone and address have their place here."""

    guarded = {"text": "ask"}
    guard_lets_pass = frozenset({Kind.PHONE, Kind.ADDRESS, Kind.NAME})

    text = TextField(
        label=_("La tua risposta"),
        help_text=_("La persona la legge con il suo codice. Parole semplici, un passo concreto, un giorno e un’ora."),
        max_length=LONGEST * 2,
        widget=area(5),
        **missing(_("Scrivi la risposta prima di inviarla.")),
    )
    cid = CidField()


class ReferForm(GuardedForm):
    """To which body it is passed on, and what is asked of it."""

    guarded = {"ask": "ask"}

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        to_field_name="slug",
        label=_("A quale ente"),
        empty_label=_("Scegli l’ente"),
        error_messages={"required": _("Scegli l’ente."), "invalid_choice": _("Scegli uno degli enti dell’elenco.")},
    )
    ask = TextField(
        label=_("Che cosa gli chiedi"),
        help_text=_("Una riga, senza nomi: la legge anche la persona."),
        max_length=400,
        widget=area(3),
        **missing(_("Scrivi che cosa chiedi all’ente.")),
    )
    agreed = forms.BooleanField(
        label=_("La persona ha detto di sì: gliel’ho chiesto io"),
        help_text=_("Senza il suo sì una richiesta non passa a nessuno."),
        error_messages={"required": _("Chiedilo prima alla persona, poi metti il segno qui.")},
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    @property
    def agreed_on(self) -> date:
        return today().replace(day=1)


STATES = {
    Referral.State.ACCEPTED: _("Ha detto di sì, ci sta lavorando"),
    Referral.State.REFUSED: _("Ha detto di no"),
    Referral.State.DONE: _("È fatta"),
}


class MoveForm(GuardedForm):
    """What the body said or did."""

    guarded = {"answer": "ask"}

    state = forms.ChoiceField(label=_("A che punto è"), widget=forms.RadioSelect, **missing(_("Scegli a che punto è.")))
    answer = TextField(
        label=_("Che cosa ha detto o fatto l’ente"),
        help_text=_("La persona lo legge. Se ha detto di no, scrivi perché."),
        required=False,
        max_length=400,
        widget=area(3),
    )

    def __init__(self, *args, moves, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state, STATES[state]) for state in moves]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("state") == Referral.State.REFUSED and not data.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Scrivi perché l’ente ha detto di no."))
        return data


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person.full_name}, {person.title_line}" if person.title_line else person.full_name


class HandOverForm(GuardedForm):
    """Who follows it from here, or at which desk it waits, and why."""

    guarded = {"reason": "ask"}

    nome = LineField(
        label=_("Cerca un collega per nome"),
        help_text=_("Nell’elenco qui sotto ce ne sono solo alcuni."),
        required=False,
    )
    cercato = LineField(required=False, widget=forms.HiddenInput)  # the name whose colleagues are shown
    to = PersonField(
        User.objects.none(),
        to_field_name="handle",
        required=False,
        label=_("Chi la segue adesso"),
        empty_label=_("Nessuno: torna fra quelle da prendere"),
        error_messages={"invalid_choice": _("Scegli una persona dell’elenco.")},
    )
    desk = forms.ModelChoiceField(
        Desk.objects.none(),
        required=False,
        label=_("Oppure un altro sportello"),
        empty_label=_("Resta dov’è"),
        error_messages={"invalid_choice": _("Scegli uno degli sportelli dell’elenco.")},
    )
    agreed = forms.BooleanField(
        label=_("La persona ha detto di sì all’altro sportello"),
        help_text=_("Serve solo se cambia sportello: chi lavora lì leggerà quello che ha scritto."),
        required=False,
    )
    reason = TextField(
        label=_("Perché"),
        help_text=_("Lo legge solo chi la segue. Così la persona non deve ricominciare da capo."),
        max_length=600,
        widget=area(3),
        **missing(_("Scrivi perché la passi, in una riga.")),
    )

    def __init__(self, *args, people: QuerySet[User], offered: list[User], searches: bool, desks=None, **kwargs):
        """Prepare the form.

        Args:
            people: all to whom it can go.
            offered: those of them that the page shows.
            searches: whether to look for the others by name.
            desks: where it can wait. Without them a person must be chosen: who coordinates entrusts, and puts nothing
                back.
        """
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        to.queryset = people
        if not searches:
            del self.fields["nome"], self.fields["cercato"]
        if desks is None:
            del self.fields["desk"], self.fields["agreed"]
            to.required = True
            to.empty_label = _("Scegli una persona")
            to.error_messages["required"] = _("Scegli a chi affidarla.")
        else:
            self.fields["desk"].queryset = desks
        shown = [(one.handle, to.label_from_instance(one)) for one in [*self._chosen_before(offered), *offered]]
        to.choices = [("", to.empty_label), *shown]

    def _chosen_before(self, offered: list[User]) -> list[User]:
        """Who was chosen stays in the list when others are looked for."""
        handle = self["to"].value()
        if not handle or any(one.handle == handle for one in offered):
            return []
        with suppress(ValidationError):
            return [self.fields["to"].to_python(handle)]
        return []

    @staticmethod
    def looked_for(sent: QueryDict) -> tuple[str, bool]:
        """Say which name is looked for, and whether that is all: a new name, or the button beside it, sends nothing."""
        words = LineField().to_python(sent.get("nome", ""))[:80]
        return words, "cerca" in sent or words != sent.get("cercato", "")

    def clean(self) -> dict:
        data = super().clean()
        if data.get("desk") and data.get("to"):
            self.add_error("desk", _("Scegli una persona oppure uno sportello, non tutti e due."))
        elif data.get("desk") and not data.get("agreed"):
            self.add_error("agreed", _("Chiedilo prima alla persona, poi metti il segno qui."))
        return data


NEEDS_WORDS = (HelpRequest.Outcome.NOT_FOUND, HelpRequest.Outcome.PARTLY, HelpRequest.Outcome.PASSED_ON)


class CloseForm(GuardedForm):
    """How it ended, and the last words for the person."""

    guarded = {"words": "ask"}
    guard_lets_pass = AnswerForm.guard_lets_pass

    outcome = forms.ChoiceField(
        label=_("Com’è finita"),
        choices=HelpRequest.Outcome,
        widget=forms.RadioSelect,
        **missing(_("Scegli com’è finita.")),
    )
    words = TextField(
        label=_("Due righe per la persona"),
        help_text=_("Che cosa è successo, e che cosa può fare adesso. Le legge con il suo codice."),
        required=False,
        max_length=LONGEST,
        widget=area(4),
    )

    def clean(self) -> dict:
        data = super().clean()
        # Nobody is left with a bare no.
        if data.get("outcome") in NEEDS_WORDS and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Scrivi due righe: che cosa è successo, quale altra strada c’è."))
        return data
