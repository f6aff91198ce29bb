"""How a sheet becomes public: rounds of review, and its withdrawal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from portal.clock import now

from .pages import PracticePage


class Criterion(models.TextChoices):
    """What a reviewer looks for. All are ticked when she accepts."""

    NEED = "need", _("Si capisce il bisogno e per chi è")
    STEPS = "steps", _("I passi si possono ripetere")
    WEAK = "weak", _("Dice dove si inceppa e come se ne esce")
    NOBODY = "nobody", _("Non si riconosce nessuno")
    FACTS = "facts", _("I dati hanno fonte e data, o dicono «da verificare»")


class Review(models.Model):
    """One round: a text that was sent, who read it, and what she said. A draft has no open round."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Aspetta chi la rilegge")
        IN_REVIEW = "in_review", _("La stanno rileggendo")
        SENT_BACK = "sent_back", _("Rimandata")
        ACCEPTED = "accepted", _("Accettata")
        WITHDRAWN = "withdrawn", _("Ritirata")

    OPEN = (State.WAITING, State.IN_REVIEW)

    practice = models.ForeignKey(PracticePage, on_delete=models.CASCADE, related_name="reviews")
    # The text of this round: later drafts go to another revision, so that the next round can say what changed.
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    ticks = models.JSONField(default=list)
    reason = models.TextField(max_length=2000, blank=True)
    opened_at = models.DateTimeField(default=now)
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        indexes = [models.Index(fields=["state", "opened_at"], name="reviews_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["practice"],
                condition=models.Q(state__in=["waiting", "in_review"]),
                name="a_practice_has_one_open_review",
            ),
            models.CheckConstraint(
                name="nobody_reviews_her_own_sheet",
                condition=models.Q(reviewer=None) | ~models.Q(reviewer=models.F("submitted_by")),
            ),
            models.CheckConstraint(
                name="a_decision_has_a_reviewer",
                condition=~models.Q(state__in=["in_review", "sent_back", "accepted"])
                | models.Q(reviewer__isnull=False),
            ),
            models.CheckConstraint(
                name="a_sheet_is_sent_back_with_a_reason", condition=~models.Q(state="sent_back") | ~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="a_review_is_closed_when_it_is_over",
                condition=models.Q(state__in=["waiting", "in_review"], closed_at=None)
                | models.Q(state__in=["sent_back", "accepted", "withdrawn"], closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def title(self) -> str:
        """The title as it was sent. Load `revision` with the reviews of a list."""
        return self.revision.object_str if self.revision else str(self.practice)

    @property
    def criteria(self) -> list[tuple[str, bool]]:
        """Each criterion, and whether it was ticked."""
        return [(criterion.label, criterion in self.ticks) for criterion in Criterion]


class Withdrawal(models.Model):
    """A published practice was taken off: by whom, when and why."""

    practice = models.ForeignKey(PracticePage, on_delete=models.CASCADE, related_name="withdrawals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="a_withdrawal_has_a_reason", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.reason[:40]}"
