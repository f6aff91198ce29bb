"""Tests: the real parts that `tests/servers.py` started, events delivered inside the request."""

from .base import *  # noqa: F403

EVENTS_INLINE = True
LIMITS_FACTOR = 1000
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The cheapest hash that Django has: the tests sign people in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
