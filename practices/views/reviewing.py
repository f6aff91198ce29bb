from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import require
from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of

from .. import actions, queries
from ..forms import AskForm, DecisionForm
from ..models import Review
from ..permissions import askable, can_assign, can_see_desk, held_by_another, review_for


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The sheets that wait for somebody to read them."""
    require(can_see_desk(request.user))
    page = page_of(request, queries.desk(request.user))
    context = {"here": "practices", "page": page, "decided": queries.decided_by(request.user)}
    return render(request, "practices/reviews.html", context)


@require_safe
def review_show(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet to read, what changed since the last time, and the criteria."""
    review = review_for(request.user, pk)
    mark_read(request.user, url=request.path)
    return _page(request, review, DecisionForm(initial={"ticks": review.ticks, "reason": review.reason}))


def _page(request: HttpRequest, review: Review, form: DecisionForm, *, ask: AskForm | None = None) -> HttpResponse:
    assigns = can_assign(request.user, review)
    context = {
        "here": "practices",
        "review": review,
        "practice": queries.sheet_of(review.revision) if review.revision else review.practice,
        "changes": queries.what_changed(review),
        "form": form,
        "ask": (ask or AskForm(people=askable(review))) if assigns else None,
        "is_mine": review.reviewer_id == request.user.pk,
        "is_taken": held_by_another(request.user, review),
    }
    refused = bool(form.errors or (ask and ask.errors))
    return render(request, "practices/review_show.html", context, status=422 if refused else 200)


def _over(request: HttpRequest, pk: int, refusal: actions.Over) -> HttpResponse:
    words = _("Nel frattempo è cambiata: guarda com’è adesso.")
    if isinstance(refusal, actions.Taken):
        words = _("La sta già rileggendo %(who)s. Quando la lascia, puoi prenderla tu.") % {
            "who": refusal.who.full_name
        }
    messages.warning(request, words)
    return redirect("practices:review_show", pk)


@require_POST
def review_take(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.take_review(review_for(request.user, pk), by=request.user)
    except actions.Over as refusal:
        return _over(request, pk, refusal)
    messages.success(request, _("Fatto. La rileggi tu: gli altri lo vedono."))
    return redirect("practices:review_show", pk)


@require_POST
def review_let_go(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.let_go(review_for(request.user, pk), by=request.user)
    except actions.Over as refusal:
        return _over(request, pk, refusal)
    messages.success(request, _("Fatto. La rilegge qualcun altro."))
    return redirect("practices:reviews")


@require_POST
def review_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """A moderator asks an operator to read it."""
    review = review_for(request.user, pk)
    require(can_assign(request.user, review))
    form = AskForm(request.POST, people=askable(review))
    if not form.is_valid():
        return _page(request, review, DecisionForm(), ask=form)
    person = form.cleaned_data["person"]
    try:
        actions.ask_reviewer(review, person, by=request.user)
    except actions.Over as refusal:
        return _over(request, pk, refusal)
    messages.success(request, _("Fatto. La rilegge %(who)s.") % {"who": person.full_name})
    return redirect("practices:reviews")


@require_POST
def review_accept(request: HttpRequest, pk: int) -> HttpResponse:
    review = review_for(request.user, pk)
    form = DecisionForm(request.POST, accepts=True)
    if not form.is_valid():
        return _page(request, review, form)
    try:
        practice = actions.accept(review, form.cleaned_data["ticks"], by=request.user)
    except actions.Over as refusal:
        return _over(request, pk, refusal)
    messages.success(request, _("Fatto. «%(title)s» è nella biblioteca.") % {"title": practice.title})
    return redirect(practice)


@require_POST
def review_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    review = review_for(request.user, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, review, form)
    try:
        actions.send_back(review, form.cleaned_data["reason"], form.cleaned_data["ticks"], by=request.user)
    except actions.Over as refusal:
        return _over(request, pk, refusal)
    messages.success(request, _("Fatto. Chi l’ha scritta riceve le tue righe."))
    return redirect("practices:reviews")
