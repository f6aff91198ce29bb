"""The public check: whoever holds a code sees name, title, hours, dates, and whether it is still valid."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.limits.actions import TooMany, spend
from portal.ui.http import refused

from .. import actions
from ..forms import CheckForm
from ..models import grouped, is_code, normalised
from ..papers.signature import key_name, opened, public_key
from ..permissions import can_issue_again, can_revoke, can_see, certificate_for, newer_than
from ..queries import Answer, answer_for

CHECKS = {"limit": 30, "seconds": 60}  # checks a minute from one address


def _spend(request: HttpRequest) -> None:
    spend(f"attestati:{get_adapter().get_client_ip(request)}", **CHECKS)


def _private(response: HttpResponse) -> HttpResponse:
    """A page with a person's name is kept by nobody on the way."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    typed = request.POST if request.method == "POST" else request.GET if "code" in request.GET else None
    form = CheckForm(typed)
    if typed is not None and form.is_valid():
        return redirect("certification:certificate_show", grouped(form.cleaned_data["code"]))
    status = 200 if typed is None else 422
    return render(request, "certification/check.html", {"form": form}, status=status)


@login_not_required
@require_safe
def certificate_show(request: HttpRequest, code: str) -> HttpResponse:
    signs = normalised(code)
    if is_code(signs) and code != grouped(signs):
        return redirect("certification:certificate_show", grouped(signs))
    if _wants_token(request):
        # The address of the page is the badge's own name: programs ask there too.
        return certificate_badge(request, code, signed=True)
    try:
        _spend(request)
    except TooMany as too_many:
        form = CheckForm({"code": code})
        form.add_error(None, _("Troppi controlli di seguito. Aspetta un minuto e riprova: il codice è ancora qui."))
        response = render(request, "certification/check.html", {"form": form}, status=429)
        response.headers["Retry-After"] = str(too_many.retry_after)
        return response
    answer = answer_for(code)
    if answer.certificate is None:
        context = {"form": CheckForm(initial={"code": code[:64]})}
        return _private(render(request, "certification/certificate_unknown.html", context, status=404))
    return _private(render(request, "certification/certificate_show.html", _seen_by(request, answer)))


def _seen_by(request: HttpRequest, answer: Answer) -> dict:
    """Say what this reader may do, beside what everybody sees."""
    certificate = answer.certificate
    signed_in = request.user.is_authenticated
    # Whoever only holds the old code gets no new one.
    sees = signed_in and can_see(request.user, certificate)
    newer = newer_than(certificate) if certificate.is_revoked and sees else None
    return {
        "certificate": certificate,
        "state": answer.state,
        "may_have_paper": sees and not certificate.is_revoked,
        "may_revoke": signed_in and can_revoke(request.user, certificate),
        "newer": newer,
        "may_issue_again": sees and newer is None and can_issue_again(request.user, certificate),
        "is_mine": certificate.person_id == request.user.pk,
    }


@require_safe
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    certificate = certificate_for(request.user, code)
    if certificate.is_revoked:
        raise Http404
    certificate = actions.file_papers(certificate)
    name = f"attestato-{certificate.shown_code[:9]}.pdf"
    response = FileResponse(certificate.paper.open("rb"), as_attachment=True, filename=name)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _private(response)


@login_not_required
@require_safe
def certificate_badge(request: HttpRequest, code: str, *, signed: bool = False) -> HttpResponse:
    """Give the Open Badge: as JSON to read, or as the signed token that wallets and validators take."""
    _spend(request)
    answer = answer_for(code)
    if answer.certificate is None:
        return refused(request, "not_found", status=404)
    if answer.state == "revoked":
        return refused(request, "revoked", _("Questo attestato non vale più."), status=410)
    badge = actions.file_papers(answer.certificate).badge
    if signed or _wants_token(request):
        return _private(HttpResponse(badge, content_type="application/vc+jwt"))
    credential = {name: value for name, value in opened(badge).items() if name not in ("iss", "jti", "nbf", "exp")}
    response = JsonResponse(credential, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Link"] = '<badge.jwt>; rel="alternate"; type="application/vc+jwt"'
    return _private(response)


def _wants_token(request: HttpRequest) -> bool:
    return "application/vc+jwt" in request.headers.get("Accept", "")


@login_not_required
@require_safe
def key_show(request: HttpRequest, name: str) -> HttpResponse:
    """The public key that signs the badges, for whoever checks one."""
    if name != key_name():
        return refused(request, "not_found", status=404)
    return JsonResponse(public_key(), content_type="application/jwk+json")
