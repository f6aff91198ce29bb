"""«La tua richiesta»: the person reads the story, answers, adds, says if it helped, takes it away. By POST alone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions import erase_correction
from ...models import Correction
from ...queries import correction_by_receipt
from .. import actions
from ..forms import AddForm, ReceiptForm
from ..models import HelpRequest
from .doors import HOUR, OPENED_AN_HOUR, may_go_on, of_the_citizens

# How it ended, in words for her; the model's are for who closes it.
ENDED = {
    HelpRequest.Outcome.SOLVED: gettext_lazy("hai trovato quello che cercavi"),
    HelpRequest.Outcome.PARTLY: gettext_lazy("in parte"),
    HelpRequest.Outcome.PASSED_ON: gettext_lazy("ora la segue un altro ente"),
    HelpRequest.Outcome.NOT_FOUND: gettext_lazy("qui non c’era una risposta"),
    HelpRequest.Outcome.NO_CONTACT: gettext_lazy("non ci siamo più sentiti"),
}


@login_not_required
@of_the_citizens
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt; with one, tell the story."""
    if request.method != "POST":
        return render(request, "requests/follow.html", {"form": ReceiptForm()})
    form, kept = _opened(request)
    if kept is None:
        return _refused(request, form)
    if isinstance(kept, Correction):
        return render(
            request, "requests/follow_correction.html", {"correction": kept, "receipt": form.cleaned_data["receipt"]}
        )
    return _story(request, kept)


@login_not_required
@of_the_citizens
def follow_add(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("requests:follow")
    receipt, kept = _opened(request)
    if not isinstance(kept, HelpRequest):
        return _refused(request, receipt)
    form = AddForm(request.POST, answered=_is_answered(kept))
    if not form.is_valid():
        return _story(request, kept, form, 422)
    data = form.cleaned_data
    no_contact = data["choice"] == "none"
    try:
        actions.add(kept, form.words, cid=data["cid"], contact=data["contact"], no_contact=no_contact)
    except actions.Closed:
        form.add_error(
            None, _("La richiesta è stata chiusa poco fa. Il testo è qui: puoi usarlo in una richiesta nuova.")
        )
        return _story(request, _again(kept), form, 422)
    done = _("Fatto. Chi ti segue lo legge appena apre Snodo.")
    if no_contact:
        done += " " + _("Non ti contattiamo più, e il numero non c’è più.")
    elif data["contact"]:
        done += " " + _("Il tuo numero c’è: lo vede solo chi ti segue.")
    # Who has just said «non contattatemi» is not asked for a number.
    return _story(request, _again(kept), done=done, asks_number=not no_contact)


@login_not_required
@of_the_citizens
def follow_helped(request: HttpRequest) -> HttpResponse:
    """One tap."""
    if request.method != "POST":
        return redirect("requests:follow")
    form, kept = _opened(request)
    if not isinstance(kept, HelpRequest):
        return _refused(request, form)
    if request.POST.get("helped") in HelpRequest.Helped.values:
        actions.say_if_helped(kept, request.POST["helped"])
    return _story(request, _again(kept), done=_("Grazie. Serve a fare meglio la prossima volta."))


@login_not_required
@of_the_citizens
def follow_erase(request: HttpRequest) -> HttpResponse:
    """Take everything away, once she confirmed."""
    if request.method != "POST":
        return redirect("requests:follow")
    form, kept = _opened(request)
    if kept is None:
        return _refused(request, form)
    if "sicuro" not in request.POST:
        context = {"receipt": form.cleaned_data["receipt"], "is_request": isinstance(kept, HelpRequest)}
        return render(request, "requests/follow_erase.html", context)
    if isinstance(kept, HelpRequest):
        actions.erase_request(kept)
    else:
        erase_correction(kept)
    return render(request, "requests/follow_erased.html")


def _opened(request: HttpRequest):
    """Read the receipt that was typed. A wrong one says nothing but that it is wrong."""
    form = ReceiptForm(request.POST)
    if not form.is_valid() or not may_go_on(request, form, "receipt", (OPENED_AN_HOUR, HOUR)):
        return form, None
    digits = form.cleaned_data["receipt"]
    kept = actions.request_of(digits) or correction_by_receipt(digits)
    if kept is None:
        form.add_error("receipt", _("Con questo codice non troviamo niente. Controlla le cifre, una alla volta."))
    return form, kept


def _refused(request: HttpRequest, form: ReceiptForm) -> HttpResponse:
    return render(request, "requests/follow.html", {"form": form}, status=422)


def _again(kept: HelpRequest) -> HelpRequest:
    return HelpRequest.objects.select_related("area", "desk", "listing__person", "taken_by").get(pk=kept.pk)


def _is_answered(kept: HelpRequest) -> bool:
    """Say whether somebody answered since she wrote."""
    return kept.answered_at is not None and not kept.waits_for_us


def _story(
    request: HttpRequest,
    kept: HelpRequest,
    form: AddForm | None = None,
    status: int = 200,
    *,
    done: str = "",
    asks_number: bool = True,
) -> HttpResponse:
    story = actions.story_of(kept)
    steps = actions.steps_of(story)
    context = {
        "kept": kept,
        "story": story,
        "steps": steps,
        "answer": next((step for step in reversed(steps) if step.kind == "answer"), None),
        "form": form or AddForm(answered=_is_answered(kept)),
        "asks_number": asks_number and kept.way == HelpRequest.Way.NONE,
        "ended": ENDED.get(kept.outcome, ""),
        "receipt": request.POST["receipt"],
        "helped": HelpRequest.Helped,
        "done": done,
    }
    return render(request, "requests/follow_show.html", context, status=status)
