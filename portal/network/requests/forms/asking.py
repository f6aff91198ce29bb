"""What a person asks, in at most two screens of questions; or with an operator, on one page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guard.forms import GuardedForm
from portal.ui.forms import LineField, TextField, area, missing
from portal.vocabulary.models import Territory

from ...models import Desk, Listing
from ...needs import HINTS, Need
from ..models import LONGEST, HelpRequest
from ..permissions import areas_that_answer, desks_to_ask

Way = HelpRequest.Way
TO_AREA = "zona"
lines = area  # in a class whose field is called `area` the helper needs another name


class NeedsWidget(forms.CheckboxSelectMultiple):
    """Boxes; each says in small letters what it is about."""

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        option["hint"] = HINTS.get(value, "")
        return option


class AtTimes:
    """Mixed into a form: fields that some answers need and others do not. The page calls none of them optional."""

    use_required_attribute = False
    at_times: tuple[str, ...] = ()

    def full_clean(self) -> None:
        for name in self.at_times:
            self.fields[name].required = False
        super().full_clean()
        for name in self.at_times:
            self.fields[name].required = True


class WhatForm(GuardedForm):
    """The first screen of questions: where, what about, in her own words."""

    guarded = {"text": "hint"}

    area = forms.ModelChoiceField(
        Territory.objects.none(),
        to_field_name="slug",
        label=_("Da dove scrivi?"),
        help_text=_("Se la tua zona non c’è, chiedi ai servizi sociali del tuo Comune: lì non siamo ancora arrivati."),
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
        widget=lines(4),
    )
    name = LineField(
        label=_("Come vuoi essere chiamata o chiamato?"),
        help_text=_("Anche un nome inventato."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas_that_answer()


class HowForm(AtTimes, forms.Form):
    """The second: to whom, and how the answer comes."""

    at_times = ("contact",)
    anybody = _("A chi può, nella mia zona: %(area)s")
    needs_number = _("Scrivi un numero di telefono, oppure scegli di tornare con il codice.")

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
        help_text=_("Serve se vuoi una telefonata o un messaggio. Lo vede solo chi ti risponde, e poi si cancella."),
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
        choices = [(TO_AREA, self.anybody % {"area": self.where.label})]
        choices += [(name, f"{desk.name} ({desk.territory.label})") for name, desk in self._desks.items()]
        if self.listing:
            choices.insert(0, (f"persona:{self.listing.person.handle}", self.listing.person.full_name))
        return choices

    def clean(self) -> dict:
        data = super().clean()
        calls = data.get("way") in (Way.CALL, Way.MESSAGE)
        digits = sum(c.isdigit() for c in data.get("contact", ""))
        if calls and "contact" not in self.errors and not 6 <= digits <= 15:
            self.add_error("contact", self.needs_number)
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
    """A request that an operator writes down, the person in front of her: on one page, in words for the operator."""

    anybody = _("A chi può, nella zona: %(area)s")
    needs_number = _("Scrivi il suo numero, oppure scegli che torna con il codice.")
    ways = [
        (Way.CALL, Way.CALL.label),
        (Way.MESSAGE, Way.MESSAGE.label),
        (Way.NONE, _("Nessuno la contatta: torna con il codice")),
    ]

    follow = forms.BooleanField(label=_("La seguo io, da adesso"), required=False)
    field_order = ["to", "needs", "text", "name", "way", "contact", "when", "may_say_who", "follow", "agrees"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].label = _("A chi va?")
        self.fields["to"].error_messages["required"] = _("Scegli a chi va.")
        self.fields["text"].help_text = _("Con le sue parole, letto insieme. Niente nomi né indirizzi.")
        self.fields["needs"].label = _("Di che cosa si tratta?")
        self.fields["needs"].help_text = ""
        self.fields["text"].label = _("Che cosa racconta")
        self.fields["name"].label = _("Come vuole essere chiamata o chiamato")
        self.fields["way"].label = _("Come vuole essere ricontattata?")
        self.fields["way"].choices = self.ways
        self.fields["way"].error_messages["required"] = _("Scegli come vuole essere ricontattata.")
        self.fields["way"].help_text = _("Con il codice può comunque leggerla quando vuole.")
        self.fields["contact"].label = _("Il suo numero di telefono")
        self.fields["contact"].help_text = _(
            "Serve per la telefonata o il messaggio. Lo vede solo chi la segue, e si cancella un mese dopo la fine."
        )
        self.fields["may_say_who"].label = _("Se risponde un’altra persona, si può dire che è lo sportello")
        self.fields["agrees"].help_text = _("Diglielo: con il codice può cancellare tutto quando vuole.")
        self.fields["agrees"].label = _(
            "La persona è qui e abbiamo letto insieme: le va bene che chi la segue legga e, se lo lascia, usi il numero"
        )
        self.fields["agrees"].error_messages["required"] = _(
            "Serve il suo sì: leggete insieme, poi metti il segno qui."
        )
        del self.fields["area"]
