from .admitting import admit, admit_with_certificate, record_elsewhere, refuse
from .issuing import NotDue, certify_when_complete, file_papers, issue_again, revoke, welcome

__all__ = [
    "NotDue",
    "admit",
    "admit_with_certificate",
    "certify_when_complete",
    "file_papers",
    "issue_again",
    "record_elsewhere",
    "refuse",
    "revoke",
    "welcome",
]
