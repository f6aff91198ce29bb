"""The bodies of the network, their desks, and who works there."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.vocabulary.models import Language, Territory, Theme

# What nobody has looked at for so long is shown as such, and its keeper is asked.
CHECKED_FOR = timedelta(days=90)


class Weekday(models.IntegerChoices):
    """As Python counts them: Monday is 0."""

    MONDAY = 0, _("lunedì")
    TUESDAY = 1, _("martedì")
    WEDNESDAY = 2, _("mercoledì")
    THURSDAY = 3, _("giovedì")
    FRIDAY = 4, _("venerdì")
    SATURDAY = 5, _("sabato")
    SUNDAY = 6, _("domenica")


class Kept(models.Model):
    """A page that somebody looks after: who, and when it was last found right."""

    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(default=now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Made up for the demo: its page says so.
    is_example = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def is_stale(self) -> bool:
        return self.checked_at < now() - CHECKED_FOR


class Organisation(Kept):
    """A body of the network: it has desks, people, opportunities; requests are passed on to it."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("ente pubblico")
        ASSOCIATION = "association", _("associazione o circolo")
        COOPERATIVE = "cooperative", _("cooperativa")
        FOUNDATION = "foundation", _("fondazione")
        CHURCH = "church", _("centro d’ascolto o parrocchia")
        TRAINING = "training", _("agenzia formativa o scuola")
        HEALTH = "health", _("servizio sanitario")
        SUPPLIER = "supplier", _("azienda di luce, gas o acqua")
        OTHER = "other", _("altro")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    # None: it works everywhere.
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about = models.TextField(max_length=2000, blank=True)
    address = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    takes_referrals = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(name="an_organisation_has_a_name", condition=~models.Q(name=""))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:organisation_show", args=[self.slug])


class Desk(Kept):
    """Where people can go, or call: of one body, in one municipality, in person or remote."""

    slug = models.SlugField(max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="desks")
    name = models.CharField(max_length=120)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    about = models.TextField(max_length=2000, blank=True)
    address = models.CharField(max_length=160, blank=True)
    directions = models.CharField(max_length=240, blank=True)  # how to get there, steps, parking
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    in_person = models.BooleanField(default=True)
    remote = models.BooleanField(default=False)
    remote_how = models.CharField(max_length=240, blank=True)
    languages = models.ManyToManyField(Language, blank=True, related_name="+")
    # A line for what is not as usual: «chiuso dal 24 dicembre al 6 gennaio».
    notice = models.CharField(max_length=200, blank=True)
    takes_requests = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["territory__order", "order", "name", "pk"]
        constraints = [
            models.CheckConstraint(name="a_desk_has_a_name", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="a_desk_is_reached_somehow", condition=models.Q(in_person=True) | models.Q(remote=True)
            ),
            models.CheckConstraint(
                name="a_desk_in_person_has_an_address", condition=models.Q(in_person=False) | ~models.Q(address="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:desk_show", args=[self.slug])


class DeskService(models.Model):
    """One thing that a desk does, in people's words, and the theme by which it is found."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(max_length=120)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="a_desk_tells_a_service_once")]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When a desk is open: one stretch of one day of the week."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()
    is_remote = models.BooleanField(default=False)

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="a_desk_closes_after_it_opens", condition=models.Q(closes__gt=models.F("opens"))
            ),
            models.CheckConstraint(name="a_week_has_seven_days", condition=models.Q(weekday__lte=6)),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Assignment(models.Model):
    """Who works for a body, or at one of its desks; a referent looks after its pages and its people."""

    class Task(models.TextChoices):
        REFERENT = "referent", _("referente")
        OPERATOR = "operator", _("operatore")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="assignments")
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    task = models.CharField(max_length=10, choices=Task, default=Task.OPERATOR)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "person"], condition=models.Q(ended_at=None), name="a_person_works_at_a_desk_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=models.Q(ended_at=None, desk=None),
                name="a_person_works_for_a_body_once",
            ),
            models.CheckConstraint(
                name="a_referent_is_of_the_whole_body", condition=models.Q(desk=None) | ~models.Q(task="referent")
            ),
        ]
        indexes = [models.Index(fields=["person", "ended_at"], name="places_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.organisation_id}"
