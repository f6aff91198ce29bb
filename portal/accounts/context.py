"""What every template knows of who reads."""

from django.conf import settings

from .permissions import (
    is_appointed,
    is_coordinator,
    is_in_network,
    is_member,
    is_moderator,
    is_operator,
    is_staff,
    is_trainer,
    may_edit_site,
)


class Reader:
    """The reader's standing, asked only where a template needs it."""

    def __init__(self, user):
        self._user = user

    is_member = property(lambda self: is_member(self._user))
    is_operator = property(lambda self: is_operator(self._user))
    is_in_network = property(lambda self: is_in_network(self._user))
    is_appointed = property(lambda self: is_appointed(self._user))
    is_trainer = property(lambda self: is_trainer(self._user))
    is_moderator = property(lambda self: is_moderator(self._user))
    is_coordinator = property(lambda self: is_coordinator(self._user))
    is_staff = property(lambda self: is_staff(self._user))
    may_edit_site = property(lambda self: may_edit_site(self._user))


def person(request) -> dict:
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "shell": "app.html" if signed_in else "public.html",
        "reader": Reader(user) if signed_in else None,
        "demo": settings.DEMO,
    }
