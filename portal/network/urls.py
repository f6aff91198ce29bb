from django.urls import path

from . import views

app_name = "network"

urlpatterns = [
    path("trova/", views.find, name="find"),
    path("trova/<slug:handle>/", views.listed_show, name="listed_show"),
    path("trova/<slug:handle>/errore/", views.listed_report, name="listed_report"),
    path("rete/", views.network, name="network"),
    path("rete/territori/<slug:slug>/", views.territory_show, name="territory_show"),
    path("rete/enti/", views.organisations, name="organisations"),
    # The words below are never the address of a body (`actions.kept.TAKEN`).
    path("rete/enti/nuovo/", views.organisation_new, name="organisation_new"),
    path("rete/enti/<slug:slug>/", views.organisation_show, name="organisation_show"),
    path("rete/enti/<slug:slug>/modifica/", views.organisation_edit, name="organisation_edit"),
    path("rete/enti/<slug:slug>/giusto/", views.organisation_check, name="organisation_check"),
    path("rete/enti/<slug:slug>/persone/", views.organisation_people, name="organisation_people"),
    path("rete/enti/<slug:slug>/sportelli/nuovo/", views.desk_new, name="desk_new"),
    path("rete/incarichi/<int:pk>/togli/", views.assignment_end, name="assignment_end"),
    path("rete/sportelli/<slug:slug>/", views.desk_show, name="desk_show"),
    path("rete/sportelli/<slug:slug>/modifica/", views.desk_edit, name="desk_edit"),
    path("rete/sportelli/<slug:slug>/giusto/", views.desk_check, name="desk_check"),
    path("rete/sportelli/<slug:slug>/chiudi/", views.desk_close, name="desk_close"),
    path("rete/sportelli/<slug:slug>/storia/", views.desk_history, name="desk_history"),
    path("rete/sportelli/<slug:slug>/errore/", views.desk_report, name="desk_report"),
    path("rete/segnalazioni/", views.corrections, name="corrections"),
    path("rete/segnalazioni/<int:pk>/", views.correction_answer, name="correction_answer"),
    path("io/farsi-trovare/", views.listing_edit, name="listing_edit"),
    path("io/farsi-trovare/togli/", views.listing_leave, name="listing_leave"),
    path("io/farsi-trovare/conferma/", views.listing_confirm, name="listing_confirm"),
]
