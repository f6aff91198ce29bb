"""Lessons: all their words but the questions. Found by who follows the course, or teaches it."""

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Left, Length

from courses.models import CoursePage, LessonPage
from courses.permissions import MODULE_AND_LESSON
from portal.vocabulary.queries import with_parents

from .shape import LONG_AGO, Entry, bare_html

# What a block says, by its type; the questions are rows of their own, and no block (security.md R10).
_SAYS = {"note": ("text",), "image": ("alt", "caption"), "video": ("title", "transcript")}


def entries(pks: list[int] | None = None) -> Iterator[Entry]:
    lessons = shown(LessonPage.objects.live().filter(locale__language_code="it")).defer(None)
    lessons = lessons.prefetch_related("themes__parent").order_by("pk")
    if pks is not None:
        lessons = lessons.filter(pk__in=pks)
    for lesson in lessons.iterator(chunk_size=100):
        if lesson.course_pk:
            yield entry(lesson)


def entry(lesson: LessonPage) -> Entry:
    themes = list(lesson.themes.all())
    words = [word for theme in themes for word in (theme.name, theme.name_en)]
    return Entry(
        key=f"lesson:{lesson.pk}",
        title=lesson.title,
        body=f"{lesson.summary}\n{_body(lesson)}",
        words=" · ".join([lesson.course_title, *words]),
        themes=tuple(with_parents(themes)),
        audience=(f"course:{lesson.course_pk}",),
        url=("courses:lesson_show", *lesson.slugs),
        changed_at=lesson.last_published_at or lesson.first_published_at or LONG_AGO,
        version=version(lesson),
    )


def shown(lessons: QuerySet[LessonPage]) -> QuerySet[LessonPage]:
    """Load what a hit needs, the course's name too, without the body."""
    course = CoursePage.objects.filter(path=OuterRef("course_path"))
    lessons = lessons.alias(course_path=Left("path", Length("path") - MODULE_AND_LESSON))
    return lessons.annotate(
        course_pk=Subquery(course.values("pk")), course_title=Subquery(course.values("title"))
    ).defer("body")


def face(lesson: LessonPage) -> tuple[str, str, str, str]:
    return lesson.title, lesson.summary, lesson.get_absolute_url(), "it"


def version(lesson: LessonPage) -> str:
    return f"{lesson.last_published_at}"


def _body(lesson: LessonPage) -> str:
    texts = []
    for block in lesson.body.raw_data:
        value = block.get("value")
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            texts += [str(value.get(name) or "") for name in _SAYS.get(block.get("type"), ())]
    return "\n".join(bare_html(text) for text in texts if text)
