"""What was recognised, as it stood on the day it was issued."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from portal.accounts.models import Qualification
from portal.clock import now, today

from .codes import grouped, new_code

USER = settings.AUTH_USER_MODEL


class Papers(FileSystemStorage):
    """Where the papers lie: beside the media, with no address of their own."""

    @property
    def base_location(self) -> Path:
        return settings.MEDIA_ROOT / "papers"

    def url(self, name: str) -> str:
        raise ValueError("a paper is served by a view that asks who reads")


def papers() -> Papers:
    return Papers(file_permissions_mode=0o600)


class Certificate(models.Model):
    """An attestato di partecipazione or a certification. Its facts are frozen at issue; only its end may be added."""

    class Kind(models.TextChoices):
        PARTICIPATION = "participation", _("attestato di partecipazione")
        COMPETENCE = "competence", _("certificazione")

    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="certificates")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=13, choices=Kind)
    code = models.CharField(max_length=28, unique=True, default=new_code)
    full_name = models.CharField(max_length=130)
    title = models.CharField(max_length=200)
    course_title = models.CharField(max_length=255)
    qualification = models.CharField(max_length=10, choices=Qualification.Kind)
    # One row an area: {"area": slug, "title": …, "minutes": confirmed minutes that count}.
    hours = models.JSONField(default=list)
    shadowing_minutes = models.PositiveIntegerField(default=0)
    issuer = models.CharField(max_length=120)
    issued_on = models.DateField(default=today)
    valid_until = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField(default=now)
    # Made from the facts with the installation's key: whoever writes into the database alone makes no certificate.
    seal = models.CharField(max_length=64)
    # The Open Badge as it was signed (compact JWS): never made again.
    badge = models.TextField(blank=True)
    paper = models.FileField(storage=papers, max_length=120, blank=True)
    welcomed_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course", "kind"],
                condition=models.Q(revoked_at=None),
                name="a_person_has_a_certificate_of_a_course_once",
            ),
            models.CheckConstraint(name="a_certificate_names_its_holder", condition=~models.Q(full_name="")),
            models.CheckConstraint(
                name="a_revoked_certificate_says_who_and_why",
                condition=models.Q(revoked_at=None, revoked_by=None)
                | (models.Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~models.Q(revoked_reason="")),
            ),
            models.CheckConstraint(
                name="nobody_revokes_her_own_certificate",
                condition=models.Q(revoked_by=None) | ~models.Q(revoked_by=models.F("person")),
            ),
            models.CheckConstraint(
                name="a_certificate_does_not_end_before_it_begins",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("issued_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.full_name}"

    def get_absolute_url(self) -> str:
        return reverse("certification:certificate_show", args=[self.shown_code])

    @property
    def shown_code(self) -> str:
        return grouped(self.code)

    @property
    def minutes(self) -> int:
        """Confirmed minutes of all areas, shadowing aside."""
        return sum(row["minutes"] for row in self.hours)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < today()

    @property
    def is_valid(self) -> bool:
        return not self.is_revoked and not self.is_expired

    @property
    def facts(self) -> dict:
        """What was frozen, for the seal: the holder's key too, so that a certificate cannot change hands."""
        return {
            "code": self.code,
            "person": self.person_id,
            "kind": self.kind,
            "full_name": self.full_name,
            "title": self.title,
            "course": self.course_id,
            "course_title": self.course_title,
            "qualification": self.qualification,
            "hours": self.hours,
            "shadowing_minutes": self.shadowing_minutes,
            "issuer": self.issuer,
            "issued_on": self.issued_on.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else "",
        }
