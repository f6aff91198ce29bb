"""What allauth asks of us: letters through the outbox, names as we keep them."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.limits.actions import address_of
from portal.mail.actions import write_letter

from .permissions import needs_second_factor


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail o password non tornano. Riprova, oppure fatti mandare un codice."),
        "too_many_login_attempts": _("Troppi tentativi di seguito. Aspetta qualche minuto e riprova."),
        "email_taken": _("C’è già un account con questa e-mail. Prova a entrare."),
        "incorrect_code": _("Il codice non è giusto. Guarda nell’ultima e-mail che ti abbiamo mandato."),
        "incorrect_password": _("La password non è giusta."),
        "account_inactive": _("Questo account è fermo. Scrivi al tuo coordinatore."),
    }

    def populate_username(self, request, user) -> None:
        """Give a new account its handle: this is where allauth would choose a username."""
        user.handle = type(user).objects.free_handle(user.first_name, user.last_name)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Put allauth's letters in the outbox, in the language of their reader."""
        user = context.get("user")
        with translation.override(getattr(user, "language", None) or translation.get_language() or "it"):
            subject = render_to_string(f"{template_prefix}_subject.txt", context)
            text = render_to_string(f"{template_prefix}_message.txt", context)
        write_letter(email, subject, text.strip() + "\n")

    def get_client_ip(self, request) -> str:
        """Count sign-ins and handshakes by the same rule; a header that is too short is no reason for an error."""
        seen = address_of(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))
        return seen or "127.0.0.1"  # a socket of this machine has no address

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Il codice non è giusto. Aspetta il prossimo e riprova."),
        "cannot_delete_authenticator": _("Non puoi togliere l’ultimo secondo passo: prima aggiungine un altro."),
    }

    def get_totp_issuer(self) -> str:
        return "Snodo"

    def can_delete_authenticator(self, authenticator) -> bool:
        """Whoever must have a second factor keeps at least one."""
        user = authenticator.user
        others = user.authenticator_set.exclude(pk=authenticator.pk).exclude(type="recovery_codes")
        return not needs_second_factor(user) or others.exists()
