"""Where entries are kept and asked for: one engine at a time, chosen by the settings."""

from functools import cache

from django.conf import settings

from .base import Ask, Engine, Hits, Part
from .embedded import EmbeddedEngine

__all__ = ["Ask", "Engine", "Hits", "Part", "engine"]


def engine() -> Engine:
    """Give this process its engine."""
    return _embedded(str(settings.SEARCH_DIR))


@cache
def _embedded(folder: str) -> EmbeddedEngine:
    return EmbeddedEngine(folder)
