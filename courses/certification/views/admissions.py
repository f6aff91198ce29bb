"""Who asks to come in, and who brings a certification got elsewhere."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.models import JoinRequest
from portal.accounts.permissions import can_answer_join, join_request_for, require
from portal.ui.pagination import page_of

from .. import actions
from ..forms import AdmitForm, DeclineForm, PaperForm, RecordForm
from ..permissions import can_admit_at_all, can_record, can_record_at_all, recordable_people
from ..queries import answered_requests, open_courses, waiting_requests


@require_safe
def admissions(request: HttpRequest) -> HttpResponse:
    require(can_admit_at_all(request.user))
    context = {
        "page": page_of(request, waiting_requests(request.user)),
        "answered": answered_requests(request.user),
        "may_record": can_record_at_all(request.user),
    }
    return render(request, "certification/admissions.html", context)


def admission(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one request: into a course, or with a certification got elsewhere."""
    asked = join_request_for(request.user, pk)
    require(can_answer_join(request.user, asked))
    forms = _forms(request, asked)
    if request.method != "POST" or asked.state != JoinRequest.State.WAITING:
        return render(request, "certification/admission.html", {"asked": asked, **forms})
    if "paper" in request.POST and forms["paper"]:
        return _admit_with_paper(request, asked, forms)
    return _admit_into_course(request, asked, forms)


def _forms(request: HttpRequest, asked: JoinRequest, *, bound: str = "") -> dict:
    """Make the three forms of the page; only the one that was sent is bound."""
    data = request.POST if request.method == "POST" else None
    sent = bound or ("paper" if data and "paper" in data else "course")
    wished = open_courses().filter(qualification=asked.wish).first()
    may_record = can_record(request.user, asked.person, asked.territory)
    return {
        "course": AdmitForm(data if sent == "course" else None, initial={"course": wished and wished.pk}),
        "paper": PaperForm(data if sent == "paper" else None, person=asked.person, by=request.user, prefix="paper")
        if may_record
        else None,
        "decline": DeclineForm(data if sent == "decline" else None, prefix="decline"),
        "open": sent if data else "paper" if asked.wish == JoinRequest.Wish.CERTIFIED and may_record else "course",
    }


def _admit_into_course(request: HttpRequest, asked: JoinRequest, forms: dict) -> HttpResponse:
    form = forms["course"]
    if not form.is_valid():
        return render(request, "certification/admission.html", {"asked": asked, **forms}, status=422)
    course = form.cleaned_data["course"]
    if not actions.admit(asked, course=course, by=request.user):
        return _answered_already(request)
    words = {"name": asked.person.first_name, "course": course.title}
    return _done(request, _("Fatto. %(name)s è nel corso «%(course)s» e riceve una e-mail.") % words)


def _admit_with_paper(request: HttpRequest, asked: JoinRequest, forms: dict) -> HttpResponse:
    form = forms["paper"]
    if not form.is_valid():
        return render(request, "certification/admission.html", {"asked": asked, **forms}, status=422)
    if not actions.admit_with_certificate(asked, by=request.user, **form.cleaned_data):
        return _answered_already(request)
    return _done(request, _("Fatto. %(name)s è nella rete e riceve una e-mail.") % {"name": asked.person.first_name})


@require_POST
def admission_decline(request: HttpRequest, pk: int) -> HttpResponse:
    asked = join_request_for(request.user, pk)
    require(can_answer_join(request.user, asked))
    forms = _forms(request, asked, bound="decline")
    form = forms["decline"]
    if not form.is_valid():
        return render(request, "certification/admission.html", {"asked": asked, **forms}, status=422)
    if not actions.refuse(asked, reason=form.cleaned_data["reason"], by=request.user):
        return _answered_already(request)
    return _done(request, _("Fatto. %(name)s riceve la tua risposta per e-mail.") % {"name": asked.person.first_name})


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("certification:admissions")


def _answered_already(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("A questa richiesta ha già risposto qualcun altro: non abbiamo cambiato niente."))
    return redirect("certification:admissions")


def record(request: HttpRequest) -> HttpResponse:
    """Record what a person of the network got elsewhere."""
    require(can_record_at_all(request.user))
    form = RecordForm(
        request.POST or None,
        people=recordable_people(request.user),
        by=request.user,
        initial={"who": request.GET.get("persona", "")[:254]},
    )
    if request.method == "POST" and form.is_valid():
        paper = {name: value for name, value in form.cleaned_data.items() if name != "who"}
        actions.record_elsewhere(form.person, by=request.user, **paper)
        messages.success(
            request, _("Fatto. La certificazione di %(name)s è registrata.") % {"name": form.person.full_name}
        )
        return redirect(form.person)
    status = 422 if request.method == "POST" else 200
    return render(request, "certification/record.html", {"form": form}, status=status)
