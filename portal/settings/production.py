"""Production refuses to start half-configured."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, AUDIT_KEY, DEMO, FIELD_KEYS, HTTPS, RECEIPT_KEY, SECRET_KEY
from .env import env, flag, number

SHORTEST_KEY = 32

_missing = [
    name
    for name in (
        "SECRET_KEY",
        "FIELD_KEYS",
        "AUDIT_KEY",
        "RECEIPT_KEY",
        "ALLOWED_HOSTS",
        "PUBLIC_URL",
        "DATABASE_URL",
        "EMAIL_URL",
    )
    if not env(name)
]
if _missing:
    raise ImproperlyConfigured(f"Production needs these variables: {', '.join(_missing)} (see .env.example).")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY: at least 50 random characters.")
if any(len(one) < SHORTEST_KEY for one in FIELD_KEYS):
    raise ImproperlyConfigured(f"FIELD_KEYS: each at least {SHORTEST_KEY} random characters, with blanks between.")
for _name, _key in (("AUDIT_KEY", AUDIT_KEY), ("RECEIPT_KEY", RECEIPT_KEY)):
    if len(_key) < SHORTEST_KEY:
        raise ImproperlyConfigured(f"{_name}: at least {SHORTEST_KEY} random characters.")
if not HTTPS:
    raise ImproperlyConfigured("PUBLIC_URL: production is served over https.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: name the hosts; * would accept any.")
if DEMO:
    raise ImproperlyConfigured("SNODO_DEMO: the demo network does not run in production.")
if not flag("REQUIRE_SECOND_FACTOR", True):
    raise ImproperlyConfigured("REQUIRE_SECOND_FACTOR: the second factor cannot be switched off in production.")

DEBUG = False
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = number("TRUSTED_PROXIES", 1, most=9)
REQUIRE_SECOND_FACTOR = True
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
