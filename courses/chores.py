"""What the clock brings to the courses."""

from datetime import timedelta

from portal.clock import now
from portal.journal.work import every

from .models import Attempt

ANSWERS_KEPT = timedelta(days=183)  # six months: security.md S5


@every(24 * 3600)
def forget_old_answers() -> int:
    """Forget what was answered in old tries; how it went stays."""
    return Attempt.objects.filter(at__lt=now() - ANSWERS_KEPT).exclude(answers={}).update(answers={})
