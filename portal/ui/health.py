"""Alive, ready part by part, and figures for Prometheus."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django_prometheus.exports import ExportToDjangoView

from portal.clock import real_now
from portal.journal.models import Delivery
from portal.mail.models import Letter


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _cache() -> bool:
    cache.set("readyz", "1", 5)
    return cache.get("readyz") == "1"


def _nothing_died() -> bool:
    """Look at the last day: what died before was seen, or waits for `manage.py retry`."""
    since = real_now() - timedelta(days=1)
    return not (
        Delivery.objects.filter(state=Delivery.State.DEAD, next_at__gte=since).exists()
        or Letter.objects.filter(state=Letter.State.DEAD, next_at__gte=since).exists()
    )


_parts: dict[str, Callable[[], bool]] = {"database": _database, "cache": _cache, "deliveries": _nothing_died}


def add_part(name: str, works: Callable[[], bool]) -> None:
    """Let a room above say in `/readyz` whether its part works; cheaply, it is asked every few seconds."""
    _parts[name] = works


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Say which part works. Only the database decides whether this process can serve."""
    parts = {}
    for name, ask in _parts.items():
        try:
            parts[name] = ask()
        except Exception:
            parts[name] = False
    return JsonResponse(parts, status=200 if parts["database"] else 503)


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures, for this machine only: through a proxy the address is somebody else's."""
    if request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1", "") or "X-Forwarded-For" in request.headers:
        raise Http404
    return ExportToDjangoView(request)
