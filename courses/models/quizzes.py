"""The questions of a lesson, and each try at them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from portal.clock import now

from .enrollments import Enrollment
from .pages import LessonPage


class Question(Orderable):
    """A question with three or four answers, one of them right. The key never leaves the server."""

    class Right(models.IntegerChoices):
        FIRST = 1, _("la prima")
        SECOND = 2, _("la seconda")
        THIRD = 3, _("la terza")
        FOURTH = 4, _("la quarta")

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("domanda"), max_length=600)
    first = models.CharField(_("prima risposta"), max_length=300)
    second = models.CharField(_("seconda risposta"), max_length=300)
    third = models.CharField(_("terza risposta"), max_length=300)
    fourth = models.CharField(_("quarta risposta"), max_length=300, blank=True)
    right = models.PositiveSmallIntegerField(_("quella giusta è"), choices=Right)
    explanation = models.TextField(
        _("perché"), max_length=600, help_text=_("Si legge dopo avere risposto, giusto o sbagliato.")
    )

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("first"), FieldPanel("second")]),
        FieldRowPanel([FieldPanel("third"), FieldPanel("fourth")]),
        FieldPanel("right"),
        FieldPanel("explanation"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                name="the_right_answer_is_written",
                condition=models.Q(right__range=(1, 3)) | (models.Q(right=4) & ~models.Q(fourth="")),
                violation_error_message=_("La risposta giusta è la quarta, ma la quarta è vuota."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def options(self) -> list[tuple[int, str]]:
        """Number and words of each answer."""
        words = (self.first, self.second, self.third, self.fourth)
        return [(number, text) for number, text in enumerate(words, start=1) if text]


class Attempt(models.Model):
    """One try at the questions of a lesson, graded on the server."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="attempts")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="attempts")
    n = models.PositiveSmallIntegerField()
    # Key of the question → number of the answer. Emptied six months later by `chores`; the score stays.
    answers = models.JSONField(default=dict)
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["enrollment", "lesson", "n"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "lesson", "n"], name="tries_at_a_quiz_are_numbered"),
            models.CheckConstraint(
                name="no_more_right_answers_than_questions",
                condition=models.Q(right__lte=models.F("asked"), asked__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id}, {self.n}: {self.right}/{self.asked}"
