"""«Farsi trovare»: what an operator shows of herself to citizens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guard.forms import GuardedForm
from portal.ui.forms import LineField
from portal.vocabulary.forms import LanguagesField, TerritoryField, ThemesField

from ..models import Listing, Weekday


class ListingForm(GuardedForm):
    guarded = {"note": "ask"}

    territory = TerritoryField(label=_("Dove ti si trova"))
    themes = ThemesField(label=_("Di che cosa ti occupi"))
    languages = LanguagesField(label=_("Lingue che parli"), required=False)
    days = forms.MultipleChoiceField(
        label=_("In quali giorni"),
        required=False,
        choices=[(str(number), word) for number, word in Weekday.choices],
        widget=forms.CheckboxSelectMultiple,
    )
    in_person = forms.BooleanField(label=_("Di persona"), required=False)
    remote = forms.BooleanField(label=_("A distanza"), required=False)
    phone = LineField(
        label=_("Telefono"),
        max_length=40,
        required=False,
        help_text=_("Meglio quello di lavoro. Chi non ce l’ha scrive da qui."),
    )
    shows_phone = forms.BooleanField(
        label=_("Sì, mostra questo numero a tutti"),
        required=False,
        help_text=_("Senza questa spunta il numero non si salva. La togli quando vuoi."),
    )
    note = LineField(
        label=_("Una riga su di te"),
        max_length=240,
        required=False,
        help_text=_("Per esempio: leggo con te la bolletta, anche il sabato."),
    )
    takes_requests = forms.BooleanField(
        label=_("Ricevo le richieste scritte qui"), required=False, help_text=_("Ti arrivano in «Oggi».")
    )

    def clean(self) -> dict:
        sent = super().clean()
        if not sent.get("in_person") and not sent.get("remote"):
            self.add_error("in_person", _("Scegli almeno un modo: di persona o a distanza."))
        if sent.get("phone") and not sent.get("shows_phone"):
            self.add_error("shows_phone", _("Per mostrare il numero serve la spunta. Altrimenti toglilo."))
        if sent.get("shows_phone") and not sent.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Scrivi il numero, oppure togli la spunta."))
        elif not sent.get("takes_requests") and not sent.get("phone") and "phone" not in self.errors:
            self.add_error("takes_requests", _("Scegli almeno un modo per raggiungerti: il numero o le richieste."))
        return sent

    @property
    def chosen(self) -> dict:
        """What the action takes."""
        fields = {name: self.cleaned_data[name] for name in self.fields}
        return fields | {"days": "".join(sorted(self.cleaned_data["days"]))}

    @staticmethod
    def initial_of(user, listing: Listing | None) -> dict:
        """What the form begins with: her listing, or what her profile already says."""
        if listing is None:
            themes = [theme.pk for theme in user.competences.all()]
            start = {"territory": user.territory_id, "themes": themes, "in_person": True, "takes_requests": True}
            return start
        names = ("in_person", "remote", "phone", "shows_phone", "note", "takes_requests")
        return {name: getattr(listing, name) for name in names} | {
            "territory": listing.territory_id,
            "themes": [theme.pk for theme in listing.themes.all()],
            "languages": [language.pk for language in listing.languages.all()],
            "days": list(listing.days),
        }
