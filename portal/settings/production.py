"""Production refuses to start half-configured."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, DEMO, HTTPS, SECRET_KEY
from .env import env

_missing = [
    name
    for name in ("SECRET_KEY", "FIELD_KEYS", "AUDIT_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "DATABASE_URL", "EMAIL_URL")
    if not env(name) and not env(f"{name}_FILE")
]
if _missing:
    raise ImproperlyConfigured(f"Production needs these variables: {', '.join(_missing)} (see .env.example).")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY: at least 50 random characters.")
if not HTTPS:
    raise ImproperlyConfigured("PUBLIC_URL: production is served over https.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: name the hosts; * would accept any.")
if DEMO:
    raise ImproperlyConfigured("SNODO_DEMO: the demo network does not run in production.")
if env("REQUIRE_SECOND_FACTOR", "1").lower() not in ("1", "true", "yes", "on"):
    raise ImproperlyConfigured("REQUIRE_SECOND_FACTOR: the second factor cannot be switched off in production.")

DEBUG = False
REQUIRE_SECOND_FACTOR = True
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
