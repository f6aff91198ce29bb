"""What «Oggi» takes from the courses: the lesson to go on with, and what waits for a trainer."""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.permissions import is_trainer
from portal.clock import now
from portal.ui.templatetags.ui import when
from portal.ui.today import Item

from .models import Attendance, Enrollment, LessonPage, Meeting, ModulePage, Presence, ShadowingEntry
from .permissions import taught_courses


def items(user) -> list[Item]:
    found = _own_course(user) if user.member_since else []
    if is_trainer(user):
        found += [*_applications(user), *_declared_hours(user), *_registers(user), *_shadowings(user)]
    return found


def _own_course(user) -> list[Item]:
    """The next lesson of the course that she is in: two queries."""
    own = Enrollment.objects.filter(person=user, state=Enrollment.State.ENROLLED).select_related("course")
    enrollment = own.order_by("-enrolled_at").first()
    if enrollment is None:
        return []
    done = Attendance.objects.filter(enrollment=enrollment, lesson=OuterRef("pk"), withdrawn_at=None)
    lessons = LessonPage.objects.live().filter(path__startswith=enrollment.course.path).exclude(Exists(done))
    lesson = lessons.order_by("path").first()
    meeting = _own_meeting(enrollment)
    if lesson is None:
        return meeting
    return [
        *meeting,
        Item(
            weight=15,
            title=_("Continua con «%(title)s»") % {"title": lesson.title},
            text=_("%(course)s. Vale %(minutes)d minuti.")
            % {"course": enrollment.course.title, "minutes": lesson.minutes},
            url=lesson.get_absolute_url(),
            button=_("Apri la lezione"),
        ),
    ]


def _own_meeting(enrollment: Enrollment) -> list[Item]:
    """The meeting that comes in these days, or one that is over and still waits for its register: one query.

    Only those of an area where she lacks hours, and that began when she was in the course.
    """
    marked = Presence.objects.filter(meeting=OuterRef("pk"), enrollment=enrollment).exclude(mark="")
    lines = Attendance.objects.filter(enrollment=enrollment, withdrawn_at=None, confirmed_at__isnull=False)
    counted = lines.filter(area=OuterRef("area")).order_by().values("area").annotate(n=Sum("minutes")).values("n")
    modules = ModulePage.objects.child_of(enrollment.course).filter(slug=OuterRef("area"))
    near = Meeting.objects.filter(
        course=enrollment.course_id,
        cancelled_at=None,
        closed_at=None,
        starts_at__range=(max(now() - timedelta(days=7), enrollment.enrolled_at), now() + timedelta(days=3)),
    )
    near = near.annotate(got=Coalesce(Subquery(counted), 0), asked=Subquery(modules.values("required_minutes")[:1]))
    meeting = near.exclude(Exists(marked)).exclude(asked__lte=F("got")).order_by("starts_at").first()
    if meeting is None:
        return []
    url = reverse("courses:meeting_show", args=[meeting.pk])
    if meeting.ends_at > now():
        return [Item(33, _("Vieni a «%(title)s»") % {"title": meeting.title}, when(meeting.starts_at), url, _("Apri"))]
    held_on = date_format(timezone.localtime(meeting.starts_at), "l j F")
    text = _("Il registro di %(day)s è ancora aperto: se c’eri, le ore contano quando chi insegna lo chiude.")
    text %= {"day": held_on}
    return [Item(33, _("Controlla la presenza a «%(title)s»") % {"title": meeting.title}, text, url, _("Apri"))]


def _applications(user) -> list[Item]:
    waiting = Enrollment.objects.filter(course__in=taught_courses(user), state=Enrollment.State.REQUESTED)
    counted = waiting.exclude(person=user).order_by().values_list("course__slug", "course__title")
    return [
        Item(
            weight=20,
            title=ngettext("Rispondi a una candidatura", "Rispondi a %(n)d candidature", n) % {"n": n},
            text=title,
            url=reverse("courses:people", args=[slug]),
            button=_("Leggi e rispondi"),
        )
        for slug, title, n in counted.annotate(n=Count("pk"))
    ]


def _declared_hours(user) -> list[Item]:
    lines = Attendance.objects.filter(
        enrollment__course__in=taught_courses(user),
        source=Attendance.Source.DECLARED,
        confirmed_at=None,
        withdrawn_at=None,
    )
    lines = lines.exclude(enrollment__person=user).select_related("enrollment__person", "enrollment__course")
    return [
        Item(
            weight=30,
            title=_("Conferma le ore di %(name)s") % {"name": line.enrollment.person.short_name},
            text=_("%(what)s, %(course)s.") % {"what": line.what, "course": line.enrollment.course.title},
            url=reverse("courses:person_show", args=[line.enrollment_id]),
            button=_("Guarda e conferma"),
        )
        for line in lines.order_by("written_at")[:3]
    ]


def _registers(user) -> list[Item]:
    begun = Meeting.objects.filter(course__in=taught_courses(user), closed_at=None, cancelled_at=None)
    return [
        Item(
            weight=25,
            title=_("Chiudi il registro di «%(title)s»") % {"title": meeting.title},
            text=_("Finché è aperto, quelle ore non contano per nessuno."),
            url=reverse("courses:meeting_register", args=[meeting.pk]),
            button=_("Apri il registro"),
        )
        for meeting in begun.filter(starts_at__lte=now()).order_by("starts_at")[:2]
    ]


def _shadowings(user) -> list[Item]:
    waiting = ShadowingEntry.objects.filter(
        shadowing__senior=user, shadowing__signed_off_at=None, confirmed_at=None
    ).select_related("shadowing__enrollment__person")
    people = {entry.shadowing.enrollment_id: entry.shadowing.enrollment.person for entry in waiting}
    return [
        Item(
            weight=35,
            title=_("Conferma il tempo insieme a %(name)s") % {"name": person.short_name},
            text=_("È il tuo affiancamento: ha segnato del tempo che aspetta la tua conferma."),
            url=reverse("courses:shadowing_show", args=[enrollment]),
            button=_("Guarda e conferma"),
        )
        for enrollment, person in people.items()
    ]
