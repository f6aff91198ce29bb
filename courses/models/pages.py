"""What trainers compose: course → module (its macro-area) → lesson.

The address of each is the Italian page's: `reverse`, never Wagtail's serve (decisions.md 12).
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PagePermissionTester

from portal.vocabulary.models import Theme

from ..blocks import FEATURES, LessonBlocks

# The first words of other addresses of this room (`urls.py`).
TAKEN = {"persone", "affiancamenti", "ore", "incontri", "materiali"}
# Plain: Wagtail's own title panel writes into a slug that is not on the form.
TITLE = FieldPanel("title")
PERCENT = [MinValueValidator(1), MaxValueValidator(100)]


# Root, home, the courses: from here on a page belongs to one course.
COURSE_DEPTH = 4


class CoursePermissionTester(PagePermissionTester):
    """Only the group of a course writes it: a right on the whole site stops at its door.

    An edit page shows which answers are right, and publishing changes what a certificate asks (security.md S4).
    """

    def __init__(self, user, page):
        super().__init__(user, page)
        held = self.permission_policy.get_cached_permissions_for_user(user) if user.is_active else []
        self.permissions = {
            right.permission.codename.rsplit("_", maxsplit=1)[0]
            for right in held
            if page.path.startswith(right.page.path) and right.page.depth >= COURSE_DEPTH
        }


class AddressedPage(Page):
    """A page whose address is one of our views: «Vedi la pagina» in the admin leads there."""

    # The slug is the page's identity in the ledger and in addresses: it is made from the first title and stays.
    promote_panels = []
    private_page_options = []

    class Meta:
        abstract = True

    @property
    def slugs(self) -> list[str]:
        """The slugs from the course down to this page, without asking for its parents."""
        return self.url_path.strip("/").split("/")[2:]

    def get_url_parts(self, request=None):
        parts = super().get_url_parts(request)
        # Wagtail's own serve has no address here (decisions.md 12).
        return parts and (parts[0], settings.PUBLIC_URL, self.get_absolute_url())

    def permissions_for_user(self, user):
        return CoursePermissionTester(user, self)


class CoursesIndexPage(AddressedPage):
    """The place of the courses in the tree."""

    content_panels = [TITLE]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1
    preview_modes = []

    def get_absolute_url(self) -> str:
        return reverse("courses:courses")


class CoursePage(AddressedPage):
    """A course, with what it asks of those who follow it: requirements are data."""

    class Qualification(models.TextChoices):
        TED = "TED", _("TED, tutor per l’energia domestica")
        ACTIVATOR = "ACTIVATOR", _("attivatore di snodo")

    qualification = models.CharField(_("che cosa si diventa"), max_length=10, choices=Qualification)
    summary = models.CharField(_("in una frase"), max_length=250)
    audience_note = models.CharField(_("per chi è"), max_length=400, blank=True)
    body = RichTextField(_("che cosa si impara e come funziona"), features=FEATURES, blank=True)
    accepts_applications = models.BooleanField(_("ci si può candidare"), default=True)
    shadowing_minutes = models.PositiveIntegerField(_("minuti di affiancamento"), default=0)
    shadowing_inside = models.BooleanField(
        _("l’affiancamento è dentro le ore del corso"),
        default=False,
        help_text=_("Di solito si aggiunge alle ore: lascia vuoto."),
    )
    hours_percent = models.PositiveSmallIntegerField(
        _("parte delle ore che serve per la certificazione (%)"), default=100, validators=PERCENT
    )
    participation_percent = models.PositiveSmallIntegerField(
        _("parte delle ore che serve per l’attestato di partecipazione (%)"), default=80, validators=PERCENT
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("risposte giuste che servono nelle lezioni con domande (%)"), default=70, validators=PERCENT
    )
    split_is_example = models.BooleanField(_("la divisione delle ore fra le aree è un esempio"), default=False)
    themes = ParentalManyToManyField(Theme, verbose_name=_("temi"), blank=True, related_name="+")

    content_panels = [
        TITLE,
        FieldPanel("summary"),
        FieldPanel("audience_note"),
        FieldPanel("body"),
        FieldPanel("themes"),
        MultiFieldPanel(
            [
                FieldPanel("qualification"),
                FieldPanel("accepts_applications"),
                FieldRowPanel([FieldPanel("hours_percent"), FieldPanel("participation_percent")]),
                FieldPanel("pass_percent"),
                FieldRowPanel([FieldPanel("shadowing_minutes"), FieldPanel("shadowing_inside")]),
                FieldPanel("split_is_example"),
            ],
            heading=_("Che cosa serve per finirlo"),
        ),
    ]
    parent_page_types = ["courses.CoursesIndexPage"]
    subpage_types = ["courses.ModulePage"]
    context_object_name = "course"
    template = "courses/course_page.html"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="course_percents_are_percents",
                condition=models.Q(
                    hours_percent__range=(1, 100), participation_percent__range=(1, 100), pass_percent__range=(1, 100)
                ),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("courses:course_show", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.slug in TAKEN:
            raise ValidationError({"title": _("Questo nome serve già a una pagina di Snodo. Aggiungi una parola.")})


class ModulePage(AddressedPage):
    """A module: one macro-area of the course, with the minutes it takes."""

    summary = models.CharField(_("in una frase"), max_length=250, blank=True)
    body = RichTextField(_("di che cosa si occupa"), features=FEATURES, blank=True)
    required_minutes = models.PositiveIntegerField(
        _("minuti confermati che servono"), default=0, help_text=_("Lezioni e incontri insieme. 600 sono 10 ore.")
    )

    content_panels = [
        TITLE,
        FieldPanel("summary"),
        FieldPanel("required_minutes"),
        FieldPanel("body"),
    ]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    preview_modes = []  # it is a part of its course's page

    @property
    def area(self) -> str:
        """The name of the macro-area in the ledger of hours."""
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("courses:course_show", args=self.slugs[:1]) + f"#{self.slug}"


class LessonForm(WagtailAdminPageForm):
    """A lesson that is done by answering has something to answer."""

    def clean(self):
        cleaned = super().clean()
        questions = self.formsets.get("questions")
        if questions is not None and cleaned.get("completion") == LessonPage.Completion.QUIZ:
            if not any(form.has_changed() or form.instance.pk for form in questions if not _is_removed(form)):
                self.add_error("completion", _("Aggiungi almeno una domanda, oppure scegli «quando si segna letta»."))
        return cleaned


def _is_removed(form) -> bool:
    return bool(form.data.get(form.add_prefix("DELETE")))


class LessonPage(AddressedPage):
    """One sitting of a course. It is done when its completion rule is met, and is worth its declared minutes."""

    class Completion(models.TextChoices):
        READ = "read", _("quando si segna letta")
        QUIZ = "quiz", _("quando si superano le domande")

    summary = models.CharField(_("in una frase"), max_length=250, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minuti dichiarati"), validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    completion = models.CharField(_("è finita"), max_length=4, choices=Completion, default=Completion.READ)
    pass_percent = models.PositiveSmallIntegerField(
        _("risposte giuste che servono (%)"),
        null=True,
        blank=True,
        validators=PERCENT,
        help_text=_("Vuoto: quelle del corso."),
    )
    body = StreamField(LessonBlocks(), verbose_name=_("lezione"), blank=True)
    themes = ParentalManyToManyField(Theme, verbose_name=_("temi"), blank=True, related_name="+")
    facts = models.CharField(
        _("fatti citati"), max_length=250, blank=True, help_text=_("Le sigle delle fonti, separate da una virgola.")
    )

    content_panels = [
        TITLE,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("completion"), FieldPanel("pass_percent")]),
        FieldPanel("body"),
        InlinePanel("questions", heading=_("Domande"), label=_("domanda"), max_num=20),
        InlinePanel("files", heading=_("Materiali"), label=_("materiale"), max_num=10),
        FieldPanel("themes"),
        FieldPanel("facts"),
    ]
    base_form_class = LessonForm
    parent_page_types = ["courses.ModulePage"]
    subpage_types = []
    context_object_name = "lesson"
    template = "courses/lesson_page.html"

    class Meta:
        constraints = [
            models.CheckConstraint(name="lesson_is_worth_some_minutes", condition=models.Q(minutes__range=(1, 600))),
            models.CheckConstraint(
                name="lesson_pass_percent_is_a_percent",
                condition=models.Q(pass_percent=None) | models.Q(pass_percent__range=(1, 100)),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("courses:lesson_show", args=self.slugs)

    @property
    def has_quiz_block(self) -> bool:
        """Its questions have a place in the text; otherwise they stand at the end."""
        return any(block["type"] == "quiz" for block in self.body.raw_data)

    @property
    def has_files_block(self) -> bool:
        return any(block["type"] == "files" for block in self.body.raw_data)
