from django.urls import path

from . import views

app_name = "certification"

urlpatterns = [
    path("", views.check, name="check"),
    path("miei/", views.mine, name="mine"),
    path("rilasciati/", views.issued, name="issued"),
    path("registra/", views.record, name="record"),
    path("richieste/", views.admissions, name="admissions"),
    path("richieste/<int:pk>/", views.admission, name="admission"),
    path("richieste/<int:pk>/rifiuta/", views.admission_decline, name="admission_decline"),
    path("chiavi/<str:name>.json", views.key_show, name="key_show"),
    # What follows begins with a code: 28 signs, never one of the words above.
    path("<str:code>.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("<str:code>/", views.certificate_show, name="certificate_show"),
    path("<str:code>/badge.json", views.certificate_badge, name="certificate_badge"),
    path("<str:code>/badge.jwt", views.certificate_badge, {"signed": True}, name="certificate_badge_signed"),
    path("<str:code>/benvenuto/", views.certificate_welcome, name="certificate_welcome"),
    path("<str:code>/ritira/", views.certificate_revoke, name="certificate_revoke"),
    path("<str:code>/rilascia/", views.certificate_issue_again, name="certificate_issue_again"),
]
