from django.urls import path

from . import views

app_name = "accounts"

urlpatterns = [
    path("accedi/", views.SignIn.as_view(), name="sign_in"),
    path("esci/", views.sign_out, name="sign_out"),
    path("registrati/", views.SignUp.as_view(), name="sign_up"),
    path("invito/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("io/", views.profile, name="profile"),
    path("io/sicurezza/", views.security, name="security"),
    path("rete/persone/", views.people, name="people"),
    path("rete/persone/<slug:handle>/", views.person_show, name="person_show"),
    path("rete/persone/<slug:handle>/territorio/", views.person_move, name="person_move"),
    path("rete/persone/<slug:handle>/ferma/", views.person_suspend, name="person_suspend"),
    path("rete/persone/<slug:handle>/riapri/", views.person_unsuspend, name="person_unsuspend"),
    path("rete/inviti/", views.invitations, name="invitations"),
    path("rete/inviti/<int:pk>/ritira/", views.invitation_withdraw, name="invitation_withdraw"),
    path("rete/ruoli/", views.roles, name="roles"),
    path("rete/ruoli/<int:pk>/ritira/", views.role_withdraw, name="role_withdraw"),
]
