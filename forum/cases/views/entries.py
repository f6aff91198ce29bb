"""What is written about a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import actions
from ..forms import CorrectionForm, EntryForm
from ..models import Entry
from ..permissions import can_edit_entry, can_write_entry, case_for, entry_for, owns, require
from .cases import show
from .rooms import Identifies, done, may_go_on, of_the_cases, posted_from, refused_by_guard

_VERBS = {
    Entry.Kind.COMMENT: actions.comment,
    Entry.Kind.RECOMMENDATION: actions.recommend,
    Entry.Kind.NOTE: actions.tell_news,
}


def _talk(code: str) -> str:
    return reverse("cases:case_show", args=[code]) + "#consigli"


@posted_from("case_show")
@of_the_cases
def entry_create(request: HttpRequest, code: str) -> HttpResponse:
    case, user = case_for(request.user, code), request.user
    require(can_write_entry(user, case))
    form = EntryForm(request.POST, is_owner=owns(user, case), pseudonym=case.pseudonym)
    if form.is_valid() and may_go_on(form, f"case-entry:{user.pk}", 60, 3600):
        data = form.cleaned_data
        try:
            _VERBS[data["kind"]](case, data["text"], cid=data["cid"], by=user)
            done(request, _("Fatto. Chi legge il caso vede quello che hai scritto."), form, "case.entry")
            return redirect(_talk(code))
        except Identifies:
            refused_by_guard(form, "text")
        except actions.Conflict:
            form.add_error(None, _("Questo testo è già stato inviato. Ricarica la pagina per scriverne un altro."))
    return show(request, actions.read_case(code, by=user), form, status=422)


@of_the_cases
def entry_edit(request: HttpRequest, code: str, pk) -> HttpResponse:
    entry = entry_for(request.user, code, pk)
    require(can_edit_entry(request.user, entry))
    if request.method == "POST":
        form = CorrectionForm(request.POST, pseudonym=entry.case.pseudonym)
        if form.is_valid() and may_go_on(form, f"case-entry:{request.user.pk}", 60, 3600):
            try:
                actions.edit_entry(entry, form.cleaned_data["text"], by=request.user)
                done(request, _("Fatto. Il testo è corretto."), form, "case.entry")
                return redirect(_talk(code))
            except Identifies:
                refused_by_guard(form, "text")
    else:
        said = actions.read_case(code, by=request.user, part="talk").entries
        text = next((one.text for one in said if one.entry.pk == entry.pk), "")
        form = CorrectionForm(initial={"text": text})
    context = {"here": "cases", "case": entry.case, "entry": entry, "form": form}
    return render(request, "cases/entry_edit.html", context, status=422 if request.method == "POST" else 200)


@posted_from("case_show")
@of_the_cases
def entry_withdraw(request: HttpRequest, code: str, pk) -> HttpResponse:
    entry = entry_for(request.user, code, pk)
    if not entry.case.is_open and owns(request.user, entry.case) and entry.author_id != request.user.pk:
        messages.error(request, _("Il caso è chiuso: quello che hanno scritto i colleghi resta."))
        return redirect(_talk(code))
    actions.withdraw_entry(entry, by=request.user)
    done(request, _("Fatto. Quel testo non c’è più."))
    return redirect(_talk(code))


@posted_from("case_show")
@of_the_cases
def entry_take_up(request: HttpRequest, code: str, pk) -> HttpResponse:
    entry = entry_for(request.user, code, pk)
    if not entry.case.is_open:
        messages.error(request, _("Il caso è chiuso."))
        return redirect(_talk(code))
    actions.take_up(entry, by=request.user, really="no" not in request.POST)
    done(request, _("Fatto.") if "no" in request.POST else _("Fatto. Chi ti ha dato il consiglio lo vede."))
    return redirect(_talk(code))


@posted_from("case_show")
@of_the_cases
def entry_flag(request: HttpRequest, code: str, pk) -> HttpResponse:
    actions.flag_entry(entry_for(request.user, code, pk), by=request.user)
    done(request, _("Fatto. Il testo è nascosto finché chi l’ha scritto non lo corregge."))
    return redirect(_talk(code))


@posted_from("case_show")
@of_the_cases
def entry_show_again(request: HttpRequest, code: str, pk) -> HttpResponse:
    actions.show_again(entry_for(request.user, code, pk), by=request.user)
    done(request, _("Fatto. Il testo si legge di nuovo."))
    return redirect(_talk(code))
