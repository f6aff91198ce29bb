"""The courses in the admin: trainers edit their own subtree; what people have done there is never deleted."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from .models import Attempt, Attendance, CoursePage, Enrollment, LessonPage, Meeting


def _is_lived_in(page) -> bool:
    """Say whether somebody's hours, tries or place in a course lead to this page or one under it."""
    inside = {"path__startswith": page.path}
    courses, lessons = CoursePage.objects.filter(**inside), LessonPage.objects.filter(**inside)
    areas = Q(enrollment__course__in=CoursePage.objects.filter(path=page.path[:-4]), area=page.slug)
    return (
        Enrollment.objects.filter(course__in=courses).exists()
        or Meeting.objects.filter(course__in=courses).exists()
        or Attempt.objects.filter(lesson__in=lessons).exists()
        or Attendance.objects.filter(Q(lesson__in=lessons) | areas).exists()
    )


@hooks.register("before_delete_page")
def keep_what_people_have_done(request, page):
    """A lesson that someone did can be unpublished, so that nobody's ledger loses its lines."""
    if request.method == "POST" and _is_lived_in(page):
        messages.error(
            request, _("Qui ci sono ore o risposte di qualcuno. Togli la pubblicazione, invece di cancellare.")
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_what_people_have_done_in_bulk(request, action_type, objects, action_class_instance):
    if action_type != "delete" or request.method != "POST":
        return None
    pages = [one for one in objects if hasattr(one, "path") and hasattr(one, "url_path")]
    if any(_is_lived_in(page) for page in pages):
        messages.error(
            request, _("Qui ci sono ore o risposte di qualcuno. Togli la pubblicazione, invece di cancellare.")
        )
        return redirect("wagtailadmin_explore_root")
    return None
