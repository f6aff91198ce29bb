from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import require
from portal.limits.actions import TooMany, spend
from portal.notifications.actions import mark_read
from portal.ui.pagination import page_of

from .. import actions, queries
from ..forms import SheetForm, WithdrawForm
from ..models import PracticePage
from ..permissions import can_edit, can_withdraw, can_write, practice_for, sheet_for

NEW_SHEETS_A_DAY = 20
SAVES_AN_HOUR = 240


@require_safe
def practices_mine(request: HttpRequest) -> HttpResponse:
    """My sheets, wherever they are, and what I told about those of others."""
    page = page_of(request, queries.my_sheets(request.user))
    for sheet in page:
        queries.with_state(sheet)
    mark_read(request.user, url=request.path)
    context = {
        "here": "practices",
        "page": page,
        "adoptions": queries.my_adoptions(request.user)[:20],
        "may_write": can_write(request.user),
    }
    return render(request, "practices/practices_mine.html", context)


def practice_write(request: HttpRequest) -> HttpResponse:
    """A new sheet."""
    require(can_write(request.user))
    if request.method != "POST":
        start = {"territory": request.user.territory_id}
        return _form_page(request, SheetForm(initial=start), draft_key="practice-new")
    form = SheetForm(request.POST, complete=request.POST.get("do") == "submit")
    if not form.is_valid() or not _may_go_on(form, f"sheet-new:{request.user.pk}", NEW_SHEETS_A_DAY, 24 * 3600):
        return _form_page(request, form, draft_key="practice-new")
    practice = actions.write_practice(form.cleaned_data, by=request.user)
    return _kept(request, practice, form, "practice-new")


def practice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a sheet; while somebody reads it, it can only be taken back: what was typed goes with it."""
    sheet = queries.with_state(sheet_for(request.user, pk))
    require(can_edit(request.user, sheet))
    mark_read(request.user, url=request.path)
    key = f"practice-{pk}"
    if request.method != "POST" and sheet.last and sheet.last.is_open:
        context = {"here": "practices", "sheet": sheet, "practice": queries.sheet_of(sheet.last.revision)}
        return render(request, "practices/practice_waiting.html", context)
    if request.method != "POST":
        start = SheetForm.initial_of(queries.written(sheet))
        return _form_page(request, SheetForm(initial=start), sheet=sheet, draft_key=key)
    form = SheetForm(request.POST, complete=request.POST.get("do") == "submit")
    if not form.is_valid() or not _may_go_on(form, f"sheet:{request.user.pk}", SAVES_AN_HOUR, 3600):
        return _form_page(request, form, sheet=sheet, draft_key=key)
    try:
        if request.POST.get("do") == "take_back":
            _take_back(sheet, request.user)
        actions.save_draft(sheet, form.cleaned_data, by=request.user)
    except actions.BeingRead:
        queries.with_state(sheet)
        form.add_error(
            None,
            _("Intanto la scheda è stata mandata a chi rilegge, e così non si salva. Il testo è qui: riprendila."),
        )
        return _form_page(request, form, sheet=sheet, draft_key=key)
    return _kept(request, sheet, form, key)


def _take_back(sheet: PracticePage, user) -> None:
    # Decided a moment ago, it is a draft again anyway: what was typed is kept.
    with suppress(actions.Over):
        actions.take_back(sheet, by=user)


def _may_go_on(form: SheetForm, key: str, limit: int, seconds: int) -> bool:
    try:
        spend(key, limit=limit, seconds=seconds)
    except TooMany as refusal:
        minutes = max(1, refusal.retry_after // 60)
        form.add_error(
            None,
            ngettext(
                "Hai salvato molte volte di seguito. Riprova tra un minuto: il testo è qui.",
                "Hai salvato molte volte di seguito. Riprova tra %(n)d minuti: il testo è qui.",
                minutes,
            )
            % {"n": minutes},
        )
        return False
    return True


def _form_page(
    request: HttpRequest, form: SheetForm, *, sheet: PracticePage | None = None, draft_key: str
) -> HttpResponse:
    is_being_read = bool(sheet and sheet.last and sheet.last.is_open)
    context = {
        "here": "practices",
        "form": form,
        "sheet": sheet,
        "draft_key": draft_key,
        "is_being_read": is_being_read,
        "has_changes": bool(sheet and not is_being_read and (sheet.has_unpublished_changes or not sheet.was_published)),
    }
    return render(request, "practices/practice_edit.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, practice: PracticePage, form: SheetForm, key: str) -> HttpResponse:
    form.note_override(by=request.user, place="practices.sheet")
    do = request.POST.get("do")
    if do == "submit":
        actions.submit_for_review(practice, by=request.user)
        words = _("Fatto. Ora qualcuno la rilegge: ti avvisiamo noi.")
        messages.success(request, words, extra_tags=f"done:{key}")
        return redirect("practices:practices_mine")
    messages.success(request, _("Fatto. La bozza è salvata: la vedi solo tu."), extra_tags=f"done:{key}")
    return redirect("practices:practice_preview" if do == "preview" else "practices:practice_edit", practice.pk)


@require_safe
def practice_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """How the page will look."""
    sheet = queries.with_state(sheet_for(request.user, pk))
    context = {"here": "practices", "sheet": sheet, "practice": queries.written(sheet)}
    return render(request, "practices/practice_preview.html", context)


@require_POST
def practice_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it from the preview: what is missing is asked on the form, with everything still there."""
    sheet = queries.with_state(sheet_for(request.user, pk))
    require(can_edit(request.user, sheet))
    if sheet.live and not sheet.has_unpublished_changes:
        messages.warning(request, _("È già pubblicata così: prima cambia qualcosa, poi la mandi."))
        return redirect("practices:practice_edit", pk)
    form = SheetForm(SheetForm.initial_of(queries.written(sheet)), complete=True)
    if not form.is_valid():
        return _form_page(request, form, sheet=sheet, draft_key=f"practice-{pk}")
    actions.submit_for_review(sheet, by=request.user)
    messages.success(request, _("Fatto. Ora qualcuno la rilegge: ti avvisiamo noi."), extra_tags=f"done:practice-{pk}")
    return redirect("practices:practices_mine")


@require_POST
def practice_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_for(request.user, pk)
    try:
        actions.take_back(sheet, by=request.user)
    except actions.Over:
        messages.warning(request, _("L’hanno appena riletta: guarda qui che cosa dicono."))
        return redirect("practices:practices_mine")
    messages.success(request, _("Fatto. È di nuovo una bozza: correggila e rimandala quando vuoi."))
    return redirect("practices:practice_edit", pk)


@require_POST
def practice_discard(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_for(request.user, pk)
    actions.discard_draft(sheet, by=request.user)
    messages.success(request, _("Fatto. La bozza non c’è più."), extra_tags=f"done:practice-{pk}")
    return redirect("practices:practices_mine")


def practice_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a published practice off the library, with a reason."""
    practice = practice_for(request.user, slug)
    require(can_withdraw(request.user, practice))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_practice(practice, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Fatto. La pratica non è più nella biblioteca."))
        own = practice.author_id == request.user.pk
        return redirect("practices:practices_mine" if own else "practices:practices")
    context = {"here": "practices", "practice": practice, "form": form}
    return render(request, "practices/practice_withdraw.html", context, status=422 if form.errors else 200)
