from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.ui.forms import TextField
from portal.vocabulary.forms import TerritoryField
from portal.vocabulary.models import Territory, Theme

from . import actions
from .models import JoinRequest, Role, User
from .queries import named

MOST_INVITATIONS = 100


def areas():
    """The wide territories that a person belongs to."""
    return Territory.objects.filter(parent=None)


class JoinForm(forms.Form):
    """«Chiedi di entrare»: the fields that allauth's sign-up takes besides e-mail and password."""

    first_name = TextField(label=_("Nome"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = TextField(
        label=_("Cognome"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Dove lavori o vorresti lavorare"), empty_label=_("Scegli il territorio")
    )
    wish = forms.ChoiceField(label=_("Che cosa ti porta qui"), choices=JoinRequest.Wish, widget=forms.RadioSelect)
    message = TextField(
        label=_("Due righe su di te"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Le legge solo chi coordina il tuo territorio."),
    )
    field_order = ["first_name", "last_name", "email", "password1", "territory", "wish", "message"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = areas()
        self.order_fields(self.field_order)

    def signup(self, request, user: User) -> None:
        """Called by allauth once the account is stored, in the same transaction."""
        data = self.cleaned_data
        actions.ask_to_join(user, territory=data["territory"], wish=data["wish"], message=data["message"])


class InvitationForm(forms.Form):
    """The account of someone who was invited: her address is known already."""

    first_name = JoinForm.base_fields["first_name"]
    last_name = JoinForm.base_fields["last_name"]
    password = TextField(
        label=_("Password"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Almeno 12 caratteri: tre parole a caso vanno bene."),
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict:
        data = super().clean()
        if data.get("password"):
            person = User(email=self.email, first_name=data.get("first_name", ""), last_name=data.get("last_name", ""))
            try:
                validate_password(data["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return data


class InviteForm(forms.Form):
    """One address, or a pasted list."""

    emails = TextField(
        label=_("Indirizzi e-mail"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Uno, o una lista incollata: uno per riga, oppure separati da virgole."),
    )
    course = forms.ChoiceField(label=_("Per quale corso"), required=False)
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Territorio"), required=False, empty_label=_("Lo sceglie lei")
    )

    def __init__(self, *args, courses: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [("", _("Nessuno: entra nella rete e basta")), *courses]
        self.fields["territory"].queryset = areas()

    def clean_emails(self) -> list[str]:
        text = self.cleaned_data["emails"].replace(",", " ").replace(";", " ")
        found = list(dict.fromkeys(word.strip("<>").lower() for word in text.split()))
        wrong = []
        for email in found:
            try:
                validate_email(email)
            except ValidationError:
                wrong.append(email)
        if wrong:
            shown = ", ".join(wrong[:5])
            raise ValidationError(
                ngettext(
                    "Controlla questo indirizzo: %(emails)s", "Controlla questi indirizzi: %(emails)s", len(wrong)
                ),
                params={"emails": shown},
            )
        if len(found) > MOST_INVITATIONS:
            raise ValidationError(_("Al massimo cento indirizzi alla volta."))
        return found


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = [
            "first_name", "last_name", "territory", "organisation", "job",
            "about", "languages", "competences", "language", "shows_email",
        ]  # fmt: skip
        widgets = {
            "about": forms.Textarea(attrs={"rows": 5}),
            "competences": forms.CheckboxSelectMultiple,
            "language": forms.RadioSelect,
        }
        field_classes = dict.fromkeys(
            ["first_name", "last_name", "organisation", "job", "about", "languages"], TextField
        )
        help_texts = {
            "about": _("Due o tre frasi: di che cosa ti occupi, per che cosa ti possono cercare."),
            "languages": _("Per esempio: italiano, francese, arabo."),
            "language": _("La lingua delle pagine e delle e-mail che ricevi."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.member_since and self.instance.territory_id:
            # Where she works decides which requests of citizens she is offered: who coordinates there says it.
            del self.fields["territory"]
        else:
            self.fields["territory"].queryset = Territory.objects.select_related("parent")
        self.fields["competences"].queryset = Theme.objects.filter(parent__isnull=False)


class RoleForm(forms.Form):
    person = TextField(
        label=_("A chi"),
        max_length=120,
        help_text=_("Nome e cognome, oppure il nome del suo profilo, per esempio ada-ferrero, o la sua e-mail."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "list": "people"}),
    )
    kind = forms.ChoiceField(label=_("Ruolo"), widget=forms.RadioSelect)
    place = forms.ChoiceField(label=_("Dove"), required=False)
    until = forms.DateField(
        label=_("Fino a quando"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Lascia vuoto se non finisce."),
    )

    def __init__(self, *args, kinds: list[str], places: list[tuple[str, str]], people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["kind"].choices = [choice for choice in Role.Kind.choices if choice[0] in kinds]
        self.fields["place"].choices = [("", _("In tutta la rete")), *places]

    def clean_person(self) -> User:
        words = self.cleaned_data["person"].strip().lower()
        found = (
            User.objects.filter(is_active=True).filter(**{"email__iexact" if "@" in words else "handle": words}).first()
        )
        return found or self._called(words)

    def _called(self, words: str) -> User:
        """Find one person by her name, among those that the reader sees."""
        found = list(named(self.people.filter(is_active=True), words)[:5])
        if not found:
            raise ValidationError(_("Non troviamo nessuno con questo nome. Controlla come è scritto nel suo profilo."))
        if len(found) > 1:
            shown = ", ".join(f"{one.full_name} ({one.handle})" for one in found)
            raise ValidationError(
                _("Questo nome può essere di più persone: scrivi il profilo di quella giusta. %(people)s"),
                params={"people": shown},
            )
        return found[0]


class MoveForm(forms.Form):
    """In which territory a person works from now on."""

    territory = TerritoryField(label=_("Territorio"))

    def __init__(self, *args, territories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories


class ReasonForm(forms.Form):
    reason = TextField(label=_("Motivo"), max_length=200)


class PeopleForm(forms.Form):
    """Look for an account."""

    nome = TextField(
        label=_("Nome, profilo o e-mail"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
