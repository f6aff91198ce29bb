"""Who reads a case: ask, answer, leave, remove."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.notifications.actions import mark_read

from .. import actions
from ..forms import PersonForm
from ..models import MOST_READERS
from ..permissions import (
    askable_people,
    can_change,
    case_for,
    invitation_for,
    own_case_for,
    owns,
    reader_for,
    require,
)
from ..queries import found_people, people_of, who_could_help
from .rooms import done, may_go_on, of_the_cases, posted_from


@of_the_cases
def readers(request: HttpRequest, code: str) -> HttpResponse:
    """Who takes part: every reader sees who reads, its owner also who was asked, and asks others."""
    case, user = case_for(request.user, code), request.user
    mine, words = owns(user, case), request.GET.get("q", "").replace("\x00", "").strip()[:60]
    people = people_of(case)
    room = MOST_READERS - sum(reader.reads or reader.waits for reader in people)
    asks = can_change(user, case) and room > 0
    found = found_people(user, case, words) if asks and len(words) > 1 else []
    context = {
        "here": "cases",
        "case": case,
        "is_owner": mine,
        "reading": [reader for reader in people if reader.reads],
        "waiting": [reader for reader in people if reader.waits] if mine else [],
        "late": [reader for reader in people if not reader.reads and not reader.waits] if mine else [],
        "may_ask": can_change(user, case),
        "room": room,
        "words": words,
        "found": found,
        "could_help": who_could_help(user, case) if asks and not found else [],
    }
    return render(request, "cases/readers.html", context)


@posted_from("readers")
@of_the_cases
def reader_invite(request: HttpRequest, code: str) -> HttpResponse:
    case = own_case_for(request.user, code)
    form = PersonForm(request.POST)
    person = None
    if form.is_valid() and may_go_on(form, f"case-invite:{request.user.pk}", 40, 24 * 3600):
        person = askable_people(request.user).filter(handle=form.cleaned_data["person"]).first()
        if person is None:
            form.add_error(None, _("Non troviamo questa persona fra gli operatori. Cercala per nome."))
    if person:
        try:
            actions.invite(case, person, by=request.user)
            done(request, _("Fatto. %(name)s riceve l’invito.") % {"name": person.short_name})
        except actions.Full:
            messages.error(request, _("Leggono già in dodici: per chiedere a un’altra persona, togline una."))
    else:
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
    return redirect("cases:readers", code)


@posted_from("readers")
@of_the_cases
def reader_remove(request: HttpRequest, code: str, pk) -> HttpResponse:
    reader = reader_for(own_case_for(request.user, code), pk)
    actions.remove_reader(reader, by=request.user)
    done(request, _("Fatto. %(name)s non legge più il caso.") % {"name": reader.person.short_name})
    return redirect("cases:readers", code)


@posted_from("case_show")
@of_the_cases
def case_leave(request: HttpRequest, code: str) -> HttpResponse:
    case = case_for(request.user, code)
    require(not owns(request.user, case))
    actions.leave_case(case, by=request.user)
    done(request, _("Fatto. Non leggi più questo caso."))
    return redirect("cases:cases")


# ── the invitation ───────────────────────────────────────────────────────────────────────────────────────────────────


@of_the_cases
def invitation_show(request: HttpRequest, code: str) -> HttpResponse:
    """The pledge and who asks: of the case nothing, not even its name."""
    invitation = invitation_for(request.user, code)
    mark_read(request.user, url=request.path)
    # Not «reader»: that is who looks at the page, in every template.
    return render(request, "cases/invitation_show.html", {"here": "cases", "invitation": invitation, "code": code})


@posted_from("invitation_show")
@of_the_cases
def invitation_accept(request: HttpRequest, code: str) -> HttpResponse:
    try:
        actions.accept_invitation(invitation_for(request.user, code), by=request.user)
    except actions.Gone:
        messages.error(request, _("Questo invito non c’è più."))
        return redirect("cases:cases")
    done(request, _("Fatto. Ora leggi il caso, e puoi dare consigli."))
    return redirect("cases:case_show", code)


@posted_from("invitation_show")
@of_the_cases
def invitation_decline(request: HttpRequest, code: str) -> HttpResponse:
    actions.decline_invitation(invitation_for(request.user, code), by=request.user)
    done(request, _("Fatto. Chi ti ha invitato vede solo che non partecipi."))
    return redirect("cases:cases")
