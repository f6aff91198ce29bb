"""Meetings, workshops, social meetings, webinars: when, where, who comes; and each person's private calendar."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.network.models import Organisation
from portal.ui.templatetags.ui import day
from portal.vocabulary.models import Territory, Theme


def new_token() -> str:
    return secrets.token_urlsafe(32)


def _weekday(moment) -> str:
    return f"{format_date(moment, 'l')} {day(moment)}"


def _clock(moment) -> str:
    return format_date(moment, "G:i")


class Appointment(models.Model):
    """One event, on one day."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Incontro")
        WORKSHOP = "workshop", _("Laboratorio")
        SOCIAL = "social", _("Momento insieme")
        WEBINAR = "webinar", _("Incontro in video")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Tutti, anche chi non è della rete")
        MEMBERS = "members", _("Chi è della rete e chi impara")

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.PUBLIC)
    summary = models.CharField(max_length=240)
    text = models.TextField(max_length=3000, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    # The video link is shown to who comes, never in public.
    link = models.URLField(blank=True, max_length=300)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)  # None: as many as come
    contact = models.CharField(max_length=160, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    sequence = models.PositiveSmallIntegerField(default=0)  # RFC 5545: one more at each change
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="an_event_has_a_title", condition=~models.Q(title="")),
            models.CheckConstraint(
                name="an_event_ends_after_it_begins", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(name="an_event_is_somewhere", condition=~models.Q(place="") | ~models.Q(link="")),
            models.CheckConstraint(
                name="a_cancelled_event_says_why", condition=models.Q(cancelled_at=None) | ~models.Q(cancelled_why="")
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="events_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.ends_at < now()

    @property
    def is_full(self) -> bool:
        """Ask after `coming` was counted (`queries.with_seats`)."""
        return self.seats is not None and self.coming >= self.seats

    @property
    def seats_left(self) -> int:
        return max(0, self.seats - self.coming) if self.seats is not None else 0

    @property
    def span(self) -> str:
        """«giovedì 10 dicembre, dalle 15:00 alle 17:00»."""
        starts, ends = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        words = {"day": _weekday(starts), "from": _clock(starts), "to": _clock(ends), "last": _weekday(ends)}
        if starts.date() == ends.date():
            return gettext("%(day)s, dalle %(from)s alle %(to)s") % words
        return gettext("da %(day)s, %(from)s, a %(last)s, %(to)s") % words

    @property
    def hours(self) -> str:
        """«15:00–17:00», under the heading of its day."""
        starts, ends = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        if starts.date() == ends.date():
            return f"{_clock(starts)}–{_clock(ends)}"
        return gettext("%(from)s, fino a %(last)s, %(to)s") % {
            "from": _clock(starts),
            "last": _weekday(ends),
            "to": _clock(ends),
        }

    def get_absolute_url(self) -> str:
        return reverse("agenda:appointment_show", args=[self.pk])


class Coming(models.Model):
    """«Ci vengo»."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="comings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "person"], condition=models.Q(left_at=None), name="a_person_comes_once"
            )
        ]
        indexes = [models.Index(fields=["person", "left_at"], name="events_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.appointment_id}"


class CalendarKey(models.Model):
    """The private address of a person's calendar. A new one makes the old one lead nowhere."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token)
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"
