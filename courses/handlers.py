"""What follows in the courses: people are told, enrolled, and given the admin of their course."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.signals import page_published, page_unpublished

from portal.accounts.events import INVITATION_ACCEPTED, JOIN_APPROVED, PROFILE_CHANGED, ROLE_GRANTED, ROLE_WITHDRAWN
from portal.accounts.permissions import is_trainer, trainers
from portal.accounts.places import offers_courses
from portal.journal.actions import on, record
from portal.notifications.actions import notify
from portal.ui.templatetags.ui import hours, when

from . import actions
from .events import (
    APPLICATION_DECLINED,
    APPLIED,
    COURSE_PUBLISHED,
    COURSE_UNPUBLISHED,
    ENROLLED,
    HOURS_CONFIRMED,
    HOURS_DECLARED,
    HOURS_DECLINED,
    LESSON_PUBLISHED,
    LESSON_UNPUBLISHED,
    MEETING_CANCELLED,
    MEETING_PLANNED,
    SHADOWING_AGREED,
    SHADOWING_SIGNED_OFF,
)
from .models import Attendance, CoursePage, Enrollment, LessonPage, Shadowing
from .permissions import ACTIVE, open_courses

# ── pages: Wagtail's signals become our events, here and nowhere else ────────────────────────────────────────────────


def _italian(page):
    """The course or lesson is the Italian page, also when its translation changed."""
    if page.locale.language_code == "it":
        return page
    return type(page).objects.filter(locale__language_code="it", translation_key=page.translation_key).first()


@receiver(page_published, sender=CoursePage)
@receiver(page_published, sender=LessonPage)
def say_it_is_published(sender, instance, **kwargs) -> None:
    page = _italian(instance)
    if page is not None and page.live:
        record(COURSE_PUBLISHED if sender is CoursePage else LESSON_PUBLISHED, page)
    if sender is CoursePage and page == instance:
        actions.found_course(instance)


@receiver(page_unpublished, sender=CoursePage)
@receiver(page_unpublished, sender=LessonPage)
def say_it_is_unpublished(sender, instance, **kwargs) -> None:
    page = _italian(instance)
    if page is None:
        return
    if page != instance:
        # Its translation went: the lesson is still there, in Italian.
        record(COURSE_PUBLISHED if sender is CoursePage else LESSON_PUBLISHED, page)
    else:
        record(COURSE_UNPUBLISHED if sender is CoursePage else LESSON_UNPUBLISHED, page)


# ── who comes in, who edits ──────────────────────────────────────────────────────────────────────────────────────────


@offers_courses
def courses_to_offer() -> list[tuple[str, str]]:
    return list(open_courses().values_list("slug", "title"))


@on(JOIN_APPROVED)
def enroll_who_was_approved(event) -> None:
    _enroll(event.subject.person, event)


@on(INVITATION_ACCEPTED)
def enroll_who_was_invited(event) -> None:
    _enroll(event.subject, event)


def _enroll(person, event) -> None:
    course = open_courses().filter(slug=event.labels.get("course") or "-").first()
    if course:
        actions.enroll(person, course, by=event.actor)


@on(ROLE_GRANTED, ROLE_WITHDRAWN)
def mirror_appointments(event) -> None:
    if event.labels.get("kind") == "trainer":
        actions.mirror_trainers(event.labels.get("place", ""))


@on(PROFILE_CHANGED)
def mirror_a_trainer_who_is_back(event) -> None:
    """While an account is stopped it counts as no trainer's: when it goes on, it finds its course again."""
    if is_trainer(event.subject):
        actions.mirror_trainers()


# ── who is told ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _tell(event, reader, words, page: str, *args) -> None:
    """Tell one person, in her language and with an address in it. `words` makes the sentence."""
    if reader is None or reader == event.actor or not reader.is_active:
        return
    with translation.override(reader.language):
        notify(reader, event.kind, words(), reverse(f"courses:{page}", args=args), event)


@on(APPLIED)
def tell_the_trainers_of_an_application(event) -> None:
    enrollment = event.subject
    if enrollment.state != Enrollment.State.REQUESTED:
        return
    for trainer in trainers(enrollment.course.slug).exclude(pk=enrollment.person_id):
        _tell(
            event,
            trainer,
            lambda: (
                _("%(name)s si candida al corso «%(course)s».")
                % {"name": enrollment.person.short_name, "course": enrollment.course.title}
            ),
            "people",
            enrollment.course.slug,
        )


