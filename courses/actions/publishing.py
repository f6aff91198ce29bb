"""Bring a course from files into the tree, with those who may edit it."""

import json

from django.contrib.auth.models import Group, Permission
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from portal.accounts.permissions import trainers
from portal.clock import now
from portal.journal.actions import record
from portal.vocabulary.models import Theme

from ..events import COURSE_PUBLISHED, LESSON_PUBLISHED
from ..imports import CourseText, LessonText
from ..models import CoursePage, CoursesIndexPage, LessonPage, ModulePage, Question
from ..permissions import collection_of

PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
IMAGE_RIGHTS = ("add_image", "change_image", "choose_image")


def courses_index() -> CoursesIndexPage:
    """Give the place of the courses in the tree; make it if it isn't there."""
    home = Site.objects.get(is_default_site=True).root_page
    index = CoursesIndexPage.objects.filter(locale=home.locale).first()
    return index or home.add_child(instance=CoursesIndexPage(title="Corsi", slug="corsi", locale=home.locale))


@transaction.atomic
def bring_course(text: CourseText) -> CoursePage:
    """Publish a course as its files tell it. Bringing it again changes what changed in the files.

    Args:
        text: a course that `imports.read_course` read.

    Returns:
        The live course.
    """
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    meta = text.meta
    course = _page(courses_index(), CoursePage, meta["slug"])
    course.title, course.summary, course.body = meta["title"], meta["summary"], text.body
    course.audience_note = meta.get("audience_note") or ""
    course.qualification = meta["qualification"]
    course.shadowing_minutes = meta.get("shadowing_minutes") or 0
    course.split_is_example = bool(meta.get("split_is_example"))
    course.pass_percent = meta.get("pass_percent") or 70
    course.themes = [themes[slug] for slug in meta.get("themes") or []]
    course = _publish(course)
    for module_text in text.modules:
        module = _page(course, ModulePage, module_text.meta["slug"])
        module.title, module.summary = module_text.meta["title"], module_text.meta.get("summary") or ""
        module.body = module_text.body
        module.required_minutes = meta["minutes_by_area"][module_text.meta["slug"]]
        module = _publish(module)
        for lesson_text in module_text.lessons:
            lesson = _page(module, LessonPage, lesson_text.meta["slug"])
            _fill(lesson, lesson_text, themes, course)
            lesson = _publish(lesson)
            if lesson_text.meta["slug"] in text.english:
                translate_lesson(lesson, text.english[lesson_text.meta["slug"]])
    found_course(course)
    return course


def _page(parent: Page, kind: type[Page], slug: str) -> Page:
    """Give the child with this slug, or a new one that is not in the tree yet."""
    page = kind.objects.child_of(parent).filter(slug=slug).first()
    if page is None:
        page = kind(slug=slug, locale=parent.locale)
        page.wanted_parent = parent
    return page


def _publish(page: Page) -> Page:
    """Put a new page in the tree, live at once; of one that is there already publish a new revision."""
    parent = getattr(page, "wanted_parent", None)
    if parent is None:
        page.save_revision(log_action=False).publish(log_action=False)
        return page
    # One write instead of Wagtail's three: the page's history begins with its first change in the admin.
    page.first_published_at = page.last_published_at = now()
    page = parent.add_child(instance=page)
    if isinstance(page, CoursePage | LessonPage):
        record(COURSE_PUBLISHED if isinstance(page, CoursePage) else LESSON_PUBLISHED, page)
    return page


def _fill(lesson: LessonPage, text: LessonText, themes: dict[str, Theme], course: CoursePage) -> None:
    meta = text.meta
    lesson.title, lesson.summary = meta["title"], meta.get("summary") or ""
    lesson.minutes, lesson.completion = meta["minutes"], meta.get("completion") or LessonPage.Completion.READ
    lesson.body = json.dumps([_stored(block, text, course) for block in text.blocks])
    lesson.themes = [themes[slug] for slug in meta.get("themes") or []]
    lesson.facts = ", ".join(meta.get("facts") or [])[:250]
    _ask(lesson, text)


def _ask(lesson: LessonPage, text: LessonText) -> None:
    """Questions keep their keys, in order, so that earlier answers still point to them."""
    kept = list(lesson.questions.all()) if lesson.pk else []
    kept += [Question() for _ in text.questions[len(kept) :]]
    for order, (question, fields) in enumerate(zip(kept, text.questions, strict=False)):
        question.sort_order = order
        for name, value in fields.items():
            setattr(question, name, value)
    lesson.questions = kept[: len(text.questions)]


def _stored(block: dict, text: LessonText, course: CoursePage) -> dict:
    if block["type"] != "image":
        return block
    path = text.folder / block["value"]["file"]
    collection = found_course(course)
    image = get_image_model().objects.filter(collection=collection, title=path.name).first()
    if image is None:
        with path.open("rb") as file:
            image = get_image_model()(title=path.name, collection=collection, file=ImageFile(file, name=path.name))
            image.save()
    return {"type": "image", "value": {**block["value"], "image": image.pk}}


@transaction.atomic
def translate_lesson(lesson: LessonPage, text: LessonText) -> LessonPage:
    """Publish the English words of a lesson; what is done and counted stays with the Italian page."""
    english = Locale.objects.get(language_code="en")
    twin = lesson.get_translation_or_none(english)
    if twin is None:
        twin = lesson.copy_for_translation(english, copy_parents=True)
    twin.title, twin.summary = text.meta["title"], text.meta.get("summary") or ""
    twin.body = json.dumps(text.blocks)
    _ask(twin, text)
    return _publish(twin)


def found_course(course: CoursePage) -> Collection:
    """Give a course its editors, born with it: a group that edits this subtree alone, and a collection of pictures."""
    group, is_new = Group.objects.get_or_create(name=collection_of(course.slug))
    collection = Collection.objects.filter(name=collection_of(course.slug)).first()
    if collection is None:
        collection = Collection.get_first_root_node().add_child(name=collection_of(course.slug))
    if is_new:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        for right in PAGE_RIGHTS:
            GroupPagePermission.objects.create(group=group, page=course, permission=_right("wagtailcore", right))
        for right in IMAGE_RIGHTS:
            GroupCollectionPermission.objects.create(
                group=group, collection=collection, permission=_right("wagtailimages", right)
            )
        mirror_trainers(course.slug)
    return collection


def mirror_trainers(course: str = "") -> None:
    """Let the groups of the admin follow the appointments: one course's, or all."""
    groups = (
        Group.objects.filter(name=collection_of(course)) if course else Group.objects.filter(name__startswith="course:")
    )
    for group in groups:
        group.user_set.set(trainers(group.name.removeprefix("course:")))


def _right(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
