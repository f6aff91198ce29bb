"""The meetings of a course, their register, and the ledger of hours."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.clock import now

from .enrollments import Enrollment
from .pages import CoursePage, LessonPage

USER = settings.AUTH_USER_MODEL


class Meeting(models.Model):
    """A meeting of a course, in a room or on a video link, whose presences a trainer confirms."""

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="meetings")
    area = models.SlugField(_("area"), max_length=255)
    title = models.CharField(_("di che cosa si parla"), max_length=140)
    starts_at = models.DateTimeField(_("quando comincia"))
    minutes = models.PositiveSmallIntegerField(
        _("quanto dura, in minuti"), validators=[MinValueValidator(15), MaxValueValidator(600)]
    )
    place = models.CharField(_("dove"), max_length=160, blank=True)
    video_url = models.URLField(_("collegamento video"), max_length=300, blank=True)
    planned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=now)
    # Six digits that whoever is in the room types; they end soon, and prove nothing: the trainer confirms.
    code = models.CharField(max_length=6, blank=True)
    code_until = models.DateTimeField(null=True)
    done = models.TextField(_("che cosa avete fatto"), max_length=1000, blank=True)
    closed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="meeting_has_a_title", condition=~models.Q(title="")),
            models.CheckConstraint(name="meeting_lasts_up_to_ten_hours", condition=models.Q(minutes__range=(15, 600))),
            models.CheckConstraint(
                name="a_register_is_closed_by_someone",
                condition=models.Q(closed_at=None, closed_by=None)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_cancelled_meeting_has_no_register",
                condition=models.Q(cancelled_at=None) | models.Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= now()


class Presence(models.Model):
    """A person's line in a meeting's register."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("Presente")
        LATE = "late", _("In ritardo")
        ABSENT = "absent", _("Assente")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="presences")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="presences")
    mark = models.CharField(max_length=7, choices=Mark, blank=True)
    lost_minutes = models.PositiveSmallIntegerField(default=0)
    checked_in_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "enrollment"], name="a_person_is_in_a_register_once"),
            models.CheckConstraint(
                name="only_who_is_late_loses_minutes", condition=models.Q(mark="late") | models.Q(lost_minutes=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.enrollment_id} {self.mark}"


class Attendance(models.Model):
    """A line of the ledger of hours. Lines are never changed: they are withdrawn, with a reason, and written again.

    The line of a lesson is also the fact that the lesson is done: what is earned outlives any change of the lesson.
    """

    class Source(models.TextChoices):
        LESSON = "lesson", _("lezione")
        PRESENCE = "presence", _("incontro")
        RECORDED = "recorded", _("segnata da chi forma")
        DECLARED = "declared", _("dichiarata")

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="attendances")
    area = models.SlugField(max_length=255)
    minutes = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=8, choices=Source)
    lesson = models.ForeignKey(LessonPage, null=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="attendances")
    what = models.CharField(max_length=200)
    happened_on = models.DateField()
    written_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=now)
    # A lesson's line is confirmed by nobody in particular: «il portale».
    confirmed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["happened_on", "pk"]
        indexes = [models.Index(fields=["enrollment", "area"], name="ledger_by_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "lesson"],
                condition=models.Q(lesson__isnull=False, withdrawn_at=None),
                name="a_lesson_counts_once",
            ),
            models.UniqueConstraint(
                fields=["enrollment", "meeting"],
                condition=models.Q(meeting__isnull=False, withdrawn_at=None),
                name="a_meeting_counts_once",
            ),
            models.CheckConstraint(
                name="a_ledger_line_is_worth_some_minutes", condition=models.Q(minutes__range=(1, 1440))
            ),
            models.CheckConstraint(
                name="a_lesson_line_names_its_lesson",
                condition=models.Q(source="lesson", lesson__isnull=False)
                | (~models.Q(source="lesson") & models.Q(lesson=None)),
            ),
            models.CheckConstraint(
                name="a_presence_line_names_its_meeting",
                condition=models.Q(source="presence", meeting__isnull=False)
                | (~models.Q(source="presence") & models.Q(meeting=None)),
            ),
            models.CheckConstraint(
                name="what_is_not_a_lesson_is_confirmed_by_someone",
                condition=models.Q(source="lesson", confirmed_at__isnull=False, confirmed_by=None)
                | (~models.Q(source="lesson") & models.Q(confirmed_at=None, confirmed_by=None))
                | (~models.Q(source="lesson") & models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="nobody_confirms_what_she_declared",
                condition=~models.Q(source="declared")
                | models.Q(confirmed_by=None)
                | ~models.Q(confirmed_by=models.F("written_by")),
            ),
            models.CheckConstraint(
                name="a_withdrawn_line_says_why",
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.minutes}"

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None
