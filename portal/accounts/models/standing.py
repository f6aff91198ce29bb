"""What a person may do (roles) and what she is recognised as (qualifications)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.clock import now, today


class Role(models.Model):
    """An appointment: who may do what, where, by whom, from when to when. It is never deleted, only withdrawn."""

    class Kind(models.TextChoices):
        TRAINER = "trainer", _("formatore")
        MODERATOR = "moderator", _("moderatore")
        COORDINATOR = "coordinator", _("coordinatore")
        STAFF = "staff", _("redazione e amministrazione")
        COMMITTEE = "committee", _("comitato ristretto")
        STEERING = "steering", _("cabina di regia")
        FUNDER = "funder", _("finanziatore")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=12, choices=Kind)
    # A course's slug for a trainer, a territory's slug for a coordinator; empty means the whole network.
    place = models.CharField(max_length=60, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=now)
    until = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "granted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "place"],
                condition=models.Q(withdrawn_at=None),
                name="a_person_holds_a_role_once",
            ),
            models.CheckConstraint(
                name="nobody_appoints_herself",
                condition=models.Q(granted_by=None) | ~models.Q(granted_by=models.F("person")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.place}".strip()

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_at is None and (self.until is None or self.until >= today())


class Qualification(models.Model):
    """What a person is recognised as: TED or attivatore di snodo, by our certificate or by one got elsewhere."""

    class Kind(models.TextChoices):
        TED = "TED", _("TED, tutor per l’energia domestica")
        ACTIVATOR = "ACTIVATOR", _("attivatore di snodo")

    class State(models.TextChoices):
        IN_SHADOWING = "in_shadowing", _("in affiancamento")
        CERTIFIED = "certified", _("certificato")

    class Source(models.TextChoices):
        OURS = "ours", _("della rete")
        ELSEWHERE = "elsewhere", _("di un altro ente")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="qualifications")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=12, choices=State)
    source = models.CharField(max_length=10, choices=Source, default=Source.OURS)
    title = models.CharField(max_length=160, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(withdrawn_at=None),
                name="a_person_has_a_qualification_once",
            ),
            models.CheckConstraint(
                name="what_comes_from_elsewhere_was_seen_by_someone",
                condition=~models.Q(source="elsewhere") | models.Q(seen_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_at is None and (self.valid_until is None or self.valid_until >= today())
