"""A person is asked again at once on her open sockets when a session ends or her rights change (reliability.md M8)."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from portal.live.bus import kick

from .models import Qualification, Role


def _ring(person_pk: int) -> None:
    transaction.on_commit(lambda: kick(person_pk), robust=True)


@receiver([user_logged_out, password_changed, password_reset, authenticator_removed])
def ask_again(user=None, **_) -> None:
    if user:
        _ring(user.pk)


@receiver(post_delete, sender=UserSession)
def ask_again_after_a_session(instance: UserSession, **_) -> None:
    _ring(instance.user_id)


@receiver(post_save, sender=Role)
@receiver(post_save, sender=Qualification)
def ask_again_after_a_change(instance, **_) -> None:
    _ring(instance.person_id)
