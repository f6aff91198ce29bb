"""What came of a practice in the hands of others."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.vocabulary.models import Territory

from .pages import PracticePage


class Outcome(models.TextChoices):
    """How it went. The fields of `PracticeCount` have these names."""

    WORKED = "worked", _("Ha funzionato")
    PARTLY = "partly", _("In parte")
    FAILED = "failed", _("Non ha funzionato")


class PracticeCount(models.Model):
    """How often a practice was tried. Beside the page, so that publishing an older revision never resets it."""

    practice = models.OneToOneField(PracticePage, primary_key=True, on_delete=models.CASCADE, related_name="counts")
    worked = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    tried = models.PositiveIntegerField(default=0, db_index=True)
    territories = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_practice_was_tried_as_often_as_it_went_somehow",
                condition=models.Q(tried=models.F("worked") + models.F("partly") + models.F("failed")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.worked}/{self.tried}"

    @property
    def is_good(self) -> bool:
        """It worked two times out of three, or more."""
        return self.tried > 0 and self.worked * 3 >= self.tried * 2


class Condition(models.Model):
    """When a practice works, or when it does not, in the words of who tried it."""

    class Kind(models.TextChoices):
        WORKS = "works", _("Funziona quando")
        FAILS = "fails", _("Non funziona quando")

    practice = models.ForeignKey(PracticePage, on_delete=models.CASCADE, related_name="conditions")
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.CharField(max_length=160)
    counted = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-counted", "pk"]
        constraints = [
            models.UniqueConstraint("practice", "kind", Lower("text"), name="a_practice_has_a_condition_once"),
            models.CheckConstraint(name="condition_says_something", condition=~models.Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class Adoption(models.Model):
    """«L’ho provata»: who tried a practice, where, what she changed and what came of it."""

    practice = models.ForeignKey(PracticePage, on_delete=models.CASCADE, related_name="adoptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="adoptions")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    tried_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    changed = models.TextField(max_length=1200, blank=True)
    happened = models.TextField(max_length=2000)
    again = models.BooleanField()
    conditions = models.ManyToManyField(Condition, blank=True, related_name="adoptions")
    reported_at = models.DateTimeField(default=now)
    # A report that was taken off counts no more; its writer still reads it, and why.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-tried_on", "-pk"]
        indexes = [models.Index(fields=["practice", "-tried_on"], name="adoptions_of_a_practice")]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "person", "tried_on"],
                condition=models.Q(removed_at=None),
                name="a_person_tries_a_practice_once_a_day",
            ),
            models.CheckConstraint(
                name="what_was_removed_was_removed_by_someone",
                condition=models.Q(removed_at=None, removed_by=None)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
            models.CheckConstraint(name="adoption_says_what_happened", condition=~models.Q(happened="")),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.outcome}"
