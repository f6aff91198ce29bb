"""The ledger of hours: read it, declare, record, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require
from portal.notifications.actions import mark_read

from .. import actions
from ..forms import HoursForm, ReasonForm
from ..models import Attendance
from ..permissions import (
    can_confirm_hours,
    can_confirm_line,
    can_learn,
    can_withdraw_line,
    enrollment_for,
    own_enrollment_for,
    visible_enrollments,
)
from ..queries import areas_of, ledger_of, progress_of


def hours(request: HttpRequest, course: str) -> HttpResponse:
    enrollment = own_enrollment_for(request.user, course)
    mark_read(request.user, url=request.path)
    context = {
        "here": "learn",
        "enrollment": enrollment,
        "course": enrollment.course,
        "progress": progress_of(enrollment),
        "lines": ledger_of(enrollment),
        "may_declare": can_learn(request.user, enrollment),
    }
    return render(request, "courses/hours.html", context)


def hours_declare(request: HttpRequest, course: str) -> HttpResponse:
    enrollment = own_enrollment_for(request.user, course)
    require(can_learn(request.user, enrollment))
    form = HoursForm(request.POST or None, areas=areas_of(enrollment.course))
    if request.method == "POST" and form.is_valid():
        actions.declare_hours(enrollment, **form.line, by=request.user)
        form.note_override(by=request.user, place="courses.hours")
        messages.success(request, _("Fatto. Le ore contano quando le conferma chi tiene il corso."))
        return redirect("courses:hours", enrollment.course.slug)
    context = {"here": "learn", "enrollment": enrollment, "course": enrollment.course, "form": form}
    return render(request, "courses/hours_declare.html", context, status=422 if form.is_bound else 200)


def hours_record(request: HttpRequest, pk: int) -> HttpResponse:
    enrollment = enrollment_for(request.user, pk)
    require(can_confirm_hours(request.user, enrollment))
    form = HoursForm(request.POST or None, areas=areas_of(enrollment.course))
    if request.method == "POST" and form.is_valid():
        actions.record_hours(enrollment, **form.line, by=request.user)
        form.note_override(by=request.user, place="courses.hours")
        messages.success(request, _("Fatto. Le ore sono nel libretto, confermate da te."))
        return redirect("courses:person_show", pk)
    context = {"here": "learn", "enrollment": enrollment, "course": enrollment.course, "form": form}
    return render(request, "courses/hours_record.html", context, status=422 if form.is_bound else 200)


def _line(request: HttpRequest, pk: int) -> Attendance:
    """The only door to a line of a ledger."""
    lines = Attendance.objects.filter(enrollment__in=visible_enrollments(request.user))
    return get_object_or_404(lines.select_related("enrollment__course", "enrollment__person"), pk=pk)


@require_POST
def hours_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(request, pk)
    require(line.confirmed_at is not None or can_confirm_line(request.user, line))
    actions.confirm_hours(line, by=request.user)
    messages.success(request, _("Fatto. Le ore sono confermate."))
    return redirect("courses:person_show", line.enrollment_id)


def hours_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(request, pk)
    require(can_withdraw_line(request.user, line))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_hours(line, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Fatto. Queste ore non contano, e la persona legge il motivo."))
        return redirect("courses:person_show", line.enrollment_id)
    context = {"here": "learn", "line": line, "enrollment": line.enrollment, "form": form}
    return render(request, "courses/hours_withdraw.html", context, status=422 if form.is_bound else 200)
