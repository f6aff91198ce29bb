"""The queue, and what who follows a request does."""

from functools import partial, wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.doors import fresh_session
from portal.limits.actions import TooMany, spend
from portal.notifications.actions import mark_read
from portal.vocabulary.queries import area_of

from .. import actions
from ..forms import AnswerForm, CloseForm, DownForm, HandOverForm, MoveForm, ReferForm
from ..permissions import (
    can_entrust,
    can_see_queue,
    can_take,
    can_work,
    can_write_down,
    desks_of,
    other_desks,
    referable_organisations,
    referral_for,
    request_for,
    require,
    was_offered_to,
    who_can_follow,
)
from ..queries import people_to_offer, queue_of
from .asking import asked_in, keep, receipt_page

WRITTEN_A_DAY = 60


def of_the_requests(view):
    """Ask who it is again after half an hour, and leave nothing in the browser's store (decisions.md 6)."""

    @wraps(view)
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return fresh_session(inner)


def posted(view):
    """Take a POST alone: whoever comes by address lands on the request."""

    @wraps(view)
    def inner(request: HttpRequest, code: str) -> HttpResponse:
        if request.method != "POST":
            return redirect("requests:request_show", code)
        return view(request, code)

    return inner


@of_the_requests
def queue(request: HttpRequest) -> HttpResponse:
    require(can_see_queue(request.user))
    mark_read(request.user, url=request.path)
    context = {"here": "requests", "queue": queue_of(request.user), "may_write_down": can_write_down(request.user)}
    return render(request, "requests/queue.html", context)


@of_the_requests
def request_write_down(request: HttpRequest) -> HttpResponse:
    """With the person in front of her: one page, and the slip to print."""
    user = request.user
    require(can_write_down(user))
    area, desks = area_of(user.territory), list(desks_of(user))
    if request.method != "POST":
        to = f"sportello:{desks[0].slug}" if desks else "zona"
        form = DownForm(where=area, desks=desks, initial={"to": to, "receipt": actions.offer_receipt()})
        return render(request, "requests/write_down.html", {"here": "requests", "form": form})
    form = DownForm(request.POST, where=area, desks=desks)
    if not form.is_valid():
        return render(request, "requests/write_down.html", {"here": "requests", "form": form}, status=422)
    try:
        spend(f"help-written:{user.pk}", limit=WRITTEN_A_DAY, seconds=24 * 3600)
    except TooMany:
        form.add_error(None, _("Oggi ne hai scritte molte. Riprova domani: quello che hai scritto è qui."))
        return render(request, "requests/write_down.html", {"here": "requests", "form": form}, status=422)
    # A desk may stand in another area than the one where she works.
    where = area_of(form.desk.territory) if form.desk else area
    kept, receipt = keep(asked_in(form.cleaned_data, form, where), form, written_by=user)
    if form.cleaned_data["follow"] and can_take(user, kept):
        actions.take(kept, by=user)
    return receipt_page(request, kept, receipt)


@of_the_requests
def request_show(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, code, AnswerForm())


def show(request: HttpRequest, code: str, form: AnswerForm, status: int = 200) -> HttpResponse:
    """Show a request with a form to answer."""
    user = request.user
    opened = actions.read_request(code, by=user)
    mark_read(user, url=reverse("requests:request_show", args=[code]))
    kept = opened.request
    works = can_work(user, kept)
    context = {
        "here": "requests",
        "kept": kept,
        "opened": opened,
        "steps": actions.steps_of(opened) if opened.is_read else [],
        "reasons": [said for said in opened.said if said.line.kind == "handover" and kept.taken_by_id == user.pk],
        "form": form,
        "may_take": can_take(user, kept),
        "may_work": works,
        "may_entrust": not works and can_entrust(user, kept),
    }
    return render(request, "requests/request_show.html", context, status=status)


@of_the_requests
@posted
def request_take(request: HttpRequest, code: str) -> HttpResponse:
    if was_offered_to(request.user, code):
        return _too_late(request)
    kept = request_for(request.user, code)
    if can_work(request.user, kept):
        return redirect(kept)  # a second click
    if kept.taken_by_id and kept.taken_by_id != request.user.pk:
        return _too_late(request)
    try:
        actions.take(kept, by=request.user)
    except actions.Taken:
        return _too_late(request)
    messages.success(request, _("Fatto. Da adesso la segui tu: la persona lo legge con il suo codice."))
    return redirect("requests:request_show", code)


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Un’altra persona l’ha presa un momento prima di te. Grazie lo stesso."))
    return redirect("requests:queue")


