"""One question or one theme inside a channel."""

from django.conf import settings
from django.db import connection, models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.vocabulary.models import Territory, Theme

from .channels import Channel


class Thread(models.Model):
    """A conversation inside a channel, about one question, one theme or one practice."""

    class Status(models.TextChoices):
        OPEN = "open", _("aperta")
        SOLVED = "solved", _("risolta")
        LOCKED = "locked", _("chiusa")

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="threads")
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("titolo"), max_length=140)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=now)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    is_pinned = models.BooleanField(default=False)
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("temi"))
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("territorio")
    )

    # The opening message, and the answer that was chosen.
    opening = models.OneToOneField("Message", null=True, on_delete=models.SET_NULL, related_name="+")
    accepted = models.OneToOneField("Message", null=True, on_delete=models.SET_NULL, related_name="+")
    solved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    solved_at = models.DateTimeField(null=True)

    # The page (a practice, a lesson) that it talks about, and the practice that it became.
    about = models.ForeignKey("wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    practice = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")

    # Kept by `actions.messages`, for lists.
    msg_count = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    last_n = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField(default=now)
    last_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    # Taken back by who opened it before any answer; or hidden by a moderator with its opening message.
    withdrawn_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-is_pinned", "-last_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="thread_has_a_title", condition=~models.Q(title="")),
            models.UniqueConstraint(fields=["channel", "slug"], name="a_thread_has_its_own_address"),
        ]
        indexes = [
            models.Index(fields=["channel", "-is_pinned", "-last_at"], name="threads_of_a_channel"),
            models.Index(fields=["status", "answers", "opened_at"], name="threads_that_wait"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def accepts_messages(self) -> bool:
        return self.status != self.Status.LOCKED

    @property
    def is_solved(self) -> bool:
        return self.status == self.Status.SOLVED

    @property
    def is_out_of_sight(self) -> bool:
        return self.hidden_at is not None or self.withdrawn_at is not None

    @property
    def waits_for_an_answer(self) -> bool:
        return self.status == self.Status.OPEN and self.answers == 0 and not self.is_pinned

    def get_absolute_url(self) -> str:
        return reverse("forum:thread_show", args=[self.channel.slug, self.slug])


# The same text on both databases. A mark that is already higher stays.
RAISE = """
INSERT INTO forum_threadread (thread_id, person_id, read_n, attention) VALUES (%s, %s, %s, '')
ON CONFLICT (thread_id, person_id) DO UPDATE SET read_n = excluded.read_n
WHERE forum_threadread.read_n < excluded.read_n
"""


class ReadMarks(models.QuerySet):
    """Marks that only rise."""

    def raise_to(self, marks: list[tuple[int, int, int]]) -> None:
        """Remember how far people have read, all in one go.

        Args:
            marks: thread, person, number of the last message read.
        """
        if marks:
            with connection.cursor() as cursor:
                cursor.executemany(RAISE, marks)


class ThreadRead(models.Model):
    """How far a person has read a discussion, and whether she wants to hear of it."""

    class Attention(models.TextChoices):
        NORMAL = "", _("come il canale")
        FOLLOW = "follow", _("la seguo")
        MUTE = "mute", _("silenziosa")

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="reads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_n = models.PositiveBigIntegerField(default=0)
    attention = models.CharField(max_length=8, choices=Attention, default=Attention.NORMAL, blank=True)

    objects = ReadMarks.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="a_person_reads_a_thread_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.thread_id}: {self.read_n}"
