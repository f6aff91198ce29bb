"""A request of a citizen: what she wrote, how to reach her, what was done. Its words are sealed with a key of its own.

Nothing here says who she is: no address, no browser, no session, no account, also when a colleague asks for herself
(privacy.md P8). One that was opened at a desk says which operator wrote it down.
"""

import base64
import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.vocabulary.models import Territory

from ..models import Desk, Listing, Organisation
from ..needs import Need

KEPT_CONTACT = timedelta(days=30)  # after closing
KEPT_SILENT = timedelta(days=60)  # a contact without a word from anybody
KEPT = timedelta(days=90)  # after closing; then rows and key are destroyed
SILENT = timedelta(days=7)  # a referral of which nothing is heard
LONGEST = 1000  # characters


def new_code() -> str:
    """Make an address that nobody guesses: 100 bits, small letters and figures."""
    return base64.b32encode(secrets.token_bytes(13)).decode().lower()[:20]


class HelpRequest(models.Model):
    """Somebody asked for guidance: a desk, a listed person, or whoever can in an area."""

    class State(models.TextChoices):
        WAITING = "waiting", _("da prendere")
        TAKEN = "taken", _("in corso")
        CLOSED = "closed", _("chiusa")

    class Way(models.TextChoices):
        """How she wants the answer: shown first and large to who takes it."""

        CALL = "call", _("Una telefonata")
        MESSAGE = "message", _("Un messaggio")
        NONE = "none", _("Non contattatemi, torno io con il codice")

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("Ha trovato quello che cercava")
        PARTLY = "partly", _("In parte")
        PASSED_ON = "passed_on", _("Ora la segue un altro ente")
        NOT_FOUND = "not_found", _("Qui non c’era una risposta")
        NO_CONTACT = "no_contact", _("Non ci siamo più sentiti")

    class Helped(models.TextChoices):
        """What she says herself, with one tap."""

        YES = "yes", _("Sì, è servito")
        PARTLY = "partly", _("In parte")
        NO = "no", _("No")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20, unique=True, default=new_code)
    receipt = models.CharField(max_length=40, unique=True)  # its digest
    # Wrapped by the installation's keys.
    key = models.BinaryField()
    area = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    # To a desk, to a person, or to neither: to whoever can in the area.
    desk = models.ForeignKey(Desk, null=True, on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(Listing, null=True, on_delete=models.PROTECT, related_name="+")
    needs = models.JSONField(default=list)
    name = models.BinaryField(default=bytes)  # as she wants to be called, if she says
    text = models.BinaryField(default=bytes)
    way = models.CharField(max_length=8, choices=Way)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # The operator who wrote it down with the person in front of her; None where the person wrote herself.
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(default=now)
    waiting_since = models.DateTimeField(default=now)  # since it was sent, or put back
    moved_at = models.DateTimeField(default=now)  # the last thing that happened, on either side
    citizen_wrote_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)  # by who follows it now
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    helped = models.CharField(max_length=8, choices=Helped, blank=True)
    closed_at = models.DateTimeField(null=True)
    delete_on = models.DateField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_request_goes_to_one_place", condition=models.Q(desk=None) | models.Q(listing=None)
            ),
            models.CheckConstraint(
                name="a_waiting_request_is_nobodys",
                condition=models.Q(state="waiting", taken_by=None, taken_at=None)
                | ~models.Q(state="waiting") & models.Q(taken_by__isnull=False, taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_closed_request_says_when_and_how",
                condition=models.Q(state="closed", closed_at__isnull=False, delete_on__isnull=False)
                & ~models.Q(outcome="")
                | ~models.Q(state="closed") & models.Q(closed_at=None, delete_on=None, outcome=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "area"], name="requests_of_an_area"),
            models.Index(fields=["taken_by", "state"], name="requests_of_a_person"),
            models.Index(fields=["desk", "state"], name="requests_of_a_desk"),
        ]

    def __str__(self) -> str:
        # This is what logs and errors print.
        return f"request {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED

    @property
    def topics(self) -> list[str]:
        """What it is about, in the words that people choose from."""
        return [str(Need(need).label) for need in self.needs if need in Need.values]

    @property
    def waits_for_us(self) -> bool:
        """She wrote after the last answer."""
        return (
            self.is_open
            and self.citizen_wrote_at is not None
            and (self.answered_at is None or self.citizen_wrote_at > self.answered_at)
        )

    @property
    def has_news(self) -> bool:
        """She wrote, and who follows it has not read it yet."""
        return self.waits_for_us and (self.looked_at is None or self.citizen_wrote_at > self.looked_at)

    @property
    def is_to_area(self) -> bool:
        return self.desk_id is None and self.listing_id is None

    def get_absolute_url(self) -> str:
        return reverse("requests:request_show", args=[self.code])


class Contact(models.Model):
    """How to reach her: apart from the request, sealed with a key of its own, read by who took it and nobody else."""

    request = models.OneToOneField(HelpRequest, primary_key=True, on_delete=models.CASCADE, related_name="contact")
    key = models.BinaryField()
    value = models.BinaryField()
    when = models.BinaryField(default=bytes)
    # «Possiamo dire che siamo lo sportello?»: a phone may be shared.
    may_say_who = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"contact of {self.request_id}"


class Line(models.Model):
    """What was written in a request after its beginning, sealed; or that somebody else follows it now, and why."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("risposta")
        ADDED = "added", _("aggiunta")
        HANDOVER = "handover", _("passaggio")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=8, choices=Kind)
    # None: the citizen.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # A passage to another desk.
    desk = models.ForeignKey(Desk, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.BinaryField(default=bytes)
    cid = models.UUIDField(default=uuid.uuid4)
    written_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "cid"], name="a_line_is_sent_once"),
            models.CheckConstraint(
                name="an_answer_has_an_author", condition=models.Q(kind="added") | models.Q(author__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"


class Referral(models.Model):
    """The request passed on to one body, with the person's yes, and what became of it there."""

    class State(models.TextChoices):
        SENT = "sent", _("inviata")
        ACCEPTED = "accepted", _("accolta")
        REFUSED = "refused", _("non accolta")
        DONE = "done", _("fatta")
        # The request was closed before the body said how it went.
        ENDED = "ended", _("chiusa senza risposta")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="referrals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ask = models.BinaryField()  # what is asked of the body, sealed
    # The person said yes: who asked her, and in which month (privacy.md P8).
    agreed_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    sent_at = models.DateTimeField(default=now)
    moved_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "organisation"],
                condition=models.Q(state__in=["sent", "accepted"]),
                name="a_body_is_asked_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.SENT, self.State.ACCEPTED)

    @property
    def is_silent(self) -> bool:
        return self.is_open and self.moved_at < now() - SILENT


class Reply(models.Model):
    """What a body said or did, each time that somebody asked it: why it refused, what it did, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="replies")
    state = models.CharField(max_length=8, choices=Referral.State)
    words = models.BinaryField(default=bytes)
    written_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Tally(models.Model):
    """What stays of a request when it is gone: one more in a count. No row tells one from another."""

    month = models.DateField()
    area = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    need = models.CharField(max_length=12)
    outcome = models.CharField(max_length=10)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "area", "need", "outcome"], name="a_month_is_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.need}: {self.count}"
