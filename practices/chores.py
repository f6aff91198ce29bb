"""What the worker does for the library."""

from datetime import timedelta

from portal.clock import now
from portal.journal.work import every

from .models import PracticePage

DRAFTS_KEPT = timedelta(days=30)  # decisions.md 20


@every(24 * 3600)
def forget_old_drafts() -> int:
    """Throw away the drafts that nobody was ever sent and nobody touched for thirty days."""
    old = PracticePage.objects.filter(
        live=False, first_published_at=None, reviews=None, latest_revision_created_at__lt=now() - DRAFTS_KEPT
    )
    forgotten = 0
    for draft in old[:200]:
        draft.delete()
        forgotten += 1
    return forgotten
