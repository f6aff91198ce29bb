from .admitting import admit, admit_with_certificate, record_elsewhere, refuse
from .issuing import certify_when_complete, file_papers, revoke, welcome

__all__ = [
    "admit",
    "admit_with_certificate",
    "certify_when_complete",
    "file_papers",
    "record_elsewhere",
    "refuse",
    "revoke",
    "welcome",
]
