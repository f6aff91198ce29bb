from django.urls import path

from . import views

app_name = "requests"

urlpatterns = [
    # For everybody, without an account.
    path("chiedi-aiuto/", views.ask, name="ask"),
    path("chiedi-aiuto/richiesta/", views.ask_new, name="ask_new"),
    path("richiesta/", views.follow, name="follow"),
    path("richiesta/aggiungi/", views.follow_add, name="follow_add"),
    path("richiesta/servito/", views.follow_helped, name="follow_helped"),
    path("richiesta/cancella/", views.follow_erase, name="follow_erase"),
    # For who answers.
    path("richieste/", views.queue, name="queue"),
    path("richieste/nuova/", views.request_write_down, name="request_write_down"),
    path("richieste/<slug:code>/", views.request_show, name="request_show"),
    path("richieste/<slug:code>/prendi/", views.request_take, name="request_take"),
    path("richieste/<slug:code>/rispondi/", views.request_answer, name="request_answer"),
    path("richieste/<slug:code>/passa/", views.request_refer, name="request_refer"),
    path("richieste/<slug:code>/invii/<uuid:pk>/", views.referral_move, name="referral_move"),
    path("richieste/<slug:code>/affida/", views.request_hand_over, name="request_hand_over"),
    path("richieste/<slug:code>/chiudi/", views.request_close, name="request_close"),
]
