"""Who may read, teach and confirm. A refusal to read looks like absence."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Left, Length
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.images import get_image_model

from forum.cases.permissions import tells_who_is_shadowed
from portal.accounts.models import Role
from portal.accounts.permissions import is_moderator, is_trainer, standing

from .models import (
    Attendance,
    CoursePage,
    Enrollment,
    LessonFile,
    LessonPage,
    Meeting,
    ModulePage,
    Shadowing,
    ShadowingEntry,
)

# Wagtail's tree: four letters of `path` a level, so that a lesson's course is two levels up.
MODULE_AND_LESSON = 8
ACTIVE = (Enrollment.State.ENROLLED, Enrollment.State.COMPLETED)


# ── courses and lessons ──────────────────────────────────────────────────────────────────────────────────────────────


def open_courses() -> QuerySet[CoursePage]:
    """The public catalogue: the Italian page is the course, its translations are words."""
    return CoursePage.objects.live().filter(locale__language_code="it").order_by("path")


def visible_courses(user) -> QuerySet[CoursePage]:
    """The catalogue; who is in a course, or teaches it, sees it also when it isn't offered any more, or not yet."""
    courses = CoursePage.objects.filter(locale__language_code="it").order_by("path")
    if not user.is_authenticated or not user.is_active:
        return courses.live()
    own = Exists(Enrollment.objects.filter(person=user.pk, course=OuterRef("pk"), state__in=ACTIVE))
    return courses.filter(Q(live=True) | Q(own) | Q(pk__in=taught_courses(user).values("pk")))


def course_for(user, slug: str) -> CoursePage:
    """The only door to a course's page."""
    return get_object_or_404(visible_courses(user), slug=slug)


def taught_courses(user) -> QuerySet[CoursePage]:
    """The set twin of `can_teach`."""
    places = {place for kind, place in standing(user).roles if kind == Role.Kind.TRAINER}
    courses = CoursePage.objects.filter(locale__language_code="it").order_by("path")
    return courses if "" in places else courses.filter(slug__in=places)


def can_teach(user, course: CoursePage) -> bool:
    return is_trainer(user, course.slug)


def taught_course_for(user, slug: str) -> CoursePage:
    """The only door to the rooms of a course's trainers: for everybody else they do not exist."""
    return get_object_or_404(taught_courses(user), slug=slug)


def watched_courses(user) -> QuerySet[CoursePage]:
    """The courses whose lessons `user` reads without following them: a trainer those she teaches, a moderator all."""
    return CoursePage.objects.filter(locale__language_code="it") if is_moderator(user) else taught_courses(user)


def visible_lessons(user) -> QuerySet[LessonPage]:
    """The lessons that `user` may read: those of the courses she is in or has finished, teaches or moderates."""
    lessons = LessonPage.objects.live().filter(locale__language_code="it")
    if not user.is_authenticated or not user.is_active:
        return lessons.none()
    followed = Q(Exists(Enrollment.objects.filter(person=user.pk, course=OuterRef("pk"), state__in=ACTIVE)))
    courses = CoursePage.objects.filter(followed | Q(pk__in=watched_courses(user).values("pk")))
    return lessons.alias(course_path=Left("path", Length("path") - MODULE_AND_LESSON)).filter(
        course_path__in=courses.values("path")
    )


def can_read_lesson(user, lesson: LessonPage) -> bool:
    return visible_lessons(user).filter(pk=lesson.pk).exists()


def lesson_for(user, course: str, module: str, lesson: str) -> LessonPage:
    """The only door to a lesson."""
    return get_object_or_404(visible_lessons(user), slug=lesson, url_path__endswith=f"/{course}/{module}/{lesson}/")


def enrollment_in(user, lesson: LessonPage) -> tuple[Enrollment | None, CoursePage]:
    """A reader's own place in the course of a lesson, with the course; none for its trainers."""
    path = lesson.path[:-MODULE_AND_LESSON]
    own = Enrollment.objects.select_related("course").filter(person=user, course__path=path).first()
    return own, own.course if own else CoursePage.objects.get(path=path)


