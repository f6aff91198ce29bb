from django.urls import path

from . import views

app_name = "agenda"

urlpatterns = [
    path("", views.appointments, name="appointments"),
    path("nuovo/", views.appointment_new, name="appointment_new"),
    path("calendario/", views.calendar, name="calendar"),
    path("calendario/cambia/", views.calendar_renew, name="calendar_renew"),
    path("calendario/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
    path("<int:pk>/", views.appointment_show, name="appointment_show"),
    path("<int:pk>/evento.ics", views.appointment_ics, name="appointment_ics"),
    path("<int:pk>/cambia/", views.appointment_edit, name="appointment_edit"),
    path("<int:pk>/annulla/", views.appointment_cancel, name="appointment_cancel"),
    path("<int:pk>/vengo/", views.appointment_come, name="appointment_come"),
    path("<int:pk>/non-vengo/", views.appointment_leave, name="appointment_leave"),
]
