"""The street map: one include a room, Wagtail last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language
from wagtail.admin import urls as admin_urls

from portal.demo import views as demo
from portal.opportunities.views import feed as opportunities_feed
from portal.ui import errors
from portal.ui.health import healthz, metrics, readyz
from practices.views import feed as practices_feed

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.trouble

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("lingua/", login_not_required(set_language), name="set_language"),
    path("feed/pratiche.xml", practices_feed, name="practices_feed"),
    path("feed/opportunita.xml", opportunities_feed, name="opportunities_feed"),
    path("gestione/", include(admin_urls)),
]

if settings.DEMO:
    urlpatterns += [
        path("posta-demo/", demo.mail, name="demo_mail"),
        path("entra-come/", demo.enter, name="demo_enter"),
        path("giro/", demo.tour, name="demo_tour"),
    ]

# The home's own addresses are the widest: they come last.
urlpatterns += i18n_patterns(
    path("", include("portal.accounts.urls")),
    path("io/avvisi/", include("portal.notifications.urls")),
    path("io/", include("allauth.urls")),
    path("corsi/", include("courses.urls")),
    path("attestati/", include("courses.certification.urls")),
    path("pratiche/", include("practices.urls")),
    path("canali/", include("forum.urls")),
    path("casi/", include("forum.cases.urls")),
    path("cerca/", include("search.urls")),
    path("", include("portal.network.requests.urls")),
    path("rete/programmi/", include("forum.pacts.urls")),
    path("", include("portal.network.urls")),
    path("opportunita/", include("portal.opportunities.urls")),
    path("eventi/", include("portal.agenda.urls")),
    path("", include("portal.home.urls")),
    prefix_default_language=False,
)
