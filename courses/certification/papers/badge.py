"""The Open Badge of a certificate: Open Badges 3.0 on the W3C credentials model 2.0, signed as a JWT.

Source: standards.md, «Open Badges 3.0».
"""

import hashlib
import secrets
from datetime import UTC, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.ui.templatetags.ui import hours

from ..models import Certificate
from .signature import key_name, signed

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def check_url(certificate: Certificate) -> str:
    """Give the whole address of the public check page: the one on paper, in the QR and in the badge."""
    with override("it"):
        return settings.PUBLIC_URL + certificate.get_absolute_url()


def assertion(certificate: Certificate, *, salt: str = "") -> dict:
    """Tell a certificate as an Open Badge credential. Only its frozen facts are used, and the holder's e-mail hashed.

    Args:
        certificate: what was recognised.
        salt: what the e-mail is hashed with; a random one if not given.
    """
    salt = salt or secrets.token_hex(16)
    url = check_url(certificate)
    with override("it"):
        issuer = settings.PUBLIC_URL + reverse("home:home")
        course = settings.PUBLIC_URL + certificate.course.get_absolute_url()
        credential = {
            "@context": CONTEXTS,
            "id": url,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": _name(certificate),
            "issuer": {"id": issuer, "type": ["Profile"], "name": certificate.issuer},
            "validFrom": _moment(certificate.issued_on, time.min),
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": _identities(certificate, salt),
                "achievement": {
                    "id": f"{course}#{certificate.kind}",
                    "type": ["Achievement"],
                    "achievementType": _type(certificate),
                    "name": _name(certificate),
                    "description": certificate.course_title,
                    "inLanguage": "it",
                    "criteria": {"narrative": _criteria(certificate)},
                    "creditsAvailable": round((certificate.minutes + certificate.shadowing_minutes) / 60, 2),
                },
            },
        }
    if certificate.valid_until:
        credential["validUntil"] = _moment(certificate.valid_until, time(23, 59, 59))
    return credential


def signed_badge(certificate: Certificate) -> str:
    """Sign the credential: the compact form that wallets and validators read."""
    credential = assertion(certificate)
    claims = {"iss": credential["issuer"]["id"], "jti": credential["id"], "nbf": _seconds(credential["validFrom"])}
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    with override("it"):
        key_url = settings.PUBLIC_URL + reverse("certification:key_show", args=[key_name()])
    return signed(credential | claims, key_url)


def _identities(certificate: Certificate, salt: str) -> list[dict]:
    email = certificate.person.email.lower()
    digest = hashlib.sha256(f"{email}{salt}".encode()).hexdigest()
    return [
        {
            "type": "IdentityObject",
            "identityType": "emailAddress",
            "hashed": True,
            "identityHash": f"sha256${digest}",
            "salt": salt,
        },
        {
            "type": "IdentityObject",
            "identityType": "name",
            "hashed": False,
            "identityHash": certificate.full_name,
        },
    ]


def _name(certificate: Certificate) -> str:
    if certificate.kind == Certificate.Kind.COMPETENCE:
        return certificate.title
    return f"{_('Attestato di partecipazione')}: {certificate.title}"


def _type(certificate: Certificate) -> str:
    return "Certification" if certificate.kind == Certificate.Kind.COMPETENCE else "CourseCompletion"


def _criteria(certificate: Certificate) -> str:
    parts = ["{}: {}".format(row["title"], hours(row["minutes"])) for row in certificate.hours]
    if certificate.shadowing_minutes:
        parts.append(
            _("affiancamento con un formatore senior: %(time)s") % {"time": hours(certificate.shadowing_minutes)}
        )
    return _("Ore confermate. %(areas)s.") % {"areas": "; ".join(parts)}


def _moment(day, clock: time) -> str:
    """Say a moment of Europe/Rome as RFC 3339 in UTC."""
    moment = timezone.make_aware(datetime.combine(day, clock))
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
