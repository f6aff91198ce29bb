"""What this room records."""

CERTIFIED = "certificate.issued"
CERTIFICATE_REVOKED = "certificate.revoked"
