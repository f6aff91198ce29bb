"""How people come in: they ask, or they are invited."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.vocabulary.models import Territory


def in_seven_days() -> datetime:
    return now() + timedelta(days=7)


def new_token() -> str:
    return secrets.token_urlsafe(24)


class JoinRequest(models.Model):
    """«Chiedi di entrare»: someone made an account and waits for a coordinator."""

    class Wish(models.TextChoices):
        TED = "TED", _("Voglio fare il corso per TED")
        ACTIVATOR = "ACTIVATOR", _("Voglio fare il corso per attivatori di snodo")
        CERTIFIED = "certified", _("Ho già una certificazione")

    class State(models.TextChoices):
        WAITING = "waiting", _("in attesa")
        APPROVED = "approved", _("accolta")
        DECLINED = "declined", _("non accolta")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=10, choices=Wish)
    message = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField(default=now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="waiting"), name="a_person_waits_with_one_request"
            ),
            models.CheckConstraint(
                name="a_declined_request_has_a_reason", condition=~models.Q(state="declined") | ~models.Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.state})"


class Invitation(models.Model):
    """A letter that lets one address make an account, and says for which course."""

    email = models.EmailField()
    token = models.CharField(max_length=40, unique=True, default=new_token)
    course = models.SlugField(blank=True)
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(default=in_seven_days)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="an_address_has_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > now()
