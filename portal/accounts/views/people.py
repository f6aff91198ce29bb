"""A person's page, and her own pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.ui.pagination import page_of

from .. import actions
from ..forms import MoveForm, PeopleForm, ProfileForm, ReasonForm
from ..permissions import (
    can_suspend,
    is_coordinator,
    is_staff,
    person_for,
    require,
    suspendable_people,
    territories_to_give,
)
from ..queries import accounts_in, named, qualifications_of, roles_of


def people(request: HttpRequest) -> HttpResponse:
    """For the office: every account, also of those who wait and of those who are stopped."""
    require(is_staff(request.user))
    form = PeopleForm(request.GET)
    words = form.cleaned_data["nome"] if form.is_valid() else ""
    state = request.GET.get("stato", "")
    page = page_of(request, named(accounts_in(suspendable_people(request.user), state), words))
    return render(request, "accounts/people.html", {"form": form, "page": page, "state": state})


def person_show(request: HttpRequest, handle: str) -> HttpResponse:
    person = person_for(request.user, handle)
    return render(request, "accounts/person_show.html", _page_of(request, person))


def _page_of(request: HttpRequest, person, **more) -> dict:
    return {
        "person": person,
        "qualifications": qualifications_of(person),
        "roles": roles_of(person),
        "competences": person.competences.all(),
        "may_suspend": can_suspend(request.user, person),
        "move": _move_form(request.user, person),
        **more,
    }


def _move_form(user, person) -> MoveForm | None:
    """For who coordinates, or runs the office: in which territory she works."""
    if user.pk == person.pk or not (is_staff(user) or is_coordinator(user)) or not person.member_since:
        return None
    return MoveForm(territories=territories_to_give(user), initial={"territory": person.territory_id})


@require_POST
def person_move(request: HttpRequest, handle: str) -> HttpResponse:
    person = person_for(request.user, handle)
    territories = territories_to_give(request.user)
    require(request.user.pk != person.pk and territories.exists())
    form = MoveForm(request.POST, territories=territories)
    if not form.is_valid():
        return render(request, "accounts/person_show.html", _page_of(request, person, move=form), status=422)
    actions.move_person(person, form.cleaned_data["territory"], by=request.user)
    messages.success(request, _("Fatto. Da adesso riceve le richieste di questo territorio."))
    return redirect("accounts:person_show", handle)


@require_POST
def person_suspend(request: HttpRequest, handle: str) -> HttpResponse:
    person = person_for(request.user, handle)
    require(can_suspend(request.user, person))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/person_show.html", _page_of(request, person, form=form), status=422)
    actions.suspend(person, why=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Fatto. L’account è fermo e le sue sessioni sono chiuse."))
    return redirect("accounts:person_show", handle)


@require_POST
def person_unsuspend(request: HttpRequest, handle: str) -> HttpResponse:
    person = person_for(request.user, handle)
    actions.unsuspend(person, by=request.user)
    messages.success(request, _("Fatto. L’account funziona di nuovo."))
    return redirect("accounts:person_show", handle)


def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.fields if name != "competences"}
        actions.change_profile(request.user, fields, competences=form.cleaned_data["competences"])
        with translation.override(request.user.language):
            messages.success(request, _("Fatto. Il tuo profilo è aggiornato."))
            return redirect(reverse("accounts:profile"))
    if request.method == "POST":
        # A form of a model writes into its instance while it checks: the page's head must show what is stored.
        request.user.refresh_from_db()
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)


def security(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/security.html")
