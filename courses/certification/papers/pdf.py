"""The paper of a certificate, through typst."""

import io
import json
from pathlib import Path

import bootstrap_italia_template
import segno
import typst
from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.ui.templatetags.ui import hours

from ..models import Certificate
from .badge import check_url

_TEMPLATE = Path(__file__).with_name("certificate.typ")
_MARK = settings.BASE_DIR / "portal" / "static" / "portal" / "logo.svg"
# Only these fonts: the same certificate gives the same bytes on every machine.
_FONTS = Path(bootstrap_italia_template.__file__).parent / "static" / "fonts" / "Titillium_Web"


def certificate_pdf(certificate: Certificate) -> bytes:
    """Draw the paper: A4, Italian, tagged, the same bytes each time.

    Args:
        certificate: what was recognised; only its frozen facts are used.
    """
    url = check_url(certificate)
    with override("it"):
        inputs = {"facts": json.dumps(_words(certificate, url)), "qr": _qr(url), "mark": _MARK.read_text()}
    try:
        return _compiled(inputs, ["a-2a", "ua-1"])
    except typst.TypstError:
        # A name in letters that no font here has: the archive standard refuses it, a plain paper is better than none.
        return _compiled(inputs, ["1.7"])


def _compiled(inputs: dict[str, str], standards: list[str]) -> bytes:
    return typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs=inputs,
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        pdf_standards=standards,
    )


def _qr(url: str) -> str:
    drawing = io.BytesIO()
    segno.make(url, error="m").save(drawing, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=2)
    return drawing.getvalue().decode()


def _words(certificate: Certificate, url: str) -> dict:
    """Say everything that stands on the paper, in Italian: a certificate has one language."""
    competence = certificate.kind == Certificate.Kind.COMPETENCE
    rows = [{"title": row["title"], "time": hours(row["minutes"])} for row in certificate.hours]
    if certificate.shadowing_minutes:
        rows.append({"title": _("Affiancamento con un formatore senior"), "time": hours(certificate.shadowing_minutes)})
    dates = [[_("Data di rilascio"), format_date(certificate.issued_on, "j F Y")]]
    if certificate.valid_until:
        dates.append([_("Vale fino al"), format_date(certificate.valid_until, "j F Y")])
    return {
        "document_title": f"{certificate.title} · {certificate.full_name}",
        "tagline": _("La rete di chi accompagna le famiglie, una casa alla volta."),
        "kicker": _("Certificazione") if competence else _("Attestato di partecipazione"),
        "title": certificate.title,
        "sentence_before": _("%(issuer)s certifica che") % {"issuer": certificate.issuer}
        if competence
        else _("%(issuer)s attesta che") % {"issuer": certificate.issuer},
        "full_name": certificate.full_name,
        "sentence_after": _sentence(certificate),
        "hours_title": _("Le ore confermate"),
        "area_label": _("Area"),
        "time_label": _("Tempo"),
        "hours": rows,
        "total_label": _("In tutto"),
        "total": hours(certificate.minutes + certificate.shadowing_minutes),
        "dates": dates,
        "issued": [certificate.issued_on.year, certificate.issued_on.month, certificate.issued_on.day],
        "issuer": certificate.issuer,
        "check_label": _("Per controllare che sia vero, inquadra il disegno o scrivi questo codice in"),
        "check_site": url.partition("://")[2].partition("/")[0] + "/attestati",
        "check_url": url,
        "code": certificate.shown_code,
        "qr_alt": _("Codice da inquadrare: porta alla pagina che conferma questo attestato"),
    }


def _sentence(certificate: Certificate) -> str:
    course = {"course": certificate.course_title}
    if certificate.kind == Certificate.Kind.PARTICIPATION:
        return _("ha partecipato al corso, con la presenza che il corso chiede.")
    if certificate.shadowing_minutes:
        return _("ha completato «%(course)s» e l’affiancamento, e sa fare quello che il corso insegna.") % course
    return _("ha completato «%(course)s», con le ore e le prove che il corso chiede.") % course
