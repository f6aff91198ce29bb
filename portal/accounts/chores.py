"""What the worker does for the accounts."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from portal.clock import now, real_now
from portal.journal.work import every

from .actions import end_qualification, end_role
from .models import Invitation
from .queries import ended_qualifications, ended_roles


@every(6 * 3600)
def sweep_sessions() -> None:
    Session.objects.filter(expire_date__lt=real_now()).delete()


@every(24 * 3600)
def forget_old_invitations() -> None:
    """An invitation that nobody used goes a week after it expired (security.md S5)."""
    Invitation.objects.filter(accepted_at=None, expires_at__lt=now() - timedelta(days=7)).delete()


# Every hour: a day ends at midnight, and nobody knows at what time of the day the worker was started.
@every(3600)
def end_what_is_over() -> None:
    """A role or a recognition whose last day has passed takes with it what a withdrawal takes."""
    for role in ended_roles():
        end_role(role)
    for qualification in ended_qualifications():
        end_qualification(qualification)
