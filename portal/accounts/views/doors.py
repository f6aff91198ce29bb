"""Coming in and going out."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import EmailAddress, Login
from allauth.account.views import LoginView, SignupView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.limits.actions import TooMany, spend

from .. import actions
from ..forms import InvitationForm
from ..models import Invitation, User


class OurWords:
    """allauth's forms in the words of the house: no placeholder, one short hint."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        labels = {
            "login": _("E-mail"),
            "email": _("E-mail"),
            "password": _("Password"),
            "password1": _("Password"),
        }
        for name, label in labels.items():
            if name in form.fields:
                form.fields[name].label, form.fields[name].help_text = label, ""
                form.fields[name].widget.attrs.pop("placeholder", None)
        if "password1" in form.fields:
            form.fields["password1"].help_text = _("Almeno 12 caratteri: tre parole a caso vanno bene.")
        return form


@method_decorator(login_not_required, name="dispatch")
class SignIn(OurWords, LoginView):
    template_name = "account/login.html"


@method_decorator(login_not_required, name="dispatch")
class SignUp(OurWords, SignupView):
    template_name = "account/signup.html"

    def form_valid(self, form):
        if form.account_already_exists:
            # A new account hashes a password: who is known must take as long (security.md R4).
            make_password(form.cleaned_data["password1"])
        return super().form_valid(form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect("home:home")
    # Someone else may sit at this desk next.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = Invitation.objects.filter(token=token).select_related("invited_by").first()
    if invitation is None:
        raise Http404
    if not invitation.is_open or request.user.is_authenticated:
        return render(request, "accounts/invitation_over.html", {"invitation": invitation})
    form = InvitationForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            spend(f"invitation:{invitation.pk}", limit=20, seconds=3600)
            with transaction.atomic():
                person = User.objects.create_user(
                    invitation.email,
                    form.cleaned_data["password"],
                    first_name=form.cleaned_data["first_name"],
                    last_name=form.cleaned_data["last_name"],
                )
                # The letter came to this address: it is hers.
                EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
                actions.accept_invitation(invitation, person)
        except actions.InvitationOver:
            return render(request, "accounts/invitation_over.html", {"invitation": invitation})
        except IntegrityError:
            form.add_error(None, _("C’è già un account con questa e-mail. Prova a entrare."))
        except TooMany:
            form.add_error(None, _("Troppi tentativi di seguito. Aspetta un momento e riprova."))
        else:
            messages.success(request, _("Fatto, %(name)s: sei in Snodo.") % {"name": person.first_name})
            return perform_login(request, Login(user=person, redirect_url=resolve_url(settings.LOGIN_REDIRECT_URL)))
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/invitation_accept.html", {"invitation": invitation, "form": form}, status=status)
