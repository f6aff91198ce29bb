"""A case: open it, read it, word it anew, close it, delete it, carry on what it taught."""

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.actions import Conflict as ThreadConflict
from forum.models import Channel
from forum.permissions import can_open_thread, visible_channels
from portal.notifications.actions import mark_read
from practices.queries import similar

from .. import actions
from ..forms import CaseForm, CloseForm, EntryForm, NetworkForm, WordsForm
from ..models import Case, Reading
from ..permissions import (
    can_change,
    can_make_practice,
    can_open_case,
    can_reword,
    can_see_cases,
    case_for,
    draft_for,
    own_case_for,
    require,
    visible_invitations,
)
from ..queries import access_log, shelf_of, situation_of, tried_in
from .rooms import Identifies, done, may_go_on, of_the_cases, posted_from, refused_by_guard

HOUR, DAY = 3600, 24 * 3600
SIMILAR = 3


@of_the_cases
def cases(request: HttpRequest) -> HttpResponse:
    require(can_see_cases(request.user))
    context = {"here": "cases", "shelf": shelf_of(request.user), "may_open": can_open_case(request.user)}
    return render(request, "cases/cases.html", context)


# ── opening ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@of_the_cases
def case_new(request: HttpRequest) -> HttpResponse:
    require(can_open_case(request.user))
    return _write(request, None, CaseForm(request.POST or None, owner=request.user))


@of_the_cases
def draft_edit(request: HttpRequest, pk) -> HttpResponse:
    draft = draft_for(request.user, pk)
    if request.method == "POST":
        form = CaseForm(request.POST, owner=request.user)
    else:
        kept = CaseForm.initial_of(actions.read_draft(draft, by=request.user))
        form = CaseForm(owner=request.user, initial=kept)
    return _write(request, draft, form)


@posted_from("cases")
@of_the_cases
def draft_drop(request: HttpRequest, pk) -> HttpResponse:
    actions.drop_draft(draft_for(request.user, pk), by=request.user)
    done(request, _("Fatto. La bozza non c’è più."))
    return redirect("cases:cases")


def _write(request: HttpRequest, draft, form: CaseForm) -> HttpResponse:
    """Keep a draft, open the case, or give the form back."""
    user = request.user
    if request.method == "POST" and "save_draft" in request.POST and not (form.guard_replaced or form.coarser):
        # What certainly names somebody is kept nowhere, not even in a draft; anything else may still be missing.
        if not form.guard_refuses and may_go_on(form, f"case-draft:{user.pk}", 60, HOUR):
            draft = actions.save_draft(form.as_draft, by=user, draft=draft)
            done(request, _("Fatto. La bozza resta qui sette giorni, la vedi solo tu."))
            return redirect("cases:draft_edit", draft.pk)
    elif request.method == "POST" and form.is_valid() and may_go_on(form, f"case:{user.pk}", 20, DAY):
        case = _opened(request, form, draft)
        if case:
            done(request, _("Fatto. Ora scegli a chi chiedere consiglio."), form, "case.new")
            return redirect("cases:readers", case.code)
    context = {"here": "cases", "form": form, "draft": draft}
    return render(request, "cases/case_new.html", context, status=422 if request.method == "POST" else 200)


def _opened(request: HttpRequest, form: CaseForm, draft) -> Case | None:
    try:
        with transaction.atomic():
            return actions.open_case(form.as_case, by=request.user, draft=draft)
    except IntegrityError:
        form.add_error("pseudonym", _("Hai appena usato questo nome per un altro caso. Scegline un altro."))
    except Identifies:
        refused_by_guard(form, "situation")
    return None


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@of_the_cases
def case_show(request: HttpRequest, code: str) -> HttpResponse:
    try:
        opened = actions.read_case(code, by=request.user)
    except Http404:
        if visible_invitations(request.user).filter(case__code=code).exists():
            return redirect("cases:invitation_show", code)
        raise
    return show(request, opened, EntryForm(is_owner=opened.is_owner))


def show(request: HttpRequest, opened: actions.Opened, form: EntryForm, *, status: int = 200) -> HttpResponse:
    """Show a case with a form under it."""
    user, case = request.user, opened.case
    with override(user.language):
        mark_read(user, url=case.get_absolute_url())
    themes = list(case.themes.all())
    readers = [reader for reader in opened.readers if reader.reads]
    context = _talk(request, opened) | {
        "form": form,
        "words": opened.words,
        "facts": situation_of(case),
        "tried": tried_in(case),
        "readers": readers,
        "readers_n": len(readers) + 1,
        "practices": similar(themes, case.area, SIMILAR, user=user),
        "may_change": can_change(user, case),
        "may_make_practice": can_make_practice(user, case),
        "topic": actions.topic_of(case),
    }
    return render(request, "cases/case_show.html", context, status=status)


