"""The meetings of a course, and their register."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require, trainers
from portal.limits.actions import TooMany
from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of

from .. import actions
from ..forms import CodeForm, CorrectionForm, MeetingForm, RegisterForm
from ..models import Meeting
from ..permissions import (
    can_confirm_hours,
    can_hold_register,
    can_learn,
    can_teach,
    course_for,
    meeting_for,
    own_enrollment,
    people_in_register,
    taught_course_for,
    visible_meetings,
)
from ..queries import area_title, areas_of, meetings_of, place_in


def meetings(request: HttpRequest, course: str) -> HttpResponse:
    page = course_for(request.user, course)
    enrollment = own_enrollment(request.user, page)
    teaches = can_teach(request.user, page)
    require(teaches or bool(enrollment and enrollment.is_active))
    coming, past = meetings_of(page, enrollment, visible_meetings(request.user))
    context = {
        "here": "learn",
        "course": page,
        "coming": coming,
        "page": page_of(request, past),
        "may_teach": teaches,
    }
    return render(request, "courses/meetings.html", context)


def meeting_plan(request: HttpRequest, course: str) -> HttpResponse:
    page = taught_course_for(request.user, course)
    form = MeetingForm(request.POST or None, areas=areas_of(page))
    if request.method == "POST" and form.is_valid():
        meeting = actions.plan_meeting(page, **form.meeting, by=request.user)
        messages.success(
            request, _("Fatto. Chi segue il corso riceve un avviso."), extra_tags=f"done:meeting-{page.pk}"
        )
        return redirect("courses:meeting_show", meeting.pk)
    context = {"here": "learn", "course": page, "form": form}
    return render(request, "courses/meeting_plan.html", context, status=422 if form.is_bound else 200)


def meeting_show(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_for(request.user, pk)
    mark_read(request.user, url=request.path)
    return _show(request, meeting, CodeForm())


def _show(request: HttpRequest, meeting: Meeting, form: CodeForm, status: int = 200) -> HttpResponse:
    enrollment = own_enrollment(request.user, meeting.course)
    learns = enrollment is not None and can_learn(request.user, enrollment)
    presence = meeting.presences.filter(enrollment=enrollment).first() if enrollment else None
    context = {
        "here": "learn",
        "meeting": meeting,
        "course": meeting.course,
        "area": area_title(meeting),
        "presence": presence,
        "place": place_in(meeting, enrollment, presence) if learns else "",
        "counted": meeting.minutes - presence.lost_minutes if presence else 0,
        "trainers": _trainers(meeting, request.user) if learns else [],
        "may_check_in": learns and actions.is_check_in_open(meeting),
        "may_hold": can_hold_register(request.user, meeting),
        "form": form,
    }
    return render(request, "courses/meeting_show.html", context, status=status)


def _trainers(meeting: Meeting, reader) -> list:
    """Who teaches, whoever planned the meeting first."""
    found = list(trainers(meeting.course.slug).exclude(pk=reader.pk)[:6])
    return sorted(found, key=lambda one: one.pk != meeting.planned_by_id)


@require_POST
def meeting_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_for(request.user, pk)
    enrollment = own_enrollment(request.user, meeting.course)
    require(enrollment is not None and can_learn(request.user, enrollment) and meeting.closed_at is None)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show(request, meeting, form, 422)
    try:
        found = actions.check_in(meeting, form.cleaned_data["code"], enrollment=enrollment, by=request.user)
    except TooMany:
        form.add_error("code", _("Troppi tentativi. Chiedi a chi tiene l’incontro di segnarti nel registro."))
        return _show(request, meeting, form, 429)
    if not found:
        form.add_error("code", _("Le cifre non tornano, o sono scadute. Fattele ridire: se ne possono fare di nuove."))
        return _show(request, meeting, form, 422)
    messages.success(request, _("Fatto. Sei nell’elenco di chi è qui: lo conferma chi tiene l’incontro."))
    return redirect("courses:meeting_show", pk)


def _register_for(request: HttpRequest, pk: int) -> Meeting:
    """For whoever can see a meeting and not hold its register, the register is refused; for others it isn't there."""
    meeting = meeting_for(request.user, pk)
    require(can_hold_register(request.user, meeting))
    return meeting


