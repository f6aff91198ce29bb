"""A lesson: read it, answer its questions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require
from portal.limits.actions import TooMany

from .. import actions
from ..forms import QuizForm
from ..models import LessonPage
from ..permissions import can_do_lesson, enrollment_in, lesson_for
from ..queries import done_lessons, last_attempt, outline_of, progress_of, shown_lesson


def lesson_show(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    return _page(request, lesson_for(request.user, course, module, lesson))


def _page(
    request: HttpRequest, lesson: LessonPage, form: QuizForm | None = None, trouble: str = "", status: int = 200
) -> HttpResponse:
    shown = shown_lesson(lesson)
    enrollment, course = enrollment_in(request.user, lesson)
    outline = outline_of(course)
    order = [one for part in outline for one in part.lessons]
    place = next((number for number, one in enumerate(order) if one.pk == lesson.pk), 0)
    done = done_lessons(enrollment)
    questions = list(shown.questions.all())
    attempt = last_attempt(enrollment, lesson) if questions else None
    answers = attempt.answers if attempt else {}
    if form is None:
        # What was right stays chosen; what was wrong is asked again.
        kept = {f"q{one.pk}": one.right for one in questions if answers.get(str(one.pk)) == one.right}
        form = QuizForm(questions=questions, initial=kept)
    context = {
        "here": "learn",
        "course": course,
        "module": next((part.page for part in outline if lesson in part.lessons), None),
        "lesson": lesson,
        "shown": shown,
        "files": shown.files.all(),
        "enrollment": enrollment,
        "place": place + 1,
        "lessons": len(order),
        "lessons_done": sum(1 for one in order if one.pk in done),
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
        # What comes after it and is still to be done, else the first that was passed over.
        "next": next((one for one in order[place + 1 :] + order[:place] if one.pk not in done), None),
        "done_at": done.get(lesson.pk),
        "may_do": enrollment is not None and can_do_lesson(request.user, enrollment, lesson),
        "form": form,
        "rows": _rows(form, answers),
        "attempt": attempt,
        "needed": _needed(lesson, course, len(questions)),
        "trouble": trouble,
    }
    return render(request, "courses/lesson_page.html", context, status=status)


def _rows(form: QuizForm, answers: dict) -> list[dict]:
    """Each question with its field, and how the last answer went: the key itself never reaches the page."""
    rows = []
    for question, field in form.rows():
        choice = answers.get(str(question.pk))
        rows.append(
            {
                "question": question,
                "field": field,
                "answered": choice is not None,
                "was_right": choice == question.right,
                "explanation": question.explanation if choice is not None else "",
            }
        )
    return rows


def _needed(lesson: LessonPage, course, asked: int) -> int:
    """How many right answers are enough."""
    percent = lesson.pass_percent or course.pass_percent
    return -(-percent * asked // 100)


def _was_the_last(request: HttpRequest, enrollment) -> bool:
    """Say it, when nothing is missing any more: the certificate is on its way, and the course's page leads to it."""
    complete = progress_of(enrollment).is_complete
    if complete:
        messages.success(
            request,
            _("Hai finito il corso: complimenti! Il tuo certificato è pronto fra un momento, lo trovi qui e in Oggi."),
        )
    return complete


@require_POST
def lesson_complete(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    page = lesson_for(request.user, course, module, lesson)
    enrollment, _course = enrollment_in(request.user, page)
    require(enrollment is not None)
    if actions.complete_lesson(enrollment, page, by=request.user):
        messages.success(request, _("Fatto. La lezione è nel tuo libretto."))
        if _was_the_last(request, enrollment):
            return redirect(enrollment.course)
    return redirect("courses:lesson_show", course, module, lesson)


@require_POST
def lesson_answer(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    page = lesson_for(request.user, course, module, lesson)
    enrollment, _course = enrollment_in(request.user, page)
    require(enrollment is not None)
    shown = shown_lesson(page)
    form = QuizForm(request.POST, questions=list(shown.questions.all()))
    if not form.is_valid():
        return _page(request, page, form, status=422)
    try:
        attempt = actions.answer_quiz(enrollment, page, form.answers, shown=shown, by=request.user)
    except TooMany:
        trouble = _("Hai provato tante volte di seguito. Rileggi con calma, e riprova fra qualche minuto.")
        return _page(request, page, form, trouble, status=429)
    if attempt.passed:
        messages.success(
            request,
            ngettext(
                "Fatto. %(right)d risposta giusta su %(asked)d: la lezione è nel tuo libretto.",
                "Fatto. %(right)d risposte giuste su %(asked)d: la lezione è nel tuo libretto.",
                attempt.right,
            )
            % {"right": attempt.right, "asked": attempt.asked},
        )
        if _was_the_last(request, enrollment):
            return redirect(enrollment.course)
    return redirect(page.get_absolute_url() + "#domande")
