"""What people write, and what follows from it: earlier words, mentions, «utile anche a me», reports."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.ui.markup import VERSION

from .channels import Channel
from .threads import Thread

LONGEST = 8000  # characters of one message


class Message(models.Model):
    """What one person wrote in a thread.

    `seq` is its number at birth and its place in the order, `mod_seq` the number of its last change, both from the
    channel's counter; `n` counts messages alone, for what was not read yet.
    """

    class Kind(models.TextChoices):
        TEXT = "text"
        WELCOME = "welcome"

    class Change(models.TextChoices):
        MESSAGE = "message"
        EDIT = "edit"
        WITHDRAW = "withdraw"
        HIDE = "hide"
        USEFUL = "useful"
        ACCEPT = "accept"

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="messages")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Who is welcomed: the page words it.
    newcomer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    cid = models.UUIDField(default=uuid.uuid4)
    seq = models.PositiveBigIntegerField()
    mod_seq = models.PositiveBigIntegerField()
    n = models.PositiveBigIntegerField()
    change = models.CharField(max_length=8, choices=Change, default=Change.MESSAGE)
    body = models.TextField(max_length=LONGEST, blank=True)
    html = models.TextField(blank=True)
    html_version = models.PositiveSmallIntegerField(default=VERSION)
    useful = models.PositiveIntegerField(default=0)
    rev = models.PositiveSmallIntegerField(default=1)
    posted_at = models.DateTimeField(default=now)
    # Only what was changed after the first quarter of an hour is marked as corrected.
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    hidden_why = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "seq"], name="messages_of_a_channel_are_numbered"),
            models.UniqueConstraint(fields=["channel", "author", "cid"], name="a_message_is_posted_once"),
            models.UniqueConstraint(
                fields=["newcomer"], condition=models.Q(kind="welcome"), name="a_person_is_welcomed_once"
            ),
            models.CheckConstraint(
                name="a_withdrawn_message_has_no_words",
                condition=models.Q(deleted_at=None) | models.Q(body="", html=""),
            ),
            models.CheckConstraint(
                name="a_hidden_message_has_a_reason", condition=models.Q(hidden_at=None) | ~models.Q(hidden_why="")
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "mod_seq"], name="changes_of_a_channel"),
            models.Index(fields=["channel", "n"], name="messages_not_read"),
            # Inside a thread `n` and `seq` run in the same order: one index serves the page and what is new.
            models.Index(fields=["thread", "n"], name="messages_of_a_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id}#{self.seq}"

    @property
    def state(self) -> str:
        """Say in one word what a page shows of it."""
        if self.deleted_at:
            return "withdrawn"
        return "hidden" if self.hidden_at else self.kind

    @property
    def shown_html(self) -> str:
        """The words as every reader gets them: a message that was hidden has none."""
        return "" if self.hidden_at else self.html

    def get_absolute_url(self) -> str:
        return reverse("forum:message_show", args=[self.pk])


class MessageVersion(models.Model):
    """The words of a message before they were changed."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    rev = models.PositiveSmallIntegerField()
    body = models.TextField()
    replaced_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-rev"]
        constraints = [models.UniqueConstraint(fields=["message", "rev"], name="a_version_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.message_id} rev {self.rev}"


class Mention(models.Model):
    """Someone was named in a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    n = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="a_message_names_a_person_once")]
        indexes = [models.Index(fields=["person", "channel", "n"], name="mentions_of_a_person")]

    def __str__(self) -> str:
        return f"{self.message_id} @{self.person_id}"


class Reaction(models.Model):
    """«Utile anche a me»."""

    class Kind(models.TextChoices):
        USEFUL = "useful", _("utile anche a me")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.USEFUL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "person", "kind"], name="a_person_reacts_once_in_a_way")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.message_id}"


class Report(models.Model):
    """A reader asks a moderator to look at a message."""

    class Reason(models.TextChoices):
        RECOGNISABLE = "recognisable", _("Si capisce di chi si parla")
        OFFENSIVE = "offensive", _("Offende qualcuno")
        WRONG = "wrong", _("È un’informazione sbagliata che può fare danno")
        OTHER = "other", _("Altro")

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", _("messaggio nascosto")
        KEPT = "kept", _("messaggio lasciato")
        WITHDRAWN = "withdrawn", _("ritirato da chi l’ha scritto")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=14, choices=Reason)
    words = models.TextField(max_length=600, blank=True)
    reported_at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "reported_by"],
                condition=models.Q(answered_at=None),
                name="a_person_reports_a_message_once",
            ),
            models.CheckConstraint(
                name="an_answered_report_has_an_outcome",
                condition=models.Q(answered_at=None) | ~models.Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.reason}"