@of_the_cases
def case_talk(request: HttpRequest, code: str) -> HttpResponse:
    """The talk alone: what an open screen asks for when it hears that something changed."""
    opened = actions.read_case(code, by=request.user, part=Reading.Part.TALK)
    return render(request, "cases/_talk.html", _talk(request, opened))


def _talk(request: HttpRequest, opened: actions.Opened) -> dict:
    return {
        "here": "cases",
        "case": opened.case,
        "opened": opened,
        "entries": opened.entries,
        "is_owner": opened.is_owner,
        "may_write": opened.case.is_open,
    }


@posted_from("case_show")
@of_the_cases
def words_flag(request: HttpRequest, code: str) -> HttpResponse:
    actions.flag_words(case_for(request.user, code), by=request.user)
    done(request, _("Fatto. Il testo è nascosto finché chi ha aperto il caso non lo riscrive."))
    return redirect("cases:case_show", code)


@of_the_cases
def case_readings(request: HttpRequest, code: str) -> HttpResponse:
    case = own_case_for(request.user, code)
    return render(request, "cases/readings.html", {"here": "cases", "case": case, "opens": access_log(case)})


# ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@of_the_cases
def case_edit(request: HttpRequest, code: str) -> HttpResponse:
    case = own_case_for(request.user, code)
    require(can_reword(request.user, case))
    if request.method == "POST":
        form = WordsForm(request.POST, is_open=case.is_open, pseudonym=case.pseudonym)
        if form.is_valid() and may_go_on(form, f"case-words:{request.user.pk}", 60, HOUR):
            try:
                actions.reword_case(case, **form.cleaned_data, by=request.user)
                done(request, _("Fatto. Chi legge vede le parole nuove."), form, "case.words")
                return redirect("cases:case_show", code)
            except Identifies:
                refused_by_guard(form, "question")
    else:
        words = actions.words_for_change(case, by=request.user)
        form = WordsForm(initial={name: getattr(words, name) for name in WordsForm.base_fields}, is_open=case.is_open)
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/case_edit.html", {"here": "cases", "case": case, "form": form}, status=status)


@of_the_cases
def case_close(request: HttpRequest, code: str) -> HttpResponse:
    case = own_case_for(request.user, code)
    require(can_change(request.user, case))
    form = CloseForm(request.POST or None, pseudonym=case.pseudonym)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_case(case, **form.cleaned_data, by=request.user)
            done(request, _("Fatto. Il caso è chiuso: chi ti ha aiutato legge com’è andata."), form, "case.outcome")
            return redirect("cases:case_show", code)
        except Identifies:
            refused_by_guard(form, "outcome")
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/case_close.html", {"here": "cases", "case": case, "form": form}, status=status)


@of_the_cases
def case_delete(request: HttpRequest, code: str) -> HttpResponse:
    case = own_case_for(request.user, code)
    if request.method == "POST":
        actions.delete_case(case, by=request.user)
        done(request, _("Fatto. Il caso non c’è più, e la chiave che apriva i suoi testi è distrutta."))
        return redirect("cases:cases")
    return render(request, "cases/case_delete.html", {"here": "cases", "case": case})


@of_the_cases
def network_ask(request: HttpRequest, code: str) -> HttpResponse:
    case, user = own_case_for(request.user, code), request.user
    require(can_change(user, case))
    open_here = [channel.pk for channel in visible_channels(user) if can_open_thread(user, channel)]
    channels = Channel.objects.filter(pk__in=open_here)
    if request.method == "POST":
        form = NetworkForm(request.POST, channels=channels)
        if form.is_valid() and may_go_on(form, f"thread:{user.pk}", 20, HOUR):
            data = form.cleaned_data
            try:
                thread = actions.ask_the_network(case, **data, by=user)
                done(request, _("Fatto. La domanda è nel canale."), form, "case.network")
                return redirect(thread.get_absolute_url())
            except Identifies:
                refused_by_guard(form, "text")
            except ThreadConflict:
                form.add_error(None, _("Questa domanda è già stata inviata. Ricarica la pagina per farne un’altra."))
    else:
        question = actions.words_for_change(case, by=user).question
        title = " ".join(question.split())
        form = NetworkForm(channels=channels, initial={"title": title if len(title) <= 140 else "", "text": question})
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/network_ask.html", {"here": "cases", "case": case, "form": form}, status=status)


@posted_from("case_show")
@of_the_cases
def practice_draft(request: HttpRequest, code: str) -> HttpResponse:
    case = own_case_for(request.user, code)
    practice = actions.draft_practice(case, by=request.user)
    done(request, _("Fatto. È una scheda nuova, con le domande a cui rispondere: del caso non c’è niente."))
    return redirect("practices:practice_edit", practice.pk)
