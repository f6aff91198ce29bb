"""The headers of every answer, errors included (security.md S3)."""

from urllib.parse import urlsplit

from django.conf import settings

_HOST = urlsplit(settings.PUBLIC_URL).netloc
_SOCKETS = " ".join(f"{'wss' if settings.HTTPS else 'ws'}://{urlsplit(origin).netloc}" for origin in settings.ORIGINS)
_UPGRADE = "; upgrade-insecure-requests" if settings.HTTPS else ""
_COMMON = "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'" + _UPGRADE

SITE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    f"connect-src 'self' {_SOCKETS}; manifest-src 'self'; media-src 'self'; frame-src 'none'; worker-src 'self'; "
    + _COMMON
)
# Wagtail's admin carries inline scripts and styles of its own; it is open to editors alone.
ADMIN_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; frame-src 'self'; worker-src 'self' blob:; "
    + _COMMON.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
)

# The same on every answer, whoever gives it.
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
if settings.HTTPS:
    FIXED["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"


def headers(get_response):
    """Set the headers of S3; a view that set its own keeps it."""

    def middleware(request):
        response = get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        in_admin = request.path.startswith("/gestione/")
        response.headers.setdefault("Content-Security-Policy", ADMIN_POLICY if in_admin else SITE_POLICY)
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN" if in_admin else "DENY")
        if request.path.startswith(settings.STATIC_URL):
            return response
        signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
        open_page = not signed_in and response.status_code == 200 and "csrf" not in str(response.cookies)
        if signed_in or "Set-Cookie" in response.headers or response.cookies or request.method != "GET":
            response.headers.setdefault("Cache-Control", "private, no-store")
        elif open_page:
            response.headers.setdefault("Cache-Control", "public, max-age=60")
        if not getattr(response, "may_be_indexed", False):
            response.headers.setdefault("X-Robots-Tag", "noindex, noarchive")
        return response

    return middleware
