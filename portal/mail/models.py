from django.db import models

from portal.clock import now


class Letter(models.Model):
    """A mail that is to be sent, or was. The outbox: written in the transaction that decided it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DEAD = "dead"

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(default=now)
    next_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "next_at"], name="letters_to_send")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
