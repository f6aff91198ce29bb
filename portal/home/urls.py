from django.urls import path

from . import views

app_name = "home"

urlpatterns = [
    path("", views.home, name="home"),
    path("primo-giorno/salta/", views.guide_skip, name="guide_skip"),
    path("primo-giorno/ricomincia/", views.guide_restart, name="guide_restart"),
    path("primo-giorno/<slug:key>/", views.guide_step, name="guide_step"),
    path("<slug:slug>/", views.page, name="page"),
]
