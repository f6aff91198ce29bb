"""What a person asks, in at most two screens of questions; and what who follows it writes."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.clock import today
from portal.guard.forms import GuardedForm
from portal.guard.kinds import Kind
from portal.ui.forms import CidField, LineField, TextField, missing
from portal.ui.forms import area as textarea
from portal.vocabulary.models import Territory

from ..models import Desk, Listing, Organisation
from ..needs import HINTS, Need
from .models import LONGEST, HelpRequest, Referral
from .permissions import desks_to_ask

Way = HelpRequest.Way
TO_AREA = "zona"


class NeedsWidget(forms.CheckboxSelectMultiple):
    """Boxes; each says in small letters what it is about."""

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        option["hint"] = HINTS.get(value, "")
        return option


class WhatForm(GuardedForm):
    """The first screen of questions: where, what about, in her own words."""

    guarded = {"text": "hint"}

    area = forms.ModelChoiceField(
        Territory.objects.filter(parent=None),
        to_field_name="slug",
        label=_("Da dove scrivi?"),
        empty_label=_("Scegli la zona"),
        error_messages={"required": _("Scegli la zona."), "invalid_choice": _("Scegli una delle zone.")},
    )
    needs = forms.MultipleChoiceField(
        label=_("Che cosa ti preoccupa di più?"),
        help_text=_("Puoi sceglierne più di una. Se non sai, va bene lo stesso: scegli «Preferisco dirlo a voce»."),
        choices=Need,
        widget=NeedsWidget,
        error_messages={
            "required": _("Scegli almeno una cosa. Se non sai, scegli «Preferisco dirlo a voce»."),
            "invalid_choice": _("Scegli una delle cose dell’elenco."),
        },
    )
    text = TextField(
        label=_("Vuoi raccontare qualcosa?"),
        help_text=_("Bastano due righe. Non servono nomi né indirizzi."),
        required=False,
        max_length=LONGEST,
        widget=textarea(4),
    )
    name = LineField(
        label=_("Come vuoi essere chiamata o chiamato?"),
        help_text=_("Anche un nome inventato."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class HowForm(forms.Form):
    """The second: to whom, and how the answer comes."""

    to = forms.ChoiceField(
        label=_("A chi lo chiedi?"), widget=forms.RadioSelect, **missing(_("Scegli a chi lo chiedi."))
    )
    way = forms.ChoiceField(
        label=_("Come vuoi la risposta?"),
        choices=Way,
        widget=forms.RadioSelect,
        help_text=_("Con il codice che ti diamo puoi comunque leggerla qui, quando vuoi."),
        **missing(_("Scegli come vuoi la risposta.")),
    )
    contact = LineField(
        label=_("A quale numero di telefono?"),
        help_text=_("Serve per la telefonata o il messaggio. Lo vede solo chi ti risponde, e poi si cancella."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    when = LineField(
        label=_("Quando è meglio?"),
        help_text=_("Per esempio: la mattina, o dopo le sei."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    may_say_who = forms.BooleanField(
        label=_("Se risponde un’altra persona, potete dire che siete lo sportello"), required=False
    )
    agrees = forms.BooleanField(
        label=_("Va bene che chi mi risponde legga quello che ho scritto e, se lo lascio, usi il mio numero"),
        help_text=_("Anche se parla di salute o di famiglia. Puoi cancellare tutto quando vuoi, con il codice."),
        error_messages={"required": _("Per risponderti dobbiamo poter leggere: metti il segno qui.")},
    )
    receipt = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, where: Territory, listing: Listing | None = None, desks=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.listing, self.where = listing, where
        self._desks = {f"sportello:{desk.slug}": desk for desk in (desks if desks is not None else desks_to_ask(where))}
        self.fields["to"].choices = self._choices()

    def _choices(self) -> list[tuple[str, str]]:
        anybody = _("A chi può, nella mia zona: %(area)s") % {"area": self.where.label}
        choices = [(TO_AREA, anybody)]
        choices += [(name, f"{desk.name} ({desk.territory.label})") for name, desk in self._desks.items()]
        if self.listing:
            choices.insert(0, (f"persona:{self.listing.person.handle}", self.listing.person.full_name))
        return choices

    def clean(self) -> dict:
        data = super().clean()
        calls = data.get("way") in (Way.CALL, Way.MESSAGE)
        digits = sum(c.isdigit() for c in data.get("contact", ""))
        if calls and "contact" not in self.errors and not 6 <= digits <= 15:
            self.add_error("contact", _("Scrivi un numero di telefono, oppure scegli di tornare con il codice."))
        if not calls:
            # «Non contattatemi»: what was typed before is kept nowhere.
            data["contact"] = data["when"] = ""
        return data

    @property
    def desk(self) -> Desk | None:
        return self._desks.get(self.cleaned_data["to"])

    @property
    def person(self) -> Listing | None:
        return self.listing if self.cleaned_data["to"].startswith("persona:") else None


class DownForm(WhatForm, HowForm):
    """A request that an operator writes down with the person in front of her: all on one page."""

    follow = forms.BooleanField(label=_("La seguo io, da adesso"), required=False)
    field_order = ["to", "needs", "text", "name", "way", "contact", "when", "may_say_who", "follow", "agrees"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("Con le sue parole, letto insieme. Niente nomi né indirizzi.")
        self.fields["needs"].label = _("Di che cosa si tratta?")
        self.fields["needs"].help_text = ""
        self.fields["text"].label = _("Che cosa racconta")
        self.fields["name"].label = _("Come vuole essere chiamata o chiamato")
        self.fields["way"].label = _("Come vuole la risposta?")
        self.fields["way"].help_text = _("Con il codice può comunque leggerla quando vuole.")
        self.fields["contact"].label = _("Il suo numero di telefono")
        self.fields["contact"].help_text = _("Lo vede solo chi la segue, e si cancella un mese dopo la fine.")
        self.fields["may_say_who"].label = _("Se risponde un’altra persona, si può dire che è lo sportello")
        self.fields["agrees"].help_text = _("Diglielo: con il codice può cancellare tutto quando vuole.")
        self.fields["agrees"].label = _("La persona è qui, abbiamo letto insieme, e le va bene che chi la segue legga")
        del self.fields["area"]


class ReceiptForm(forms.Form):
    """The number on the slip."""

    receipt = forms.CharField(
        label=_("Scrivi il codice"),
        help_text=_("Quattro gruppi di quattro cifre, per esempio 4831 0962 7754 1208"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Scrivi il codice di sedici cifre che hai sul foglio."),
            "max_length": _("Il codice ha sedici cifre. Controlla il foglio."),
        },
    )


class AddForm(GuardedForm):
    """What the person answers, or adds."""

    guarded = {"text": "hint"}
    CHOICES = [
        ("ok", _("Sì, va bene")),
        ("other", _("Meglio in un altro modo o un altro giorno")),
        ("none", _("Non contattatemi più: torno io con il codice")),
    ]

    choice = forms.ChoiceField(label=_("Ti va bene?"), choices=CHOICES, widget=forms.RadioSelect, required=False)
    text = TextField(
        label=_("Aggiungi qualcosa"),
        help_text=_("Non servono nomi né indirizzi."),
        required=False,
        max_length=LONGEST,
        widget=textarea(3),
    )
    contact = LineField(
        label=_("Se preferisci una telefonata, lascia un numero"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    cid = CidField()

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("choice") or data.get("text") or data.get("contact")) and not self.errors:
            self.add_error("text", _("Scegli una risposta, oppure scrivi due righe."))
        if data.get("contact") and not 6 <= sum(c.isdigit() for c in data["contact"]) <= 15:
            self.add_error("contact", _("Questo numero non sembra completo. Controllalo."))
        return data

    @property
    def words(self) -> str:
        """The choice in words, and what she wrote."""
        chosen = str(dict(self.CHOICES).get(self.cleaned_data["choice"], ""))
        return "\n\n".join(part for part in (chosen, self.cleaned_data["text"]) if part)


class AnswerForm(GuardedForm):
    """What who follows it writes to the person: the desk's telephone and address have their place here."""

    guarded = {"text": "ask"}
    guard_lets_pass = frozenset({Kind.PHONE, Kind.ADDRESS, Kind.NAME})

    text = TextField(
        label=_("La tua risposta"),
        help_text=_("La persona la legge con il suo codice. Parole semplici, un passo concreto, un giorno e un’ora."),
        max_length=LONGEST * 2,
        widget=textarea(5),
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
        widget=textarea(3),
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


class MoveForm(GuardedForm):
    """What the body said or did."""

    guarded = {"answer": "ask"}

    state = forms.ChoiceField(label=_("A che punto è"), widget=forms.RadioSelect, **missing(_("Scegli a che punto è.")))
    answer = TextField(
        label=_("Che cosa ha detto o fatto l’ente"),
        help_text=_("La persona lo legge. Se ha detto di no, scrivi perché."),
        required=False,
        max_length=400,
        widget=textarea(3),
    )

    def __init__(self, *args, moves, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state, STATES[state]) for state in moves]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("state") == Referral.State.REFUSED and not data.get("answer"):
            self.add_error("answer", _("Scrivi perché l’ente ha detto di no."))
        return data


