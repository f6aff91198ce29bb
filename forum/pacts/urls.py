from django.urls import path

from . import views

app_name = "pacts"

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("<slug:slug>/", views.programme_show, name="programme_show"),
    path("<slug:slug>/modifica/", views.programme_edit, name="programme_edit"),
    path("<slug:slug>/verifica/", views.eligibility, name="eligibility"),
    path("<slug:slug>/indirizzi/", views.guidelines, name="guidelines"),
    path("<slug:slug>/indirizzi/nuovi/", views.guideline_new, name="guideline_new"),
    path("<slug:slug>/indirizzi/<int:pk>/", views.guideline_show, name="guideline_show"),
]
