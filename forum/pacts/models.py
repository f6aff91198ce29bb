"""A programme for families: what it is, who may be in it, who verifies, who decides and when. All of it is data."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.network.models import Organisation
from portal.vocabulary.models import Territory, Theme


class Programme(models.Model):
    """A programme, with its thresholds and its rhythm."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    lead = models.CharField(max_length=300)
    about = models.TextField(max_length=6000)
    # None: the whole network.
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    # Both included; in euro.
    isee_from = models.DecimalField(max_digits=9, decimal_places=2)
    isee_to = models.DecimalField(max_digits=9, decimal_places=2)
    thresholds_on = models.DateField()  # the day for which the thresholds were verified
    thresholds_source = models.CharField(max_length=200)
    mail = models.EmailField(blank=True)  # where proposals are also announced
    # The day from which the steering group counts its four months.
    steering_from = models.DateField()
    checked_at = models.DateTimeField(default=now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_example = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="the_thresholds_are_in_order", condition=models.Q(isee_to__gte=models.F("isee_from"))
            ),
            models.CheckConstraint(name="a_programme_has_a_name", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pacts:programme_show", args=[self.slug])


class AccessPoint(models.Model):
    """Where a family comes in; some of them may also verify that it can be in the programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="access_points")
    name = models.CharField(max_length=120)
    what = models.CharField(max_length=240, blank=True)
    may_verify = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="an_access_point_is_told_once")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A seat in the committee or in the steering group, by what its holder does; the right itself is a role."""

    class Body(models.TextChoices):
        COMMITTEE = "committee", _("Comitato ristretto")
        STEERING = "steering", _("Cabina di regia")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="seats")
    body = models.CharField(max_length=10, choices=Body)
    title = models.CharField(max_length=120)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["body", "order", "pk"]

    def __str__(self) -> str:
        return self.title


class Guideline(models.Model):
    """What the steering group asks of the committee for the months to come."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="guidelines")
    title = models.CharField(max_length=140)
    text = models.TextField(max_length=6000)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [models.CheckConstraint(name="a_guideline_has_a_title", condition=~models.Q(title=""))]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pacts:guideline_show", args=[self.programme.slug, self.pk])


class GuidelineReading(models.Model):
    """Who of the committee has read a guideline."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guideline", "person"], name="a_guideline_is_read_once")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.guideline_id}"
