from .admissions import admission, admission_decline, admissions, record
from .own import certificate_issue_again, certificate_revoke, certificate_welcome, issued, mine
from .public import certificate_badge, certificate_pdf, certificate_show, check, key_show

__all__ = [
    "admission",
    "admission_decline",
    "admissions",
    "certificate_badge",
    "certificate_issue_again",
    "certificate_pdf",
    "certificate_revoke",
    "certificate_show",
    "certificate_welcome",
    "check",
    "issued",
    "key_show",
    "mine",
    "record",
]
