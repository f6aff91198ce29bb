"""A case, its readers, what is written about it, who read it."""

import base64
import secrets
import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.clock import now, today
from portal.vocabulary.models import Territory, Theme

from .bands import Arrears, Basis, CutRisk, Debt, Health, Heating, Household, Housing, Isee

PLEDGE_VERSION = 2  # of the words in `_pledge.html`
MOST_READERS = 12
INVITATION_DAYS = 14
KEPT_DAYS = 90  # after closing; then rows and key are destroyed
DRAFT_DAYS = 7


def new_code() -> str:
    """Make an address that nobody guesses: 100 bits, small letters and figures."""
    return base64.b32encode(secrets.token_bytes(13)).decode().lower()[:20]


def invitation_end() -> datetime:
    return now() + timedelta(days=INVITATION_DAYS)


def draft_end() -> datetime:
    return now() + timedelta(days=DRAFT_DAYS)


class Case(models.Model):
    """A situation brought to peers under a made-up name. Its words are sealed with a key of its own."""

    class State(models.TextChoices):
        OPEN = "open", _("aspetta consigli")
        TALKING = "talking", _("se ne parla")
        CLOSED = "closed", _("chiuso")

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("Si è risolto")
        PARTLY = "partly", _("Si è risolto in parte")
        UNSOLVED = "unsolved", _("Non si è risolto")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20, unique=True, default=new_code)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=30)
    # Wrapped by the installation's keys; empty is destroyed.
    key = models.BinaryField()
    question = models.BinaryField()
    situation = models.BinaryField(default=bytes)
    tried_text = models.BinaryField(default=bytes)
    outcome = models.BinaryField(default=bytes)

    area = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="+")
    themes = models.ManyToManyField(Theme, related_name="+")
    household = models.CharField(max_length=12, choices=Household, blank=True)
    ages = models.JSONField(default=list)
    isee = models.CharField(max_length=12, choices=Isee, blank=True)
    health = models.CharField(max_length=12, choices=Health, blank=True)
    supplies = models.JSONField(default=list)
    arrears = models.CharField(max_length=12, choices=Arrears, blank=True)
    debt = models.CharField(max_length=12, choices=Debt, blank=True)
    cut_risk = models.CharField(max_length=12, choices=CutRisk, blank=True)
    housing = models.CharField(max_length=12, choices=Housing, blank=True)
    heating = models.CharField(max_length=12, choices=Heating, blank=True)
    tried = models.JSONField(default=list)
    basis = models.CharField(max_length=14, choices=Basis)
    basis_month = models.DateField(null=True)

    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    outcome_kind = models.CharField(max_length=8, choices=Outcome, blank=True)
    # «Si capisce chi è»: hidden from the readers until the owner words it anew.
    words_hidden_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True)
    delete_on = models.DateField(null=True)
    # A sheet born of it: the case knows, the sheet does not (decisions.md 19).
    practice = models.PositiveBigIntegerField(null=True)
    # The counter of its open screens.
    epoch = models.UUIDField(default=uuid.uuid4)
    last_seq = models.PositiveBigIntegerField(default=0)
    words_seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "pseudonym"],
                condition=~models.Q(state="closed"),
                name="an_owner_uses_a_pseudonym_once_at_a_time",
            ),
            models.CheckConstraint(name="a_case_has_a_pseudonym", condition=~models.Q(pseudonym="")),
            models.CheckConstraint(
                name="a_closed_case_says_when_and_how",
                condition=models.Q(state="closed", closed_at__isnull=False, delete_on__isnull=False)
                & ~models.Q(outcome_kind="")
                | ~models.Q(state="closed") & models.Q(closed_at=None, delete_on=None, outcome_kind=""),
            ),
            models.CheckConstraint(
                name="a_consent_has_its_month",
                condition=~models.Q(basis="consent") | models.Q(basis_month__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        # Never the pseudonym: this is what logs and errors print.
        return f"case {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED

    @property
    def week(self) -> date:
        """The Monday of the week in which it was opened: all that is shown of when."""
        return week_of(self.opened_at)

    def get_absolute_url(self) -> str:
        return reverse("cases:case_show", args=[self.code])


class Reader(models.Model):
    """One person asked by name to read one case, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(default=invitation_end)
    accepted_at = models.DateTimeField(null=True)
    pledge = models.PositiveSmallIntegerField(default=0)  # the version that was accepted
    declined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=models.Q(declined_at=None, left_at=None, removed_at=None),
                name="a_person_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                name="who_reads_took_the_pledge", condition=models.Q(accepted_at=None) | models.Q(pledge__gt=0)
            ),
            models.CheckConstraint(name="nobody_asks_herself", condition=~models.Q(invited_by=models.F("person"))),
        ]
        indexes = [models.Index(fields=["person", "case"], name="cases_of_a_reader")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.case_id}"

    @property
    def is_standing(self) -> bool:
        """Neither declined, nor left, nor removed."""
        return self.declined_at is None and self.left_at is None and self.removed_at is None

    @property
    def reads(self) -> bool:
        return self.is_standing and self.accepted_at is not None

    @property
    def waits(self) -> bool:
        return self.is_standing and self.accepted_at is None and self.expires_at > now()


class Entry(models.Model):
    """What one person wrote about a case, sealed."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("commento")
        RECOMMENDATION = "recommendation", _("consiglio")
        NOTE = "note", _("aggiornamento")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind)
    words = models.BinaryField()
    cid = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    mod_seq = models.PositiveBigIntegerField()
    written_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # «Si capisce chi è»: hidden from all but the owner and the author, until it is worded anew.
    hidden_at = models.DateTimeField(null=True)
    # «Ci provo», said by the owner.
    taken_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="entries_of_a_case_are_numbered"),
            models.UniqueConstraint(fields=["case", "author", "cid"], name="an_entry_is_sent_once"),
            models.CheckConstraint(
                name="only_a_recommendation_is_taken_up",
                condition=models.Q(taken_up_at=None) | models.Q(kind="recommendation"),
            ),
        ]
        indexes = [models.Index(fields=["case", "mod_seq"], name="changes_of_a_case")]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    @property
    def week(self) -> date:
        return week_of(self.written_at)


class Reading(models.Model):
    """Who opened which part of a case, and when. Written with the reading itself; nobody takes a line out."""

    class Part(models.TextChoices):
        CASE = "case", _("il caso")
        TALK = "talk", _("la discussione")

    class Role(models.TextChoices):
        OWNER = "owner", _("chi ha aperto il caso")
        READER = "reader", _("chi è stato invitato")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=Role)
    part = models.CharField(max_length=8, choices=Part)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["case", "reader", "at"], name="readings_of_a_case")]

    def __str__(self) -> str:
        return f"{self.reader_id} read {self.case_id}"


class CaseDraft(models.Model):
    """A case that is being written: sealed, its owner's alone, for seven days (decisions.md 20)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.BinaryField()
    words = models.BinaryField()
    saved_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(default=draft_end)

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft {self.pk}"


def week_of(moment: datetime) -> date:
    day = localtime(moment).date()
    return day - timedelta(days=day.weekday())


def this_week() -> date:
    return today() - timedelta(days=today().weekday())
