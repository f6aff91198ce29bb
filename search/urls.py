from django.urls import path

from . import views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("suggerimenti/", views.suggestions, name="suggestions"),
    path("senza-risposta/", views.needs, name="needs"),
    path("senza-risposta/<int:pk>/togli/", views.need_close, name="need_close"),
]
