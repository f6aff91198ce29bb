from django.urls import path

from . import views

app_name = "opportunities"

urlpatterns = [
    path("", views.opportunities, name="opportunities"),
    path("nuova/", views.opportunity_new, name="opportunity_new"),
    path("<int:pk>/", views.opportunity_show, name="opportunity_show"),
    path("<int:pk>/modifica/", views.opportunity_edit, name="opportunity_edit"),
    path("<int:pk>/controlla/", views.opportunity_check, name="opportunity_check"),
    path("<int:pk>/togli/", views.opportunity_withdraw, name="opportunity_withdraw"),
]
