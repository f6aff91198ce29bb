"""Every setting of Snodo. What an installation chooses comes from the environment (`.env.example`)."""

from pathlib import Path

import bootstrap_italia_template
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .databases import database
from .env import env, flag, folder, hosts, number, url
from .keys import key
from .languages import compile_languages

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = folder("DATA_DIR", BASE_DIR / "var")

# ── who and where we are ─────────────────────────────────────────────────────────────────────────────────────────────
DEBUG = flag("DEBUG")
SECRET_KEY = key("SECRET_KEY", DATA_DIR)
SECRET_KEY_FALLBACKS = [old for old in env("SECRET_KEY_FALLBACKS").split() if old]
# One key for each purpose, so that losing one does not open the others (security.md R48).
FIELD_KEYS = key("FIELD_KEYS", DATA_DIR).split()
AUDIT_KEY = key("AUDIT_KEY", DATA_DIR)
RECEIPT_KEY = key("RECEIPT_KEY", DATA_DIR)
_public = url("PUBLIC_URL", ("http", "https"), "http://localhost:8000")
if _public.user or _public.path.strip("/") or _public.query:
    raise ImproperlyConfigured("PUBLIC_URL: write only scheme, host and port, such as https://snodo.example.org.")
HTTPS = _public.scheme == "https"
LOOPBACK = _public.host in ("localhost", "127.0.0.1", "::1")
if not HTTPS and not LOOPBACK:
    raise ImproperlyConfigured(f"PUBLIC_URL={_public.text}: outside this machine the address must begin with https.")
# As a browser writes an origin: no capitals, and no port where it is the usual one.
_port = "" if _public.port in (None, 443 if HTTPS else 80) else f":{_public.port}"
_host = f"[{_public.host}]" if ":" in _public.host else _public.host
PUBLIC_URL = f"{_public.scheme}://{_host}{_port}"
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS") or [_host, "localhost", "127.0.0.1"]
# How many proxies of ours stand in front: so many addresses at the end of X-Forwarded-For were written by them.
TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0, most=9)
# The origins that forms and sockets are accepted from, compared as whole strings.
ORIGINS = [PUBLIC_URL]
if LOOPBACK:
    ORIGINS += [f"{_public.scheme}://{host}{_port}" for host in ("localhost", "127.0.0.1")]
CSRF_TRUSTED_ORIGINS = ORIGINS
REQUIRE_SECOND_FACTOR = flag("REQUIRE_SECOND_FACTOR")
DEMO = flag("SNODO_DEMO")
DEMO_MOVES = False  # `manage.py demo` lets its people write while it runs, unless --still

# ── parts that an installation may replace ───────────────────────────────────────────────────────────────────────────
DATABASES = {"default": database(url("DATABASE_URL", ("postgresql", "postgres", "sqlite")), DATA_DIR / "snodo.sqlite3")}
REDIS_URL = url("REDIS_URL", ("redis", "rediss", "unix")).text
ELASTICSEARCH_URL = url("ELASTICSEARCH_URL", ("http", "https")).text
if ELASTICSEARCH_URL:
    raise ImproperlyConfigured(
        "ELASTICSEARCH_URL: the Elasticsearch engine is not built yet; leave it empty for the embedded search."
    )
SEARCH_DIR = DATA_DIR / "search"
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": "snodo"},
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "snodo",
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    # In the database, because limits must hold across workers and restarts.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
# Pieces of pages stay in the process that made them: their words leave it only towards who may read them.
CACHES["template_fragments"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "fragments",
    "OPTIONS": {"MAX_ENTRIES": 5000},
}

# ── rooms ────────────────────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    # rooms of the house, top floor first
    "portal.demo",
    "portal.home",
    "search",
    "courses",
    "courses.certification",
    "forum",
    "forum.cases",
    "forum.pacts",
    "practices",
    "portal.opportunities",
    "portal.agenda",
    "portal.network",
    "portal.network.requests",
    "portal.notifications",
    "portal.accounts",
    "portal.mail",
    "portal.audit",
    "portal.limits",
    "portal.vault",
    "portal.guard",
    "portal.journal",
    "portal.live",
    "portal.vocabulary",
    "portal.ui",
    # Wagtail
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    # accounts
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    # Django
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "channels",
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"
APPEND_SLASH = True

