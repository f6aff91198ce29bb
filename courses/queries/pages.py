"""The courses and their lessons, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from wagtail.models import Page

from portal.accounts.permissions import is_trainer

from ..models import CoursePage, Enrollment, LessonPage, ModulePage
from ..permissions import open_courses, taught_courses


@dataclass
class Module:
    """A module of a course with its lessons, in order."""

    page: ModulePage
    lessons: list[LessonPage] = field(default_factory=list)

    @property
    def online_minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


def outline_of(course: CoursePage) -> list[Module]:
    """Read the modules and lessons of a course that are published, without their texts, in one query."""
    pages = (
        Page.objects.descendant_of(course)
        .live()
        .select_related("modulepage", "lessonpage")
        .defer("modulepage__body", "lessonpage__body")
        .order_by("path")
    )
    modules: list[Module] = []
    for page in pages:
        if hasattr(page, "modulepage"):
            modules.append(Module(page.modulepage))
        elif hasattr(page, "lessonpage") and modules and page.path.startswith(modules[-1].page.path):
            modules[-1].lessons.append(page.lessonpage)
    return modules


def in_language(pages: Iterable[Page]) -> None:
    """Give each page `shown`, what is read: its live translation in the reader's language, else itself.

    One query, and none in Italian. The address, the progress and the keys stay those of the Italian page. An alias is
    no translation: Wagtail makes it, in Italian, where only a page further down was translated.
    """
    pages = list(pages)
    language = get_language()
    twins = {}
    if language != "it":
        found = Page.objects.live().filter(
            locale__language_code=language,
            alias_of=None,
            translation_key__in={page.translation_key for page in pages},
        )
        related = ("coursepage", "modulepage", "lessonpage")
        for twin in found.select_related(*related).defer("lessonpage__body", "modulepage__body"):
            own = next((getattr(twin, name) for name in related if hasattr(twin, name)), twin)
            twins[twin.translation_key] = own
    for page in pages:
        page.shown = twins.get(page.translation_key, page)
        page.shown_in = language if page.translation_key in twins else "it"


def shown_lesson(lesson: LessonPage) -> LessonPage:
    """The words of a lesson that are read: its live translation with text and questions, else the Italian ones."""
    language = get_language()
    twin = None
    if language != "it":
        twins = LessonPage.objects.live().filter(locale__language_code=language, alias_of=None)
        twin = twins.filter(translation_key=lesson.translation_key).first()
    shown = twin or lesson
    shown.shown_in = language if twin else "it"
    return shown


def catalogue(user) -> list[CoursePage]:
    """The courses that are offered, each with its hours and lessons, and with one's own place in it."""
    inside = {"path__startswith": OuterRef("path"), "live": True}
    minutes = ModulePage.objects.filter(**inside).order_by().values("live").annotate(n=Sum("required_minutes"))
    lessons = LessonPage.objects.filter(**inside).order_by().values("live").annotate(n=Count("pk"))
    courses = list(
        open_courses().annotate(
            minutes=Coalesce(Subquery(minutes.values("n"), output_field=IntegerField()), 0),
            lessons=Coalesce(Subquery(lessons.values("n"), output_field=IntegerField()), 0),
        )
    )
    in_language(courses)
    own = {}
    taught = set()
    if user.is_authenticated:
        own = {one.course_id: one for one in Enrollment.objects.filter(person=user, course__in=courses)}
        taught = set(taught_courses(user).values_list("pk", flat=True)) if is_trainer(user) else set()
    for course in courses:
        course.own = own.get(course.pk)
        course.is_taught = course.pk in taught
    return courses


def areas_of(course: CoursePage) -> list[tuple[str, str]]:
    """The macro-areas of a course: name in the ledger, and title."""
    modules = ModulePage.objects.child_of(course).live().order_by("path")
    return [(module.area, module.title) for module in modules.only("slug", "title")]
