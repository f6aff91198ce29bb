"""That somebody confirmed a text in spite of the guard. Never the text."""

from django.conf import settings
from django.db import models

from portal.clock import now

from .kinds import Kind


class Override(models.Model):
    """«Ho controllato: non identifica nessuno», once, about one kind of finding."""

    kind = models.CharField(max_length=20, choices=Kind)
    place = models.CharField(max_length=60)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(name="an_override_says_where", condition=~models.Q(place="")),
            models.CheckConstraint(name="an_override_is_of_a_known_kind", condition=models.Q(kind__in=Kind.values)),
        ]
        indexes = [models.Index(fields=["author", "at"], name="overrides_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.place})"