# Few and sync, together: under ASGI each one costs a thread hop only where sync and async alternate.
MIDDLEWARE = [
    "portal.ui.middleware.headers",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.ClosedDoors",
    "portal.accounts.middleware.second_factor",
    "portal.accounts.middleware.touch_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.ui.errors.TooManyPage",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.accounts.context.person",
            ],
            "builtins": [
                "portal.ui.templatetags.ui",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]
if DEMO:
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("portal.demo.context.people")
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ── words, time ──────────────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italiano")), ("en", _("Inglese"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
compile_languages(LOCALE_PATHS[0])
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Rome"
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = None

# ── sessions and cookies: names and flags follow the scheme of PUBLIC_URL ────────────────────────────────────────────
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# In the session, not in a cookie of their own: they carry names.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 12 * 3600  # idle; touched at most once a minute by our middleware
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = False  # our script reads it for its own requests
CSRF_FAILURE_VIEW = "portal.ui.errors.csrf_failure"
SESSION_ABSOLUTE_HOURS = 24 * 7

# ── accounts: allauth ────────────────────────────────────────────────────────────────────────────────────────────────
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.PersonBackend"]
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "portal.accounts.adapters.MFAAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "portal.accounts.forms.JoinForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 0
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOOPBACK and not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False  # it writes on every GET; touch_session does it once a minute
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home:home"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "home:home"
PASSWORD_HASHERS = ["portal.accounts.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_name", "last_name", "organisation")},
    },
    {"NAME": "portal.accounts.validators.ContextWordsValidator"},
]

# ── Wagtail ──────────────────────────────────────────────────────────────────────────────────────────────────────────
WAGTAIL_SITE_NAME = "Snodo"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_WORKFLOW_ENABLED = False  # the review of practices is ours (decisions.md 12)
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "accounts:sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "/accedi/"
WAGTAILEMBEDS_FINDERS = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "csv", "txt"]
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"png": "webp", "jpeg": "webp"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
TAGGIT_CASE_INSENSITIVE = True

# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = folder("STATIC_ROOT", DATA_DIR / "static")
_italia = Path(bootstrap_italia_template.__file__).parent / "static"
# Only the three fonts are taken from the package; the icon tag reads its sprite.
STATICFILES_DIRS = [BASE_DIR / "portal" / "static", ("fonts", _italia / "fonts" / "Titillium_Web")]
ICON_SPRITE = _italia / "svg" / "sprites.svg"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# ── the journal, mail ────────────────────────────────────────────────────────────────────────────────────────────────
LIMITS_FACTOR = 1  # benches and tests raise every limit by it
EVENTS_INLINE = False  # only tests deliver inside the request
EMBEDDED_WORKER = flag("SNODO_EMBEDDED_WORKER", True)  # off where `manage.py worker` runs
_mail = url("EMAIL_URL", ("smtp", "smtps", "console"))
EMAIL_URL = _mail.text
if _mail and _mail.scheme != "console":
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.host, _mail.user, _mail.password
    # smtps is closed from the first byte; at 587 the conversation begins open and is closed by STARTTLS.
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_PORT = _mail.port or (465 if EMAIL_USE_SSL else 25)
    EMAIL_USE_TLS = not EMAIL_USE_SSL and EMAIL_PORT == 587
    EMAIL_TIMEOUT = 10
elif DEMO and not EMAIL_URL:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # /posta-demo/ shows every letter
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "Snodo <snodo@example.org>")

# ── transport, logs ──────────────────────────────────────────────────────────────────────────────────────────────────
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preload is the owner's choice for the whole domain
    "security.W004",
    "security.W008",
    "security.W002",
    "security.W001",  # our one headers middleware and the proxy do these
]
LOG_FORMAT = env("LOG_FORMAT", "text")
if LOG_FORMAT not in ("text", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT={LOG_FORMAT}: write text or json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(levelname)s %(name)s: %(message)s"},
        "json": {"()": "structlog.stdlib.ProcessorFormatter", "processor": "portal.ui.logs.json_line"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "snodo": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
    },
}
SENTRY_DSN = env("SENTRY_DSN")
if SENTRY_DSN:
    raise ImproperlyConfigured("SENTRY_DSN: error reporting is not built yet; leave it empty.")
OIDC_PROVIDERS = env("OIDC_PROVIDERS")
if OIDC_PROVIDERS:
    raise ImproperlyConfigured("OIDC_PROVIDERS: external identity is not built yet; leave it empty.")