def file_for(user, pk: int) -> LessonFile:
    """The only door to a lesson's file: who reads the lesson, or its Italian page, has it."""
    readable = visible_lessons(user).values("translation_key")
    return get_object_or_404(LessonFile.objects.filter(lesson__live=True, lesson__translation_key__in=readable), pk=pk)


def picture_for(user, course: str, pk: int):
    """The only door to a picture: those of a course stand in its collection, for who follows or teaches it."""
    own = Enrollment.objects.filter(person=user.pk, course__slug=course, state__in=ACTIVE)
    if not (user.is_active and (is_trainer(user, course) or is_moderator(user) or own.exists())):
        raise Http404
    return get_object_or_404(get_image_model(), pk=pk, collection__name=collection_of(course))


def collection_of(course: str) -> str:
    """Name the group of editors and the collection of pictures of a course."""
    return f"course:{course}"


# ── a person in a course ─────────────────────────────────────────────────────────────────────────────────────────────


def visible_enrollments(user) -> QuerySet[Enrollment]:
    """One's own, and those of the courses one teaches. A colleague's progress is nobody else's business."""
    if not user.is_authenticated or not user.is_active:
        return Enrollment.objects.none()
    return Enrollment.objects.filter(Q(person=user.pk) | Q(course__in=taught_courses(user)))


def can_see_progress(user, enrollment: Enrollment) -> bool:
    return bool(user.is_authenticated and user.is_active) and (
        enrollment.person_id == user.pk or can_teach(user, enrollment.course)
    )


def enrollment_for(user, pk: int) -> Enrollment:
    """The only door to a person's place in a course."""
    return get_object_or_404(visible_enrollments(user).select_related("person__territory", "course"), pk=pk)


def own_enrollment(user, course: CoursePage) -> Enrollment | None:
    """A person's own place in a course, in whatever state."""
    if not user.is_authenticated:
        return None
    return Enrollment.objects.select_related("shadowing__senior").filter(person=user, course=course).first()


def own_enrollment_for(user, course: str) -> Enrollment:
    """The only door to one's own ledger: of a course she is in, or was in."""
    own = Enrollment.objects.filter(person=user.pk, enrolled_at__isnull=False, course__slug=course)
    return get_object_or_404(own.select_related("person", "course"))


def can_apply(user, course: CoursePage, enrollment: Enrollment | None) -> bool:
    """Whoever has an account may apply, unless she waits, learns or has finished already."""
    free = enrollment is None or enrollment.state in (Enrollment.State.DECLINED, Enrollment.State.WITHDRAWN)
    return bool(user.is_authenticated and user.is_active) and free and course.live and course.accepts_applications


def can_answer_application(user, enrollment: Enrollment) -> bool:
    """Trainers answer for their course, never their own application."""
    return (
        can_teach(user, enrollment.course)
        and enrollment.person_id != user.pk
        and enrollment.state == Enrollment.State.REQUESTED
    )


def can_withdraw(user, enrollment: Enrollment) -> bool:
    """The person herself leaves; a trainer may take her off the list."""
    open_states = (Enrollment.State.REQUESTED, Enrollment.State.ENROLLED)
    return can_see_progress(user, enrollment) and enrollment.state in open_states


def can_learn(user, enrollment: Enrollment) -> bool:
    """Only the person herself does lessons, answers, declares."""
    return bool(user.is_active) and enrollment.person_id == user.pk and enrollment.is_active


def can_do_lesson(user, enrollment: Enrollment, lesson: LessonPage) -> bool:
    """A published lesson of the course she is in."""
    return can_learn(user, enrollment) and lesson.live and lesson.path.startswith(enrollment.course.path)


# ── hours ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def can_confirm_hours(user, enrollment: Enrollment) -> bool:
    """A trainer of the course, never for herself."""
    return can_teach(user, enrollment.course) and enrollment.person_id != user.pk and enrollment.is_active


def can_confirm_line(user, line: Attendance) -> bool:
    return line.is_waiting and can_confirm_hours(user, line.enrollment)


def can_withdraw_line(user, line: Attendance) -> bool:
    """Lessons are the portal's, meetings are corrected in their register."""
    by_hand = line.source in (Attendance.Source.DECLARED, Attendance.Source.RECORDED)
    return by_hand and line.withdrawn_at is None and can_confirm_hours(user, line.enrollment)


