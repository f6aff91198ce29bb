from django.urls import path

from . import views

app_name = "courses"

urlpatterns = [
    path("", views.courses, name="courses"),
    # The words that come first here are never the slug of a course (`models.pages.TAKEN`).
    path("persone/<int:pk>/", views.person_show, name="person_show"),
    path("persone/<int:pk>/ammetti/", views.application_admit, name="application_admit"),
    path("persone/<int:pk>/rifiuta/", views.application_decline, name="application_decline"),
    path("persone/<int:pk>/togli/", views.person_withdraw, name="person_withdraw"),
    path("persone/<int:pk>/ore/", views.hours_record, name="hours_record"),
    path("persone/<int:pk>/affiancamento/", views.shadowing_show, name="shadowing_show"),
    path("persone/<int:pk>/affiancamento/accordo/", views.shadowing_agree, name="shadowing_agree"),
    path("persone/<int:pk>/affiancamento/tempo/", views.shadowing_log, name="shadowing_log"),
    path("persone/<int:pk>/affiancamento/firma/", views.shadowing_sign_off, name="shadowing_sign_off"),
    path("affiancamenti/<int:pk>/conferma/", views.entry_confirm, name="entry_confirm"),
    path("affiancamenti/<int:pk>/togli/", views.entry_remove, name="entry_remove"),
    path("ore/<int:pk>/conferma/", views.hours_confirm, name="hours_confirm"),
    path("ore/<int:pk>/togli/", views.hours_withdraw, name="hours_withdraw"),
    path("incontri/<int:pk>/", views.meeting_show, name="meeting_show"),
    path("incontri/<int:pk>/presente/", views.meeting_check_in, name="meeting_check_in"),
    path("incontri/<int:pk>/registro/", views.meeting_register, name="meeting_register"),
    path("incontri/<int:pk>/registro/<int:enrollment>/", views.presence_correct, name="presence_correct"),
    path("incontri/<int:pk>/codice/", views.meeting_code, name="meeting_code"),
    path("incontri/<int:pk>/annulla/", views.meeting_cancel, name="meeting_cancel"),
    path("materiali/<int:pk>/", views.lesson_file, name="lesson_file"),
    path("<slug:course>/", views.course_show, name="course_show"),
    path("<slug:course>/candidatura/", views.course_apply, name="course_apply"),
    path("<slug:course>/ritiro/", views.course_leave, name="course_leave"),
    path("<slug:course>/libretto/", views.hours, name="hours"),
    path("<slug:course>/libretto/dichiara/", views.hours_declare, name="hours_declare"),
    path("<slug:course>/persone/", views.people, name="people"),
    path("<slug:course>/incontri/", views.meetings, name="meetings"),
    path("<slug:course>/incontri/nuovo/", views.meeting_plan, name="meeting_plan"),
    path("<slug:course>/immagini/<int:pk>/", views.lesson_picture, name="lesson_picture"),
    path("<slug:course>/<slug:module>/<slug:lesson>/", views.lesson_show, name="lesson_show"),
    path("<slug:course>/<slug:module>/<slug:lesson>/letta/", views.lesson_complete, name="lesson_complete"),
    path("<slug:course>/<slug:module>/<slug:lesson>/risposte/", views.lesson_answer, name="lesson_answer"),
]
