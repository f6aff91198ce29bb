"""What the worker does for the accounts."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from portal.clock import now, real_now
from portal.journal.work import every

from .models import Invitation


@every(6 * 3600)
def sweep_sessions() -> None:
    Session.objects.filter(expire_date__lt=real_now()).delete()


@every(24 * 3600)
def forget_old_invitations() -> None:
    """An invitation that nobody used goes a week after it expired (security.md S5)."""
    Invitation.objects.filter(accepted_at=None, expires_at__lt=now() - timedelta(days=7)).delete()
