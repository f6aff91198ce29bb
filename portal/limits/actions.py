"""Say when it is enough: one table, one statement a spending."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from portal.clock import real_now

from .models import Spending

# The same text on both databases. A window that is over begins again at one.
SPEND = """
INSERT INTO limits_spending (key, count, until) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN limits_spending.until < %s THEN 1 ELSE limits_spending.count + 1 END,
  until = CASE WHEN limits_spending.until < %s THEN excluded.until ELSE limits_spending.until END
RETURNING count, until
"""


class TooMany(Exception):
    """It was done too often; `retry_after` says in how many seconds it may be tried again."""

    def __init__(self, retry_after: int):
        super().__init__(f"too many, retry after {retry_after} s")
        self.retry_after = retry_after


def spend(key: str, *, limit: int, seconds: int) -> None:
    """Count one use of `key` and refuse it beyond `limit` in a window.

    Args:
        key: what is counted and for whom, such as `message:12`; up to 120 characters.
        limit: uses allowed in one window, multiplied by settings.LIMITS_FACTOR (benches raise it).
        seconds: length of the window.

    Raises:
        TooMany: if the limit is passed.
    """
    moment = real_now()  # the real clock: a limit is about the present, also while the past is told
    params = [key[:120], moment + timedelta(seconds=seconds), moment, moment]
    if connection.vendor == "sqlite":
        params = [p if isinstance(p, str) else connection.ops.adapt_datetimefield_value(p) for p in params]
    with connection.cursor() as cursor:
        cursor.execute(SPEND, params)
        count, _ = cursor.fetchone()
    if count > limit * settings.LIMITS_FACTOR:
        until = Spending.objects.values_list("until", flat=True).get(pk=key[:120])
        raise TooMany(max(1, int((until - moment).total_seconds())))


def sweep() -> int:
    """Forget the windows that are over."""
    return Spending.objects.filter(until__lt=real_now()).delete()[0]
