"""The catalogue, and a course: its public face, and the learner's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require, trainers
from portal.notifications.actions import mark_read

from .. import actions
from ..forms import ApplicationForm
from ..models import CoursePage, Enrollment
from ..permissions import can_apply, can_teach, can_withdraw, course_for, own_enrollment, watched_courses
from ..queries import (
    catalogue,
    in_language,
    missing_together,
    next_meetings,
    open_meetings,
    outline_of,
    progress_of_all,
)


@login_not_required
def courses(request: HttpRequest) -> HttpResponse:
    response = render(request, "courses/courses.html", {"here": "learn", "courses": catalogue(request.user)})
    response.may_be_indexed = True
    return response


@login_not_required
def course_show(request: HttpRequest, course: str) -> HttpResponse:
    page = course_for(request.user, course)
    enrollment = own_enrollment(request.user, page)
    if enrollment and enrollment.is_active:
        mark_read(request.user, url=request.path)
        return _learning(request, page, enrollment)
    if enrollment:
        mark_read(request.user, url=request.path)
    return _offer(request, page, enrollment, ApplicationForm())


def _learning(request: HttpRequest, course: CoursePage, enrollment: Enrollment) -> HttpResponse:
    """The learner's page: what is done, what is missing, what comes next."""
    outline = outline_of(course)
    in_language([course, *_pages(outline)])
    progress = progress_of_all(course, [enrollment], outline)[enrollment.pk]
    meetings = open_meetings(enrollment)
    together = missing_together(progress, meetings)
    unplanned = [one for one in together if one.is_unplanned]
    context = {
        "here": "learn",
        "course": course,
        "enrollment": enrollment,
        "progress": progress,
        "together": together,
        "unplanned": unplanned,
        "unplanned_minutes": sum(one.area.missing_presence for one in unplanned),
        "meetings": next_meetings(meetings),
        "trainers": trainers(course.slug).exclude(pk=request.user.pk)[:6],
        "may_withdraw": can_withdraw(request.user, enrollment),
        "may_teach": can_teach(request.user, course),
    }
    return render(request, "courses/course_learn.html", context)


def _offer(
    request: HttpRequest, course: CoursePage, enrollment: Enrollment | None, form: ApplicationForm, status: int = 200
) -> HttpResponse:
    """What the course is, for whoever isn't in it."""
    outline = outline_of(course)
    in_language([course, *_pages(outline)])
    context = {
        "here": "learn",
        "course": course,
        "outline": outline,
        "enrollment": enrollment,
        "form": form,
        "minutes": sum(module.page.required_minutes for module in outline),
        "trainers": trainers(course.slug)[:6],
        "themes": course.themes.all(),
        "may_apply": can_apply(request.user, course, enrollment),
        "may_teach": can_teach(request.user, course),
        "may_read": watched_courses(request.user).filter(pk=course.pk).exists(),
    }
    response = render(request, "courses/course_page.html", context, status=status)
    response.may_be_indexed = course.live
    return response


def _pages(outline) -> list:
    return [page for module in outline for page in (module.page, *module.lessons)]


@require_POST
def course_apply(request: HttpRequest, course: str) -> HttpResponse:
    page = course_for(request.user, course)
    enrollment = own_enrollment(request.user, page)
    # Pressed twice, the answer is the same.
    waits = enrollment is not None and enrollment.state == Enrollment.State.REQUESTED
    require(waits or can_apply(request.user, page, enrollment))
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        return _offer(request, page, enrollment, form, 422)
    actions.apply_for_course(page, wish=form.cleaned_data["wish"], by=request.user)
    messages.success(
        request,
        _("Fatto. Chi tiene il corso legge la tua candidatura: la risposta arriva qui e negli avvisi."),
        extra_tags=f"done:apply-{page.pk}",
    )
    return redirect("courses:course_show", page.slug)


def course_leave(request: HttpRequest, course: str) -> HttpResponse:
    page = course_for(request.user, course)
    enrollment = own_enrollment(request.user, page)
    require(enrollment is not None and can_withdraw(request.user, enrollment))
    if request.method != "POST":
        return render(request, "courses/course_leave.html", {"here": "learn", "course": page, "enrollment": enrollment})
    actions.withdraw(enrollment, by=request.user)
    messages.success(request, _("Fatto. Non sei più nel corso. Le ore che hai fatto restano segnate."))
    return redirect("courses:course_show", page.slug)
