from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.accounts.permissions import require
from portal.clock import today
from portal.limits.actions import TooMany, spend

from .. import actions
from ..forms import AdoptionForm, RemoveForm
from ..models import Outcome
from ..permissions import adoption_for, can_adopt, can_correct, can_remove, practice_for

REPORTS_A_DAY = 40


def adoption_new(request: HttpRequest, slug: str) -> HttpResponse:
    """«L’ho provata»."""
    user, practice = request.user, practice_for(request.user, slug)
    require(can_adopt(user, practice))
    given = {"practice": practice, "person": user}
    if request.method != "POST":
        start = {"territory": user.territory_id, "tried_on": today()}
        if request.GET.get("esito") in Outcome.values:
            start["outcome"] = request.GET["esito"]
        return _form_page(request, AdoptionForm(initial=start, **given))
    form = AdoptionForm(request.POST, **given)
    if not form.is_valid():
        return _form_page(request, form)
    try:
        spend(f"adoption:{user.pk}", limit=REPORTS_A_DAY, seconds=24 * 3600)
        actions.report_adoption(practice, by=user, **form.told)
    except TooMany:
        form.add_error(None, _("Oggi ne hai raccontate molte. Riprova domani: il testo è qui."))
    except actions.AlreadyTold:
        form.add_error("tried_on", _("Per questo giorno l’hai già raccontata."))
    if form.errors:
        return _form_page(request, form)
    form.note_override(by=user, place="practices.adoption")
    words = _("Fatto. La tua prova è nella pratica: grazie da chi la leggerà.")
    messages.success(request, words, extra_tags=f"done:adoption-{practice.pk}")
    return redirect(practice)


def adoption_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what one has told."""
    adoption = adoption_for(request.user, pk)
    require(can_correct(request.user, adoption))
    given = {"practice": adoption.practice, "person": request.user, "adoption": adoption}
    if request.method != "POST":
        return _form_page(request, AdoptionForm(initial=AdoptionForm.initial_of(adoption), **given))
    form = AdoptionForm(request.POST, **given)
    if not form.is_valid():
        return _form_page(request, form)
    try:
        actions.correct_adoption(adoption, by=request.user, **form.told)
    except actions.AlreadyTold:
        form.add_error("tried_on", _("Per questo giorno l’hai già raccontata."))
        return _form_page(request, form)
    except actions.Gone:
        form.add_error(
            None, _("Questa prova è stata tolta poco fa. Il testo è qui: puoi copiarlo e raccontarla di nuovo.")
        )
        return _form_page(request, form)
    form.note_override(by=request.user, place="practices.adoption")
    messages.success(request, _("Fatto. La tua prova è corretta."))
    return redirect(adoption.practice)


def _form_page(request: HttpRequest, form: AdoptionForm) -> HttpResponse:
    context = {"here": "practices", "form": form, "practice": form.practice, "adoption": form.adoption}
    return render(request, "practices/adoption_edit.html", context, status=422 if form.errors else 200)


def adoption_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report off: its writer, or a moderator who says why."""
    adoption = adoption_for(request.user, pk)
    require(can_remove(request.user, adoption))
    own = adoption.person_id == request.user.pk
    form = RemoveForm(request.POST if request.method == "POST" else None, own=own)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_adoption(adoption, form.cleaned_data.get("reason", ""), by=request.user)
            messages.success(request, _("Fatto. La prova non conta più."))
        except actions.Gone:
            messages.warning(request, _("Questa prova era già stata tolta."))
        return redirect(adoption.practice)
    context = {"here": "practices", "form": form, "adoption": adoption, "own": own}
    return render(request, "practices/adoption_remove.html", context, status=422 if form.errors else 200)
