from django.conf import settings
from django.db import models

from portal.clock import now
from portal.journal.models import Event


class Notification(models.Model):
    """One short sentence for one person, with the address where it leads."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    event = models.ForeignKey(Event, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=240)
    url = models.CharField(max_length=240)
    told_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    seq = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "event", "kind"], name="a_person_is_told_once_of_an_event"),
            models.UniqueConstraint(fields=["reader", "seq"], name="notices_of_a_person_are_numbered"),
        ]
        indexes = [models.Index(fields=["reader", "read_at"], name="notices_not_read")]

    def __str__(self) -> str:
        return self.text


class Tray(models.Model):
    """A person's counter of notices, for her open screens."""

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    epoch = models.UUIDField()
    last_seq = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.last_seq}"