STATES = {
    Referral.State.ACCEPTED: _("Ha detto di sì, ci pensa"),
    Referral.State.REFUSED: _("Ha detto di no"),
    Referral.State.DONE: _("È fatta"),
}


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person.full_name}, {person.title_line}" if person.title_line else person.full_name


class HandOverForm(GuardedForm):
    """Who follows it from here, and why."""

    guarded = {"reason": "ask"}

    to = PersonField(
        User.objects.none(),
        to_field_name="handle",
        required=False,
        label=_("Chi la segue adesso"),
        empty_label=_("Nessuno: torna fra quelle da prendere"),
        error_messages={"invalid_choice": _("Scegli una persona dell’elenco.")},
    )
    reason = TextField(
        label=_("Perché"),
        help_text=_("Lo legge solo chi la segue. Così la persona non deve ricominciare da capo."),
        max_length=600,
        widget=textarea(3),
        **missing(_("Scrivi perché la passi, in una riga.")),
    )

    def __init__(self, *args, people, must_choose: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
        if must_choose:
            self.fields["to"].required = True
            self.fields["to"].empty_label = _("Scegli una persona")
            self.fields["to"].error_messages["required"] = _("Scegli a chi affidarla.")


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
        widget=textarea(4),
    )

    def clean(self) -> dict:
        data = super().clean()
        # Nobody is left with a bare no.
        if data.get("outcome") in NEEDS_WORDS and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Scrivi due righe: che cosa è successo, quale altra strada c’è."))
        return data


NEEDS_WORDS = (HelpRequest.Outcome.NOT_FOUND, HelpRequest.Outcome.PARTLY, HelpRequest.Outcome.PASSED_ON)
