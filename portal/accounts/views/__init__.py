from .doors import SignIn, SignUp, invitation_accept, sign_out
from .network import invitation_withdraw, invitations, role_withdraw, roles
from .people import people, person_move, person_show, person_suspend, person_unsuspend, profile, security

__all__ = [
    "SignIn",
    "SignUp",
    "invitation_accept",
    "invitation_withdraw",
    "invitations",
    "people",
    "person_show",
    "person_move",
    "person_suspend",
    "person_unsuspend",
    "profile",
    "role_withdraw",
    "roles",
    "security",
    "sign_out",
]
