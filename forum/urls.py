from django.urls import path

from . import views

app_name = "forum"

# The words of the first block are never the slug of a channel (`models.channels.RESERVED`).
urlpatterns = [
    path("", views.channels, name="channels"),
    path("nuovo/", views.channel_new, name="channel_new"),
    path("apri/", views.thread_new, name="thread_new"),
    path("simili/", views.threads_similar, name="threads_similar"),
    path("letti/", views.all_read, name="all_read"),
    path("moderazione/", views.moderation, name="moderation"),
    path("segnalazioni/<int:pk>/lascia/", views.report_leave, name="report_leave"),
    path("pagina/<int:pk>/", views.threads_about, name="threads_about"),
    path("discussioni/<int:pk>/", views.thread_find, name="thread_find"),
    path("discussioni/<int:pk>/persone/", views.thread_people, name="thread_people"),
    path("messaggi/<int:pk>/", views.message_show, name="message_show"),
    path("messaggi/<int:pk>/correggi/", views.message_edit, name="message_edit"),
    path("messaggi/<int:pk>/ritira/", views.message_withdraw, name="message_withdraw"),
    path("messaggi/<int:pk>/utile/", views.message_useful, name="message_useful"),
    path("messaggi/<int:pk>/scegli/", views.message_accept, name="message_accept"),
    path("messaggi/<int:pk>/segnala/", views.message_report, name="message_report"),
    path("messaggi/<int:pk>/nascondi/", views.message_hide, name="message_hide"),
    path("messaggi/<int:pk>/mostra/", views.message_restore, name="message_restore"),
    path("messaggi/<int:pk>/storia/", views.message_history, name="message_history"),
    path("<slug:channel>/", views.channel_show, name="channel_show"),
    path("<slug:channel>/segui/", views.channel_follow, name="channel_follow"),
    path("<slug:channel>/letto/", views.channel_read, name="channel_read"),
    path("<slug:channel>/<slug:slug>/", views.thread_show, name="thread_show"),
    path("<slug:channel>/<slug:slug>/scrivi/", views.message_create, name="message_create"),
    path("<slug:channel>/<slug:slug>/stato/", views.thread_status, name="thread_status"),
    path("<slug:channel>/<slug:slug>/avvisi/", views.thread_attend, name="thread_attend"),
    path("<slug:channel>/<slug:slug>/in-pratica/", views.thread_to_practice, name="thread_to_practice"),
]