@of_the_requests
@posted
def request_answer(request: HttpRequest, code: str) -> HttpResponse:
    kept = request_for(request.user, code)
    require(can_work(request.user, kept))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, code, form, 422)
    actions.answer(kept, form.cleaned_data["text"], cid=form.cleaned_data["cid"], by=request.user)
    form.note_override(by=request.user, place="requests.answer")
    messages.success(request, _("Fatto. La persona lo legge con il suo codice."))
    return redirect("requests:request_show", code)


@of_the_requests
def request_refer(request: HttpRequest, code: str) -> HttpResponse:
    kept = request_for(request.user, code)
    require(can_work(request.user, kept))
    bodies = referable_organisations(kept)
    form = ReferForm(request.POST if request.method == "POST" else None, organisations=bodies)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.refer(kept, data["organisation"], data["ask"], agreed_on=form.agreed_on, by=request.user)
        except actions.AlreadyAsked:
            form.add_error("organisation", _("A questo ente l’hai già passata, e non ha ancora finito."))
        else:
            form.note_override(by=request.user, place="requests.refer")
            messages.success(request, _("Fatto. Qui scrivi poi che cosa ha detto l’ente."))
            return redirect("requests:request_show", code)
    return _form(request, kept, form, "requests/refer.html")


@of_the_requests
def referral_move(request: HttpRequest, code: str, pk) -> HttpResponse:
    referral = referral_for(request.user, code, pk)
    moves = actions.MOVES.get(referral.state, ())
    if not moves:
        return redirect(referral.request)  # a second click: it is said already
    form = MoveForm(request.POST if request.method == "POST" else None, moves=moves)
    if request.method == "POST" and form.is_valid():
        actions.move_referral(referral, form.cleaned_data["state"], form.cleaned_data["answer"], by=request.user)
        form.note_override(by=request.user, place="requests.referral")
        messages.success(request, _("Fatto. La persona lo legge con il suo codice."))
        return redirect("requests:request_show", code)
    return _form(request, referral.request, form, "requests/referral_move.html", referral=referral)


@of_the_requests
def request_hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Who follows it passes it to a colleague; who coordinates gives it to an operator."""
    user, kept = request.user, request_for(request.user, code)
    works = can_work(user, kept)
    require(works or can_entrust(user, kept))
    people = who_can_follow(kept, by=user).exclude(pk=kept.taken_by_id).select_related("territory")
    words, only_looks = HandOverForm.looked_for(request.POST)
    offered, more = people_to_offer(people, words)
    choices = {
        "people": people,
        "offered": offered,
        "searches": more or words != "",
        "desks": other_desks(kept) if works else None,
    }
    page = partial(_form, request, kept, template="requests/hand_over.html", works=works, words=words, offered=offered)
    if only_looks:
        return page(form=HandOverForm(initial=request.POST.dict() | {"cercato": words}, **choices))
    form = HandOverForm(request.POST if request.method == "POST" else None, **choices)
    if request.method == "POST" and form.is_valid():
        to, desk, reason = form.cleaned_data["to"], form.cleaned_data.get("desk"), form.cleaned_data["reason"]
        if works:
            actions.hand_over(kept, to or desk, reason, by=user)
        else:
            actions.entrust(kept, to, reason, by=user)
        form.note_override(by=user, place="requests.hand_over")
        if desk:
            messages.success(request, _("Fatto. Ora aspetta allo sportello «%(desk)s».") % {"desk": desk.name})
        elif to:
            messages.success(request, _("Fatto. Ora la segue %(who)s.") % {"who": to.full_name})
        else:
            messages.success(request, _("Fatto. È tornata fra quelle da prendere."))
        return redirect("requests:queue")
    return page(form=form)


@of_the_requests
def request_close(request: HttpRequest, code: str) -> HttpResponse:
    kept = request_for(request.user, code)
    if not kept.is_open and kept.taken_by_id == request.user.pk:
        return redirect(kept)  # a second click
    require(can_work(request.user, kept))
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.close_request(kept, form.cleaned_data["outcome"], form.cleaned_data["words"], by=request.user)
        form.note_override(by=request.user, place="requests.close")
        messages.success(request, _("Fatto. È chiusa: il recapito si cancella fra trenta giorni."))
        return redirect("requests:queue")
    waiting = kept.referrals.filter(state__in=actions.MOVES).select_related("organisation")
    return _form(request, kept, form, "requests/close.html", silent=[one.organisation.name for one in waiting])


def _form(request: HttpRequest, kept, form, template: str, **more) -> HttpResponse:
    context = {"here": "requests", "kept": kept, "form": form, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
