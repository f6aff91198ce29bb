from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class PersonBackend(AuthenticationBackend):
    """Signs in by e-mail, and finds the person of a session with what every page shows of her.

    Who is suspended has no session: the same answer as for nobody.
    """

    def get_user(self, user_id):
        return User.objects.select_related("territory__parent").filter(pk=user_id, is_active=True).first()

    def has_perm(self, user, perm, obj=None) -> bool:
        return user.is_active and super().has_perm(user, perm, obj)
