from django.urls import path

from . import views

app_name = "practices"

urlpatterns = [
    path("", views.practices, name="practices"),
    path("mie/", views.practices_mine, name="practices_mine"),
    path("scrivi/", views.practice_write, name="practice_write"),
    path("bozze/<int:pk>/", views.practice_edit, name="practice_edit"),
    path("bozze/<int:pk>/anteprima/", views.practice_preview, name="practice_preview"),
    path("bozze/<int:pk>/invia/", views.practice_submit, name="practice_submit"),
    path("bozze/<int:pk>/riprendi/", views.practice_take_back, name="practice_take_back"),
    path("bozze/<int:pk>/butta/", views.practice_discard, name="practice_discard"),
    path("prove/<int:pk>/", views.adoption_edit, name="adoption_edit"),
    path("prove/<int:pk>/togli/", views.adoption_remove, name="adoption_remove"),
    path("da-rivedere/", views.reviews, name="reviews"),
    path("da-rivedere/<int:pk>/", views.review_show, name="review_show"),
    path("da-rivedere/<int:pk>/prendi/", views.review_take, name="review_take"),
    path("da-rivedere/<int:pk>/lascia/", views.review_let_go, name="review_let_go"),
    path("da-rivedere/<int:pk>/affida/", views.review_ask, name="review_ask"),
    path("da-rivedere/<int:pk>/accetta/", views.review_accept, name="review_accept"),
    path("da-rivedere/<int:pk>/rimanda/", views.review_send_back, name="review_send_back"),
    # The words above are never the address of a sheet (`actions.writing.TAKEN`).
    path("<slug:slug>/", views.practice_show, name="practice_show"),
    path("<slug:slug>/storia/", views.history, name="history"),
    path("<slug:slug>/provata/", views.adoption_new, name="adoption_new"),
    path("<slug:slug>/ritira/", views.practice_withdraw, name="practice_withdraw"),
    path("<slug:slug>/inglese/", views.practice_translate, name="practice_translate"),
]
