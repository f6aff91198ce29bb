from django.conf import settings
from django.db import models

from portal.clock import now


class Chain(models.Model):
    """The last seal. Its one row is the lock that writers of the audit queue for."""

    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.head


class Note(models.Model):
    """One line of the audit: append only, each sealed with the one before it."""

    act = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.CharField(max_length=80, blank=True)
    labels = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
