"""Say when it is enough: one table, one statement a spending; and from where somebody comes."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import connection

from portal.clock import real_now

from .models import DayKey, Spending

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


def spend(key: str, *, limit: int, seconds: int, by_the_clock: bool = False) -> None:
    """Count one use of `key` and refuse it beyond `limit` in a window.

    Args:
        key: what is counted and for whom, such as `message:12`; up to 120 characters.
        limit: uses allowed in one window, multiplied by settings.LIMITS_FACTOR (benches raise it).
        seconds: length of the window.
        by_the_clock: the window ends on a full hour or day (UTC), not so long after its first use: what is counted for
            somebody who must leave no trace does not say at which moment she came.

    Raises:
        TooMany: if the limit is passed.
    """
    moment = real_now()  # the real clock: a limit is about the present, also while the past is told
    until = moment + timedelta(seconds=seconds - (moment.timestamp() % seconds if by_the_clock else 0))
    params = [key[:120], until, moment, moment]
    if connection.vendor == "sqlite":
        params = [p if isinstance(p, str) else connection.ops.adapt_datetimefield_value(p) for p in params]
    with connection.cursor() as cursor:
        cursor.execute(SPEND, params)
        count, _ = cursor.fetchone()
    if count > limit * settings.LIMITS_FACTOR:
        until = Spending.objects.values_list("until", flat=True).get(pk=key[:120])
        raise TooMany(max(1, int((until - moment).total_seconds())))


def address_of(peer: str, forwarded: str) -> str:
    """Say from which address somebody comes, by allauth's rule, for sockets and pages alike (security.md R5).

    Args:
        peer: who is at the other end of the connection: behind a proxy, the proxy.
        forwarded: X-Forwarded-For. Each proxy adds at its end the address it saw; what stands before the addresses of
            our own proxies was written by the client, and counts for nothing.
    """
    count = settings.TRUSTED_PROXIES
    seen = forwarded.split(",") if forwarded else []
    return (_address_in(seen[-count]) if 0 < count <= len(seen) else "") or peer


def _address_in(text: str) -> str:
    """Give the address that a proxy wrote, without the port that some add."""
    text = text.strip()
    for bare in (text, text.rpartition(":")[0].strip("[]")):
        try:
            return str(ip_address(bare))
        except ValueError:
            continue
    return ""


def neighbourhood(meta: Mapping[str, str]) -> str:
    """Name from where a request comes, for counting alone: nobody goes back from it to the address.

    Args:
        meta: what the server knows of the request.
    """
    return faceless(address_of(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", "")))


def faceless(address: str) -> str:
    """Give a name for the neighbourhood of an address, to count by: nobody can go back from it to the address.

    The address is cut to its /24 or /64 and hashed under the key of the day, which is thrown away (security.md R37),
    and under one of the installation, which no copy of the database holds.
    With the day a window that is counted by it begins again: a limit of a day is one of a calendar day, in UTC.
    """
    try:
        said = ip_address(address)
        said = getattr(said, "ipv4_mapped", None) or said
        near = str(ip_network(f"{said}/{24 if said.version == 4 else 64}", strict=False))
    except ValueError:
        near = "elsewhere"
    day = real_now().date()
    made, _ = DayKey.objects.get_or_create(day=day, defaults={"key": secrets.token_urlsafe(32)})
    key = made.key + settings.RECEIPT_KEY
    return hmac.new(key.encode(), near.encode(), hashlib.sha256).hexdigest()[:32]


def sweep() -> int:
    """Forget the windows that are over, and the keys of the days that are."""
    DayKey.objects.filter(day__lt=real_now().date()).delete()
    return Spending.objects.filter(until__lt=real_now()).delete()[0]