def meeting_register(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _register_for(request, pk)
    people = people_in_register(meeting)
    presences = {one.enrollment_id: one for one in meeting.presences.select_related("marked_by")}
    mine = [one for one in people if can_confirm_hours(request.user, one)]
    form = RegisterForm(request.POST or None, people=mine, presences=presences, initial={"done": meeting.done})
    if request.method == "POST":
        require(meeting.closed_at is None)
        if form.is_valid():
            done = _keep(request, meeting, form)
            if done:
                return done
    context = {
        "here": "learn",
        "meeting": meeting,
        "course": meeting.course,
        "people": [(one, presences.get(one.pk), can_confirm_hours(request.user, one)) for one in people],
        "rows": [(one, presences.get(one.pk), mark, lost) for one, mark, lost in form.rows()],
        "form": form,
        "may_make_code": actions.is_check_in_open(meeting),
        "came": sum(1 for one in presences.values() if one.mark in ("present", "late")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "courses/meeting_register.html", context, status=status)


def _keep(request: HttpRequest, meeting: Meeting, form: RegisterForm) -> HttpResponse | None:
    done = form.cleaned_data["done"]
    tags = f"done:register-{meeting.pk}"
    if "close" not in request.POST:
        actions.keep_register(meeting, form.marks, done=done, by=request.user)
        form.note_override(by=request.user, place="courses.register")
        messages.success(request, _("Fatto. Il registro è salvato, e resta aperto."), extra_tags=tags)
        return redirect("courses:meeting_register", meeting.pk)
    try:
        actions.close_register(meeting, form.marks, done=done, by=request.user)
    except actions.Unmarked:
        marks = form.marks  # an error takes its field out of what is clean
        for one, mark, _lost in form.rows():
            if one.needs_it and not marks[one.pk].mark:
                form.add_error(mark.name, _("Presente, in ritardo o assente?"))
        return None
    form.note_override(by=request.user, place="courses.register")
    messages.success(request, _("Fatto. Il registro è chiuso e le ore contano."), extra_tags=tags)
    return redirect("courses:meeting_register", meeting.pk)


def presence_correct(request: HttpRequest, pk: int, enrollment: int) -> HttpResponse:
    meeting = _register_for(request, pk)
    one = next((one for one in people_in_register(meeting) if one.pk == enrollment), None)
    if one is None:
        raise Http404
    require(meeting.closed_at is not None and can_confirm_hours(request.user, one))
    presence = meeting.presences.filter(enrollment=one).first()
    first = {"mark": presence.mark, "lost": presence.lost_minutes or None} if presence else {}
    form = CorrectionForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = actions.Marked(data["mark"], data["lost"] or 0)
        actions.correct_presence(meeting, one, said, reason=data["reason"], by=request.user)
        messages.success(request, _("Fatto. Il registro è corretto, e il motivo resta scritto."))
        return redirect("courses:meeting_register", pk)
    context = {"here": "learn", "meeting": meeting, "course": meeting.course, "person": one.person, "form": form}
    return render(request, "courses/presence_correct.html", context, status=422 if form.is_bound else 200)


@require_POST
def meeting_code(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _register_for(request, pk)
    require(meeting.closed_at is None)
    actions.open_check_in(meeting, by=request.user)
    return redirect("courses:meeting_register", pk)


def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _register_for(request, pk)
    require(meeting.closed_at is None)
    if request.method != "POST":
        return render(
            request, "courses/meeting_cancel.html", {"here": "learn", "meeting": meeting, "course": meeting.course}
        )
    actions.cancel_meeting(meeting, by=request.user)
    messages.success(request, _("Fatto. L’incontro non si fa, e chi segue il corso riceve un avviso."))
    return redirect("courses:meetings", meeting.course.slug)
