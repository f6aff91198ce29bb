"""Working beside a senior trainer, agreed and signed off."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.clock import now

from .enrollments import Enrollment

USER = settings.AUTH_USER_MODEL


class Shadowing(models.Model):
    """The agreement between a new activator and the senior who works beside her."""

    enrollment = models.OneToOneField(Enrollment, on_delete=models.PROTECT, related_name="shadowing")
    senior = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="shadowings", verbose_name=_("chi affianca")
    )
    agreed_minutes = models.PositiveIntegerField(_("minuti concordati"))
    agreed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(default=now)
    signed_off_at = models.DateTimeField(null=True)
    note = models.TextField(_("che cosa sa fare adesso"), max_length=1200, blank=True)

    class Meta:
        ordering = ["agreed_at"]
        constraints = [
            models.CheckConstraint(name="a_shadowing_lasts", condition=models.Q(agreed_minutes__range=(60, 30_000))),
            models.CheckConstraint(
                name="a_signed_off_shadowing_says_why", condition=models.Q(signed_off_at=None) | ~models.Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment} · {self.senior}"


class ShadowingEntry(models.Model):
    """Time spent side by side. It names the work, never the person who was met (privacy.md)."""

    class Kind(models.TextChoices):
        # The seed's words: taking charge, insertion, monitoring, a personalised project (domain.md, system 5).
        TAKING_CHARGE = "taking_charge", _("Presa in carico")
        INSERTION = "insertion", _("Inserimento")
        MONITORING = "monitoring", _("Monitoraggio")
        PROJECT = "project", _("Progetto personalizzato")

    shadowing = models.ForeignKey(Shadowing, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("che cosa avete fatto"), max_length=14, choices=Kind)
    minutes = models.PositiveSmallIntegerField(_("minuti"))
    happened_on = models.DateField(_("quando"))
    logged_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(default=now)
    # What the senior writes is confirmed at once; what the other writes waits for the senior.
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["happened_on", "pk"]
        verbose_name_plural = "shadowing entries"
        constraints = [
            models.CheckConstraint(name="a_shadowing_entry_lasts", condition=models.Q(minutes__range=(15, 720)))
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.minutes}"