@on(ENROLLED)
def tell_who_was_enrolled(event) -> None:
    enrollment = event.subject
    _tell(
        event,
        enrollment.person,
        lambda: _("Sei nel corso «%(course)s». Puoi cominciare.") % {"course": enrollment.course.title},
        "course_show",
        enrollment.course.slug,
    )


@on(APPLICATION_DECLINED)
def tell_who_was_declined(event) -> None:
    enrollment = event.subject
    _tell(
        event,
        enrollment.person,
        lambda: (
            _("Per il corso «%(course)s» la risposta è no. Sulla pagina trovi il motivo.")
            % {"course": enrollment.course.title}
        ),
        "course_show",
        enrollment.course.slug,
    )


@on(HOURS_CONFIRMED)
def tell_whose_hours_were_confirmed(event) -> None:
    line = Attendance.objects.filter(pk=event.labels.get("line"), withdrawn_at=None).first()
    if line is None:
        return
    enrollment = event.subject
    _tell(
        event,
        enrollment.person,
        lambda: (
            _("Tempo confermato nel corso «%(course)s»: %(time)s.")
            % {"time": hours(line.minutes), "course": enrollment.course.title}
        ),
        "hours",
        enrollment.course.slug,
    )


@on(HOURS_DECLINED)
def tell_whose_hours_were_withdrawn(event) -> None:
    enrollment = event.subject
    line = Attendance.objects.filter(pk=event.labels.get("line")).first()
    if line is None:
        return
    _tell(
        event,
        enrollment.person,
        lambda: _("Tempo che non conta: %(time)s. Nel libretto c’è il motivo.") % {"time": hours(line.minutes)},
        "hours",
        enrollment.course.slug,
    )


@on(HOURS_DECLARED)
def tell_the_trainers_of_declared_hours(event) -> None:
    enrollment = event.subject
    for trainer in trainers(enrollment.course.slug).exclude(pk=enrollment.person_id):
        _tell(
            event,
            trainer,
            lambda: _("%(name)s ha dichiarato delle ore: confermale tu.") % {"name": enrollment.person.short_name},
            "person_show",
            enrollment.pk,
        )


@on(MEETING_PLANNED)
def tell_of_a_meeting(event) -> None:
    meeting = event.subject
    if meeting.cancelled_at or meeting.closed_at:
        return
    for enrollment in _followers(meeting):
        _tell(
            event,
            enrollment.person,
            lambda: (
                _("Nuovo incontro del corso: «%(title)s», %(when)s.")
                % {"title": meeting.title, "when": when(meeting.starts_at)}
            ),
            "meeting_show",
            meeting.pk,
        )


@on(MEETING_CANCELLED)
def tell_of_a_cancelled_meeting(event) -> None:
    meeting = event.subject
    for enrollment in _followers(meeting):
        _tell(
            event,
            enrollment.person,
            lambda: (
                _("L’incontro «%(title)s», %(when)s, non si fa più.")
                % {"title": meeting.title, "when": when(meeting.starts_at)}
            ),
            "meeting_show",
            meeting.pk,
        )


def _followers(meeting):
    people = Enrollment.objects.filter(course=meeting.course_id, state__in=ACTIVE[:1])
    return people.select_related("person")


@on(SHADOWING_AGREED)
def tell_the_two_of_a_shadowing(event) -> None:
    enrollment = event.subject
    shadowing = Shadowing.objects.select_related("senior").filter(enrollment=enrollment).first()
    if shadowing is None:
        return
    _tell(
        event,
        enrollment.person,
        lambda: _("Ti affianca %(name)s. Qui segnate il tempo insieme.") % {"name": shadowing.senior.short_name},
        "shadowing_show",
        enrollment.pk,
    )
    _tell(
        event,
        shadowing.senior,
        lambda: _("Affianchi %(name)s. Qui segnate il tempo insieme.") % {"name": enrollment.person.short_name},
        "shadowing_show",
        enrollment.pk,
    )


@on(SHADOWING_SIGNED_OFF)
def tell_who_was_signed_off(event) -> None:
    enrollment = event.subject
    _tell(
        event,
        enrollment.person,
        lambda: _("Il tuo affiancamento è firmato."),
        "shadowing_show",
        enrollment.pk,
    )
