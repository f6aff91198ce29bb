"""What exists only in the demo: its mail, and a button to enter as each person."""

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.models import User
from portal.mail.models import Letter
from portal.ui.pagination import page_of

from . import tour as steps
from .story.people import accounts


@login_not_required
def mail(request: HttpRequest) -> HttpResponse:
    """Every letter of the demo, by recipient: it exists only there."""
    letters = Letter.objects.order_by("-pk")
    to = request.GET.get("a", "").replace("\x00", "")[:254]
    if to:
        letters = letters.filter(to=to)
    people = Letter.objects.order_by("to").values_list("to", flat=True).distinct()
    return render(request, "demo/mail.html", {"page": page_of(request, letters), "to": to, "people": people})


@login_not_required
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """«Entra come…»: one button a person, in the demo alone."""
    email = request.POST.get("email", "")
    if email not in accounts():
        raise Http404
    person = get_object_or_404(User, email=email, is_active=True)
    login(request, person, backend="portal.accounts.backends.PersonBackend")
    record_authentication(request, person, method="demo")
    UserSession.objects.create_from_request(request)
    onward = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) and onward.startswith("/"):
        return redirect(onward)
    return redirect("home:home")


@login_not_required
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """The loop in seven steps. It exists only in the demo."""
    context = {"stops": steps.stops(), "receipt": steps.receipt(), "certificates": steps.certificates()}
    return render(request, "demo/tour.html", context)