def visible_meetings(user) -> QuerySet[Meeting]:
    """The meetings of the courses that one is in, or teaches."""
    if not user.is_authenticated or not user.is_active:
        return Meeting.objects.none()
    followed = Exists(Enrollment.objects.filter(person=user.pk, course=OuterRef("course"), state__in=ACTIVE))
    return Meeting.objects.filter(Q(followed) | Q(course__in=taught_courses(user)))


def meeting_for(user, pk: int) -> Meeting:
    """The only door to a meeting."""
    return get_object_or_404(visible_meetings(user).select_related("course"), pk=pk)


def people_in_register(meeting: Meeting) -> list[Enrollment]:
    """Who stands in a register, each with `came_late` into the course, and `needs_it`: her mark is waited for.

    While it is open: whoever was in the course by then and had not finished it before. Once closed: whoever was marked.
    Waited for is who was in the course when it began and still lacks hours in its area.
    """
    inside = Q(presences__meeting=meeting)
    if meeting.closed_at is None:
        learns = Q(state=Enrollment.State.ENROLLED) | Q(
            state=Enrollment.State.COMPLETED, ended_at__gte=meeting.starts_at
        )
        inside |= learns & Q(enrolled_at__lte=meeting.ends_at)
    module = ModulePage.objects.child_of(meeting.course).filter(slug=meeting.area).first()
    counted = Q(attendances__area=meeting.area, attendances__withdrawn_at=None, attendances__confirmed_at__isnull=False)
    people = Enrollment.objects.filter(
        pk__in=Enrollment.objects.filter(inside, course=meeting.course_id).values("pk")
    ).annotate(minutes=Coalesce(Sum("attendances__minutes", filter=counted), 0))
    found = list(people.select_related("person", "course").order_by("person__last_name", "pk"))
    for one in found:
        one.came_late = not was_expected(one, meeting)
        one.needs_it = not one.came_late and (module is None or one.minutes < module.required_minutes)
    return found


def was_expected(enrollment: Enrollment, meeting: Meeting) -> bool:
    """Whoever was in the course when a meeting began. Who came in later may be marked, and nobody waits for her."""
    return enrollment.enrolled_at is not None and enrollment.enrolled_at <= meeting.starts_at


def can_hold_register(user, meeting: Meeting) -> bool:
    return meeting.cancelled_at is None and can_teach(user, meeting.course)


# ── shadowing ────────────────────────────────────────────────────────────────────────────────────────────────────────


@tells_who_is_shadowed
def shadowed_by(senior) -> set[int]:
    """Beside whom a senior works now: those she may ask to read a case with her (security.md S4)."""
    pairs = Shadowing.objects.filter(senior=senior.pk, signed_off_at=None, enrollment__state__in=ACTIVE)
    return set(pairs.values_list("enrollment__person", flat=True))


def can_agree_shadowing(user, enrollment: Enrollment) -> bool:
    """A trainer agrees who works beside whom, where the course asks for it."""
    return can_confirm_hours(user, enrollment) and enrollment.course.shadowing_minutes > 0


def can_log_shadowing(user, shadowing: Shadowing) -> bool:
    """Either of the two, until it is signed off."""
    beside = user.pk in (shadowing.senior_id, shadowing.enrollment.person_id)
    return bool(user.is_active) and beside and shadowing.signed_off_at is None


def can_confirm_entry(user, entry: ShadowingEntry) -> bool:
    """The senior confirms what the other wrote."""
    shadowing = entry.shadowing
    return can_log_shadowing(user, shadowing) and shadowing.senior_id == user.pk and entry.logged_by_id != user.pk


def can_remove_entry(user, entry: ShadowingEntry) -> bool:
    writer_or_senior = user.pk in (entry.logged_by_id, entry.shadowing.senior_id)
    return entry.confirmed_at is None and writer_or_senior and can_log_shadowing(user, entry.shadowing)


def can_sign_off(user, shadowing: Shadowing) -> bool:
    """The senior who worked beside her, as long as she trains for this course; never oneself."""
    return (
        shadowing.signed_off_at is None
        and shadowing.senior_id == user.pk
        and shadowing.enrollment.person_id != user.pk
        and can_teach(user, shadowing.enrollment.course)
    )
