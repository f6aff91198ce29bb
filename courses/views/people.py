"""For the trainers of a course: who is in it, who asks to be, and how far each one is."""

from django.contrib import messages
from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require
from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of

from .. import actions
from ..forms import ReasonForm
from ..models import CoursePage, Enrollment
from ..permissions import (
    can_agree_shadowing,
    can_answer_application,
    can_confirm_hours,
    can_teach,
    can_withdraw,
    enrollment_for,
    taught_course_for,
)
from ..queries import applications_to, ledger_of, people_in, progress_of, progress_of_all

# How many applications stand above the people of the course; the others have pages of their own.
FIRST_APPLICATIONS = 5


def people(request: HttpRequest, course: str) -> HttpResponse:
    page = taught_course_for(request.user, course)
    mark_read(request.user, url=request.path)
    state = request.GET.get("stato", "")
    if state == Enrollment.State.REQUESTED:
        return _applications(request, page)
    shown = page_of(request, people_in(page, state))
    progress = progress_of_all(page, shown.object_list)
    # How many there are comes with them: no query more.
    applications = list(applications_to(page).annotate(asking=Window(Count("pk")))[:FIRST_APPLICATIONS])
    context = {
        "here": "learn",
        "course": page,
        "state": state if state == Enrollment.State.COMPLETED else "",
        "asking": applications[0].asking if applications else 0,
        "applications": applications,
        "page": shown,
        "people": [progress[one.pk] for one in shown.object_list],
    }
    return render(request, "courses/people.html", context)


def _applications(request: HttpRequest, course: CoursePage) -> HttpResponse:
    """Everybody who asks to be in a course, page by page."""
    shown = page_of(request, applications_to(course))
    context = {
        "here": "learn",
        "course": course,
        "state": Enrollment.State.REQUESTED,
        "asking": shown.paginator.count,
        "applications": shown.object_list,
        "page": shown,
    }
    return render(request, "courses/people.html", context)


def person_show(request: HttpRequest, pk: int) -> HttpResponse:
    enrollment = enrollment_for(request.user, pk)
    require(can_teach(request.user, enrollment.course))
    mark_read(request.user, url=request.path)
    context = {
        "here": "learn",
        "course": enrollment.course,
        "enrollment": enrollment,
        "person": enrollment.person,
        "progress": progress_of(enrollment),
        "lines": ledger_of(enrollment),
        "may_confirm": can_confirm_hours(request.user, enrollment),
        "may_answer": can_answer_application(request.user, enrollment),
        "may_agree": can_agree_shadowing(request.user, enrollment),
        "may_withdraw": can_withdraw(request.user, enrollment),
    }
    return render(request, "courses/person_show.html", context)


@require_POST
def application_admit(request: HttpRequest, pk: int) -> HttpResponse:
    enrollment = enrollment_for(request.user, pk)
    # Pressed twice, the answer is the same.
    again = enrollment.is_active and can_teach(request.user, enrollment.course)
    require(again or can_answer_application(request.user, enrollment))
    actions.admit(enrollment, by=request.user)
    messages.success(request, _("Fatto. %(name)s è nel corso.") % {"name": enrollment.person.full_name})
    return redirect("courses:people", enrollment.course.slug)


def application_decline(request: HttpRequest, pk: int) -> HttpResponse:
    enrollment = enrollment_for(request.user, pk)
    require(can_answer_application(request.user, enrollment))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.decline(enrollment, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Fatto. La persona legge il motivo sulla pagina del corso."))
        return redirect("courses:people", enrollment.course.slug)
    context = {"here": "learn", "course": enrollment.course, "enrollment": enrollment, "form": form}
    return render(request, "courses/application_decline.html", context, status=422 if form.is_bound else 200)


def person_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    enrollment = enrollment_for(request.user, pk)
    require(can_teach(request.user, enrollment.course) and can_withdraw(request.user, enrollment))
    require(enrollment.state == Enrollment.State.ENROLLED)
    if request.method != "POST":
        context = {"here": "learn", "course": enrollment.course, "enrollment": enrollment}
        return render(request, "courses/person_withdraw.html", context)
    actions.withdraw(enrollment, by=request.user)
    messages.success(request, _("Fatto. La persona non è più nell’elenco. Le sue ore restano segnate."))
    return redirect("courses:people", enrollment.course.slug)
