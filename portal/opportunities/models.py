"""What there is for people, today, in a territory; and who looked last."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.network.models import Organisation
from portal.vocabulary.models import Territory, Theme

FRESH = timedelta(days=30)  # after a check; then it is grey


class Board(models.Model):
    """The counter of the board, for open screens: one row."""

    epoch = models.UUIDField(default=uuid.uuid4)
    last_seq = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"board: {self.last_seq}"


class Opportunity(models.Model):
    """One thing that a person or a family can have, do or join."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Attiva")
        ACTIVATABLE = "activatable", _("Si può attivare")
        EXHAUSTED = "exhausted", _("Esaurita")
        SUSPENDED = "suspended", _("Sospesa")

    # The key of the form that posted it: sent twice it is one.
    cid = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="opportunities")
    # An area, or a municipality inside it.
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    themes = models.ManyToManyField(Theme, related_name="+")
    summary = models.CharField(max_length=240)  # what it is, in one or two sentences
    for_whom = models.TextField(max_length=600)
    requirements = models.TextField(max_length=1000, blank=True)
    documents = models.TextField(max_length=600, blank=True)
    cost = models.CharField(max_length=160, blank=True)  # empty: nobody has said
    hours = models.CharField(max_length=240, blank=True)
    place = models.CharField(max_length=160, blank=True)
    contact = models.CharField(max_length=160)  # whom to ask, in words
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    notice = models.CharField(max_length=200, blank=True)  # «riprende l’11 gennaio»
    places = models.PositiveSmallIntegerField(null=True, blank=True)  # how many are free; None: not counted
    ends_on = models.DateField(null=True, blank=True)  # the last day to ask for it
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(default=now)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)
    is_example = models.BooleanField(default=False)
    # Its place in the board's counter: raised by each change.
    mod_seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["posted_by", "cid"], name="an_opportunity_is_posted_once"),
            models.CheckConstraint(name="an_opportunity_has_a_title", condition=~models.Q(title="")),
        ]
        indexes = [
            models.Index(fields=["mod_seq"], name="changes_of_the_board"),
            models.Index(fields=["state", "territory"], name="board_of_a_territory"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_stale(self) -> bool:
        return self.checked_at < now() - FRESH

    def get_absolute_url(self) -> str:
        return reverse("opportunities:opportunity_show", args=[self.pk])


class Check(models.Model):
    """Somebody looked: it is still there, or it is over."""

    class Found(models.TextChoices):
        THERE = "there", _("c’è ancora")
        OVER = "over", _("è finita")

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="checks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    found = models.CharField(max_length=6, choices=Found)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.opportunity_id}: {self.found}"
