"""What happened, and who still has to hear of it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from portal.clock import now


class Event(models.Model):
    """Something that happened: identifiers and labels, never words written by people."""

    kind = models.CharField(max_length=60)
    subject_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    subject_id = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    labels = models.JSONField(default=dict)
    happened_at = models.DateTimeField(default=now)

    subject = GenericForeignKey("subject_type", "subject_id")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["kind", "happened_at"], name="event_by_kind"),
            models.Index(fields=["subject_type", "subject_id"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class Delivery(models.Model):
    """One event that one listener must hear. It is deleted when it was heard."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DEAD = "dead"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    listener = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=now)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "listener"], name="a_listener_hears_an_event_once")]
        indexes = [models.Index(fields=["state", "next_at"], name="delivery_queue")]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.listener}"
