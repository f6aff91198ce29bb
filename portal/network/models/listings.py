"""Who chose to be found by citizens."""

from django.conf import settings
from django.db import models

from portal.clock import now
from portal.vocabulary.models import Language, Territory, Theme

from .organisations import CHECKED_FOR, Weekday


class Listing(models.Model):
    """An operator in the public list: only what she chose to show, only while she is an operator."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="listing")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    themes = models.ManyToManyField(Theme, related_name="+")
    languages = models.ManyToManyField(Language, blank=True, related_name="+")
    # Days of the week as digits, Monday 0: «013».
    days = models.CharField(max_length=7, blank=True)
    in_person = models.BooleanField(default=True)
    remote = models.BooleanField(default=False)
    # A number only with her consent to show it (security.md R40).
    phone = models.CharField(max_length=40, blank=True)
    shows_phone = models.BooleanField(default=False)
    note = models.CharField(max_length=240, blank=True)
    takes_requests = models.BooleanField(default=True)
    is_listed = models.BooleanField(default=True)
    listed_at = models.DateTimeField(default=now)
    checked_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["person__last_name", "person__first_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_phone_is_shown_with_consent", condition=models.Q(phone="") | models.Q(shows_phone=True)
            ),
            models.CheckConstraint(
                name="who_is_listed_is_reached_somehow", condition=models.Q(in_person=True) | models.Q(remote=True)
            ),
        ]

    def __str__(self) -> str:
        return f"listing {self.pk}"

    @property
    def weekdays(self) -> list[str]:
        """The days she can, in words."""
        return [Weekday(int(digit)).label for digit in self.days]

    @property
    def is_stale(self) -> bool:
        return self.checked_at < now() - CHECKED_FOR
