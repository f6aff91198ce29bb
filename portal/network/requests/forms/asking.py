"""What a person asks, in at most two screens of questions; or with an operator, on one page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guard.forms import GuardedForm
from portal.ui.forms import LineField, TextField, area, missing
from portal.vocabulary.models import Territory

from ...models import Desk, Listing
from ...needs import HINTS, Need
from ..models import LONGEST, HelpRequest
from ..permissions import desks_to_ask

Way = HelpRequest.Way
TO_AREA = "zona"
lines = area  # in a class whose field is called `area` the helper needs another name


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
        widget=lines(4),
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
