"""Working beside a senior trainer: the agreement, the time, the signature."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require, trainers
from portal.notifications.actions import mark_read

from .. import actions
from ..forms import EntryForm, SeniorForm, SignOffForm
from ..models import Enrollment, ShadowingEntry
from ..permissions import (
    can_agree_shadowing,
    can_confirm_entry,
    can_log_shadowing,
    can_remove_entry,
    can_sign_off,
    enrollment_for,
    visible_enrollments,
)
from ..queries import entries_of, shadowing_of


def _context(request: HttpRequest, enrollment: Enrollment, **more) -> dict:
    return {
        "here": "learn",
        "course": enrollment.course,
        "enrollment": enrollment,
        "person": enrollment.person,
        "is_own": enrollment.person_id == request.user.pk,
        **more,
    }


def shadowing_show(request: HttpRequest, pk: int) -> HttpResponse:
    enrollment = enrollment_for(request.user, pk)
    shadowing = shadowing_of(enrollment)
    mark_read(request.user, url=request.path)
    entries = entries_of(shadowing) if shadowing else []
    confirmed = sum(entry.minutes for entry in entries if entry.confirmed_at)
    context = _context(
        request,
        enrollment,
        shadowing=shadowing,
        entries=[
            (entry, can_confirm_entry(request.user, entry), can_remove_entry(request.user, entry)) for entry in entries
        ],
        confirmed=confirmed,
        waiting=sum(entry.minutes for entry in entries) - confirmed,
        may_agree=can_agree_shadowing(request.user, enrollment),
        may_log=bool(shadowing) and can_log_shadowing(request.user, shadowing),
        may_sign=bool(shadowing) and confirmed >= shadowing.agreed_minutes and can_sign_off(request.user, shadowing),
    )
    return render(request, "courses/shadowing_show.html", context)


def shadowing_agree(request: HttpRequest, pk: int) -> HttpResponse:
    enrollment = enrollment_for(request.user, pk)
    shadowing = shadowing_of(enrollment)
    require(can_agree_shadowing(request.user, enrollment) and not (shadowing and shadowing.signed_off_at))
    seniors = trainers(enrollment.course.slug).exclude(pk=enrollment.person_id)
    minutes = shadowing.agreed_minutes if shadowing else enrollment.course.shadowing_minutes
    first = {"senior": shadowing.senior_id if shadowing else request.user.pk, "hours": max(1, minutes // 60)}
    form = SeniorForm(request.POST or None, seniors=seniors, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.agree_shadowing(enrollment, senior=data["senior"], minutes=data["hours"] * 60, by=request.user)
        messages.success(request, _("Fatto. Tutti e due ricevono un avviso."))
        return redirect("courses:shadowing_show", pk)
    context = _context(request, enrollment, form=form)
    return render(request, "courses/shadowing_agree.html", context, status=422 if form.is_bound else 200)


def shadowing_log(request: HttpRequest, pk: int) -> HttpResponse:
    enrollment = enrollment_for(request.user, pk)
    shadowing = shadowing_of(enrollment)
    require(bool(shadowing) and can_log_shadowing(request.user, shadowing))
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entry = actions.log_shadowing(shadowing, **form.entry, by=request.user)
        words = _("Fatto. Il tempo è segnato.") if entry.confirmed_at else _("Fatto. Lo conferma chi ti affianca.")
        messages.success(request, words)
        return redirect("courses:shadowing_show", pk)
    context = _context(request, enrollment, shadowing=shadowing, form=form)
    return render(request, "courses/shadowing_log.html", context, status=422 if form.is_bound else 200)


def _entry(request: HttpRequest, pk: int) -> ShadowingEntry:
    """The only door to an entry."""
    entries = ShadowingEntry.objects.filter(shadowing__enrollment__in=visible_enrollments(request.user))
    return get_object_or_404(entries.select_related("shadowing__enrollment__course"), pk=pk)


@require_POST
def entry_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    actions.confirm_entry(entry, by=request.user)
    messages.success(request, _("Fatto. Il tempo è confermato."))
    return redirect("courses:shadowing_show", entry.shadowing.enrollment_id)


@require_POST
def entry_remove(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    actions.remove_entry(entry, by=request.user)
    messages.success(request, _("Fatto. La riga non c’è più."))
    return redirect("courses:shadowing_show", entry.shadowing.enrollment_id)


def shadowing_sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    enrollment = enrollment_for(request.user, pk)
    shadowing = shadowing_of(enrollment)
    require(bool(shadowing) and can_sign_off(request.user, shadowing))
    form = SignOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_off_shadowing(shadowing, note=form.cleaned_data["note"], by=request.user)
        except actions.TooEarly:
            form.add_error(None, _("Mancano ancora delle ore confermate. Segnale, e poi firma."))
        else:
            form.note_override(by=request.user, place="courses.shadowing")
            messages.success(request, _("Fatto. L’affiancamento è firmato."))
            return redirect("courses:shadowing_show", pk)
    context = _context(request, enrollment, shadowing=shadowing, form=form)
    return render(request, "courses/shadowing_sign_off.html", context, status=422 if form.is_bound else 200)
