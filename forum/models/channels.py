"""Where people talk."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.vocabulary.models import Territory, Theme

# Words of our own addresses under /canali/, which no channel may take.
RESERVED = frozenset(
    {"nuovo", "apri", "simili", "letti", "messaggi", "moderazione", "segnalazioni", "pagina", "discussioni"}
)


class Channel(models.Model):
    """A place of conversation about one part of the work. Its counter numbers every change, in order."""

    class Kind(models.TextChoices):
        OPEN = "open", _("aperto: ognuno apre discussioni")
        ANNOUNCEMENTS = "announcements", _("annunci: apre chi cura il canale, rispondono tutti")
        TERRITORY = "territory", _("di un territorio")

    class Audience(models.TextChoices):
        OPERATORS = "operators", _("chi lavora nella rete")
        MEMBERS = "members", _("tutti, anche chi sta studiando")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("nome"), max_length=80)
    purpose = models.CharField(_("a che cosa serve"), max_length=240)
    about = models.TextField(_("come lo usiamo"), max_length=2000, blank=True)
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.OPEN)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.OPERATORS)
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=now)
    # Changes when history is rewritten: a screen with another epoch begins again.
    epoch = models.UUIDField(default=uuid.uuid4)
    last_seq = models.PositiveBigIntegerField(default=0)
    msg_count = models.PositiveBigIntegerField(default=0)
    followers = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="+")

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(name="channel_has_a_title", condition=~models.Q(title="")),
            models.CheckConstraint(
                name="a_channel_of_a_territory_says_which",
                condition=~models.Q(kind="territory") | models.Q(territory__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_members(self) -> bool:
        return self.audience == self.Audience.MEMBERS

    def get_absolute_url(self) -> str:
        return reverse("forum:channel_show", args=[self.slug])


class Membership(models.Model):
    """A person follows a channel. Reading needs none: it decides what is counted as new, and what she is told."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField(default=now)
    # The floor of what was read: what she found when she joined, raised by «segna tutto letto».
    read_n = models.PositiveBigIntegerField(default=0)
    muted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "person"], name="a_person_follows_a_channel_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.channel_id}"
