from django.urls import path

from . import views

app_name = "cases"

# A code has twenty characters: no word of ours can be one.
urlpatterns = [
    path("", views.cases, name="cases"),
    path("nuovo/", views.case_new, name="case_new"),
    path("bozze/<uuid:pk>/", views.draft_edit, name="draft_edit"),
    path("bozze/<uuid:pk>/butta/", views.draft_drop, name="draft_drop"),
    path("<slug:code>/", views.case_show, name="case_show"),
    path("<slug:code>/discussione/", views.case_talk, name="case_talk"),
    path("<slug:code>/modifica/", views.case_edit, name="case_edit"),
    path("<slug:code>/si-capisce/", views.words_flag, name="words_flag"),
    path("<slug:code>/chiudi/", views.case_close, name="case_close"),
    path("<slug:code>/elimina/", views.case_delete, name="case_delete"),
    path("<slug:code>/chiedi-alla-rete/", views.network_ask, name="network_ask"),
    path("<slug:code>/pratica/", views.practice_draft, name="practice_draft"),
    path("<slug:code>/letture/", views.case_readings, name="case_readings"),
    path("<slug:code>/invito/", views.invitation_show, name="invitation_show"),
    path("<slug:code>/invito/accetta/", views.invitation_accept, name="invitation_accept"),
    path("<slug:code>/invito/declina/", views.invitation_decline, name="invitation_decline"),
    path("<slug:code>/chi-legge/", views.readers, name="readers"),
    path("<slug:code>/chi-legge/chiedi/", views.reader_invite, name="reader_invite"),
    path("<slug:code>/chi-legge/<uuid:pk>/togli/", views.reader_remove, name="reader_remove"),
    path("<slug:code>/lascia/", views.case_leave, name="case_leave"),
    path("<slug:code>/scrivi/", views.entry_create, name="entry_create"),
    path("<slug:code>/voci/<uuid:pk>/", views.entry_edit, name="entry_edit"),
    path("<slug:code>/voci/<uuid:pk>/ritira/", views.entry_withdraw, name="entry_withdraw"),
    path("<slug:code>/voci/<uuid:pk>/ci-provo/", views.entry_take_up, name="entry_take_up"),
    path("<slug:code>/voci/<uuid:pk>/si-capisce/", views.entry_flag, name="entry_flag"),
    path("<slug:code>/voci/<uuid:pk>/mostra/", views.entry_show_again, name="entry_show_again"),
]
