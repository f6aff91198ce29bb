"""What a person was recognised as, and what was issued around a trainer or a coordinator."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import require
from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of
from portal.ui.templatetags.ui import hours

from .. import actions
from ..forms import RevokeForm
from ..papers.badge import check_url
from ..permissions import can_issue_again, can_revoke, can_see_issued, can_welcome, certificate_for
from ..queries import got_elsewhere, issued_certificates, own_certificates
from ..requirements import Missing


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    certificates = list(own_certificates(request.user))
    mark_read(request.user, url=request.path)
    context = {
        "certificates": [(one, _linkedin(one)) for one in certificates],
        "elsewhere": got_elsewhere(request.user),
        "may_see_issued": can_see_issued(request.user),
    }
    return render(request, "certification/mine.html", context)


def _linkedin(certificate) -> str:
    """Write the address that adds a certificate to a LinkedIn profile; nothing is sent until she follows it."""
    words = {
        "startTask": "CERTIFICATION_NAME",
        "name": certificate.title,
        "organizationName": certificate.issuer,
        "issueYear": certificate.issued_on.year,
        "issueMonth": certificate.issued_on.month,
        "certUrl": check_url(certificate),
        "certId": certificate.shown_code,
    }
    return "https://www.linkedin.com/profile/add?" + urlencode(words)


@require_safe
def certificate_welcome(request: HttpRequest, code: str) -> HttpResponse:
    certificate = certificate_for(request.user, code)
    if not can_welcome(request.user, certificate) or certificate.is_revoked:
        raise Http404
    actions.welcome(certificate)
    mark_read(request.user, url=request.path)
    return render(request, "certification/certificate_welcome.html", {"certificate": certificate})


@require_safe
def issued(request: HttpRequest) -> HttpResponse:
    require(can_see_issued(request.user))
    page = page_of(request, issued_certificates(request.user))
    return render(request, "certification/issued.html", {"page": page})


def certificate_revoke(request: HttpRequest, code: str) -> HttpResponse:
    certificate = certificate_for(request.user, code)
    if certificate.is_revoked:
        return redirect(certificate)
    require(can_revoke(request.user, certificate))
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.revoke(certificate, reason=form.cleaned_data["reason"], by=request.user):
            messages.success(request, _("Fatto. L’attestato non vale più e la persona sa perché."))
        return redirect(certificate)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "certificate": certificate}
    return render(request, "certification/certificate_revoke.html", context, status=status)


@require_POST
def certificate_issue_again(request: HttpRequest, code: str) -> HttpResponse:
    certificate = certificate_for(request.user, code)
    require(can_issue_again(request.user, certificate))
    try:
        new = actions.issue_again(certificate, by=request.user)
    except actions.NotDue as not_due:
        messages.warning(request, _why_not(not_due.lacking))
        return redirect(certificate)
    messages.success(request, _("Fatto. L’attestato nuovo ha un codice suo; quello ritirato resta ritirato."))
    return redirect(new)


def _why_not(lacking: list[Missing]) -> str:
    if not lacking:
        return _("Non si può rilasciare: la persona non è più nel corso.")
    things = list(dict.fromkeys(_words(one, lacking) for one in lacking))
    return _("Non si può ancora rilasciare. Nel corso manca: %(things)s.") % {"things": ", ".join(things)}


def _words(one: Missing, lacking: list[Missing]) -> str:
    # The minutes of all areas are one thing here: which areas, the ledger says.
    time = hours(sum(other.amount for other in lacking if other.kind == one.kind))
    words = {
        "minutes": _("la conferma di %(time)s") % {"time": time},
        "presence": _("%(time)s negli incontri") % {"time": time},
        "quizzes": ngettext("%(n)d quiz da superare", "%(n)d quiz da superare", one.amount) % {"n": one.amount},
        "shadowing": _("%(time)s di affiancamento") % {"time": time},
        "sign_off": _("la firma dell’affiancamento"),
    }
    return words.get(one.kind) or _("il piano delle ore")
