from itertools import zip_longest

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of

from .. import queries
from ..models import Condition, PracticePage, Review
from ..permissions import (
    can_adopt,
    can_edit,
    can_translate,
    can_withdraw,
    can_write,
    history_for,
    practice_for,
    reads_every_review,
    sees_reasons,
)

MOST_CONDITIONS = 8


@login_not_required
@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """The library: what others did in your place, and how it went."""
    page = page_of(request, queries.library(request.user, request.GET))
    page.object_list = queries.translate(page.object_list)
    context = {
        "here": "practices",
        "page": page,
        "facets": queries.facets(request.user, request.GET),
        "sorts": queries.sorts(request.GET),
        "may_write": can_write(request.user),
        "may_review": reads_every_review(request.user),
    }
    response = render(request, "practices/practices.html", context)
    response.may_be_indexed = True
    return response


@login_not_required
@require_safe
def practice_show(request: HttpRequest, slug: str) -> HttpResponse:
    """A practice, and what those who tried it say."""
    user = request.user
    practice = practice_for(user, slug)
    practice, similar = queries.with_similar(practice, 4, user=user)
    if practice.author_id == user.pk:
        mark_read(user, url=request.path)
    context = {
        "here": "practices",
        "practice": practice,
        "themes": practice.themes.all(),
        "similar": similar,
        "conditions": _side_by_side(practice),
        "reports": _reports(request, practice),
        "may_adopt": can_adopt(user, practice),
        "may_edit": can_edit(user, practice),
        "may_withdraw": can_withdraw(user, practice),
        "may_translate": can_translate(user, practice),
    }
    response = render(request, practice.template, context)
    response.may_be_indexed = practice.audience == PracticePage.Audience.PUBLIC
    return response


def _side_by_side(practice: PracticePage) -> list[tuple[Condition | None, Condition | None]]:
    """«Funziona quando» beside «Non funziona quando», the most counted first."""
    found = list(practice.conditions.all())
    works = [condition for condition in found if condition.kind == Condition.Kind.WORKS]
    fails = [condition for condition in found if condition.kind == Condition.Kind.FAILS]
    return list(zip_longest(works[:MOST_CONDITIONS], fails[:MOST_CONDITIONS]))


def _reports(request: HttpRequest, practice: PracticePage):
    reports = queries.adoptions_of(practice, request.user)
    if not practice.counts.tried or reports.query.is_empty():
        return None
    # How many they are is kept beside the practice: no query to count them again.
    reports.count = lambda: practice.counts.tried
    return page_of(request, reports, size=10)


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """How a practice became what it is: its rounds, and what changed in each."""
    practice = history_for(request.user, slug)
    with_reasons = sees_reasons(request.user, practice)
    page = page_of(request, queries.rounds_of(practice, with_reasons=with_reasons), size=20)
    shown = next((review for review in page if str(review.pk) == request.GET.get("giro")), None)
    context = {
        "here": "practices",
        "practice": practice,
        "page": page,
        "shown": shown,
        "changes": queries.what_changed(shown, among_published=not with_reasons) if shown else None,
        "with_reasons": with_reasons,
        "withdrawals": practice.withdrawals.select_related("by")[:20] if with_reasons else (),
        "states": Review.State,
    }
    return render(request, "practices/history.html", context)
