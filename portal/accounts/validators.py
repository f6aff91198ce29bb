from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = ("snodo", "password", "bolletta", "welfare", "energia", "tutor")


class ContextWordsValidator:
    """Refuse a password that is little more than a word of the trade."""

    def validate(self, password: str, user=None) -> None:
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        # What is too short has its own sentence.
        if len(password) >= 12 and len(rest) < 6:
            raise ValidationError(_("È troppo facile da indovinare: aggiungi parole che non c’entrano con Snodo."))

    def get_help_text(self) -> str:
        return _("Non usare solo parole di Snodo.")
