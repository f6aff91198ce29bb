"""Who is invited, who holds which role."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.limits.actions import TooMany
from portal.ui.pagination import page_of
from portal.vocabulary.models import Territory

from .. import actions
from ..forms import InviteForm, RoleForm
from ..models import Role
from ..permissions import can_grant, can_invite, can_see_roles, require, suspendable_people, visible_people
from ..places import courses
from ..queries import held_roles, invitations_of


def invitations(request: HttpRequest) -> HttpResponse:
    require(can_invite(request.user))
    offered = [(slug, title) for slug, title in courses() if can_invite(request.user, slug)]
    form = InviteForm(request.POST or None, courses=offered)
    if request.method == "POST" and form.is_valid():
        try:
            return _send(request, form.cleaned_data)
        except TooMany:
            form.add_error(
                "emails",
                _(
                    "In un giorno si possono invitare %(n)d indirizzi, e con questi sarebbero di più: "
                    "non ne è partito nessuno. Accorcia l’elenco, oppure riprova domani."
                )
                % {"n": actions.INVITATIONS_A_DAY},
            )
    status = 422 if request.method == "POST" else 200
    page = page_of(request, invitations_of(request.user))
    return render(request, "accounts/invitations.html", {"form": form, "page": page}, status=status)


def _send(request: HttpRequest, data: dict) -> HttpResponse:
    known = actions.invite_all(data["emails"], course=data["course"], territory=data["territory"], by=request.user)
    sent = len(data["emails"]) - len(known)
    if sent:
        messages.success(
            request, ngettext("Fatto. %(n)d invito mandato.", "Fatto. %(n)d inviti mandati.", sent) % {"n": sent}
        )
    if known:
        messages.warning(
            request, _("Chi ha già un account non è stato invitato: %(emails)s.") % {"emails": ", ".join(known)}
        )
    return redirect("accounts:invitations")


@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    require(can_invite(request.user))
    actions.withdraw_invitation(get_object_or_404(invitations_of(request.user), pk=pk), by=request.user)
    messages.success(request, _("Fatto. L’invito non vale più."))
    return redirect("accounts:invitations")


def roles(request: HttpRequest) -> HttpResponse:
    require(can_see_roles(request.user))
    kinds = [kind for kind in Role.Kind.values if can_grant(request.user, kind)]
    places = [*courses(), *((place.slug, place.label) for place in Territory.objects.filter(parent=None))]
    people = visible_people(request.user) | suspendable_people(request.user)
    form = RoleForm(request.POST or None, kinds=kinds, places=places, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["person"].pk == request.user.pk:
            form.add_error("person", _("Un ruolo a te lo dà qualcun altro."))
        elif not data["place"] and not can_grant(request.user, data["kind"], place=""):
            form.add_error("place", _("Scegli il corso: per tutta la rete nomina la segreteria."))
        elif not can_grant(request.user, data["kind"], data["person"], data["place"]):
            form.add_error("person", _("Non è del tuo territorio: lo nomina chi lo coordina, o la segreteria."))
        else:
            actions.grant_role(data["person"], data["kind"], place=data["place"], until=data["until"], by=request.user)
            messages.success(request, _("Fatto. %(name)s ha il nuovo ruolo.") % {"name": data["person"].full_name})
            return redirect("accounts:roles")
    labels = dict(places)
    page = page_of(request, held_roles())
    held = [
        (role, labels.get(role.place, ""), can_grant(request.user, role.kind, role.person, role.place))
        for role in page.object_list
    ]
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "page": page,
        "held": held,
        # The first ones, while she types: whoever is not among them is found by name when the form is sent.
        "people": visible_people(request.user)[:300],
    }
    return render(request, "accounts/roles.html", context, status=status)


@require_POST
def role_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    require(can_see_roles(request.user))
    role = get_object_or_404(held_roles(), pk=pk)
    actions.withdraw_role(role, by=request.user)
    messages.success(request, _("Fatto. Il ruolo finisce oggi."))
    return redirect("accounts:roles")
