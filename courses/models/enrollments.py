"""One person in one course."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .pages import CoursePage


class Enrollment(models.Model):
    """A person's place in a course, from «Candidati al corso» to the end. One row for each person and course."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("candidatura in attesa")
        DECLINED = "declined", _("candidatura non accolta")
        ENROLLED = "enrolled", _("nel corso")
        WITHDRAWN = "withdrawn", _("fuori dal corso")
        COMPLETED = "completed", _("corso finito")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrollments")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="enrollments")
    state = models.CharField(max_length=10, choices=State)
    wish = models.TextField(_("perché vuoi farlo"), max_length=600, blank=True)
    requested_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    enrolled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-enrolled_at", "-pk"]
        indexes = [models.Index(fields=["course", "state"], name="enrollments_of_a_course")]
        constraints = [
            models.UniqueConstraint(fields=["person", "course"], name="a_person_is_in_a_course_once"),
            models.CheckConstraint(
                name="who_is_in_a_course_was_enrolled",
                condition=~models.Q(state__in=["enrolled", "completed"]) | models.Q(enrolled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_declined_application_has_a_reason", condition=~models.Q(state="declined") | ~models.Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.course} ({self.state})"

    @property
    def is_active(self) -> bool:
        """Who is learning, or has finished and comes back to read."""
        return self.state in (self.State.ENROLLED, self.State.COMPLETED)
