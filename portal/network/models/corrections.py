"""«C’è un errore»: what somebody says of a desk or of a listed person, and the answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.clock import now

from .listings import Listing
from .organisations import Desk


class Correction(models.Model):
    """One report of an error. Who wrote it follows it with a receipt: no name, no address (security.md R37)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("da guardare")
        FIXED = "fixed", _("corretto")
        KEPT = "kept", _("va bene com’è")

    desk = models.ForeignKey(Desk, null=True, on_delete=models.CASCADE, related_name="corrections")
    listing = models.ForeignKey(Listing, null=True, on_delete=models.CASCADE, related_name="corrections")
    text = models.CharField(max_length=600)
    receipt = models.CharField(max_length=40, unique=True)  # its digest
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.CharField(max_length=600, blank=True)
    reported_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["reported_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_correction_is_about_one_thing",
                condition=models.Q(desk__isnull=False, listing=None) | models.Q(desk=None, listing__isnull=False),
            ),
            models.CheckConstraint(
                name="an_answered_correction_says_what_was_done",
                condition=models.Q(state="waiting", answered_at=None)
                | ~models.Q(state="waiting") & models.Q(answered_at__isnull=False) & ~models.Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk}"
