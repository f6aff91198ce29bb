"""One message: write it, correct it, take it back, say that it is useful, choose it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require
from portal.limits.actions import TooMany, spend
from portal.ui.http import is_program, refused

from .. import actions
from ..forms import CorrectionForm, MessageForm
from ..models import Message
from ..permissions import can_edit, can_post, can_retitle, can_see_history, can_withdraw, message_for, thread_for
from ..queries import address_of
from ..topics import data_of
from .threads import show

MINUTE = {"limit": 20, "seconds": 60}


@require_POST
def message_create(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """Add a message: 201 with it for the script, back to the page for the form."""
    thread, user = thread_for(request.user, channel, slug), request.user
    require(can_post(user, thread))
    form = MessageForm(request.POST, thread=thread)
    if not form.is_valid():
        if is_program(request):
            return refused(request, "invalid", fields=form.errors)
        return show(request, thread, form, status=422)
    try:
        spend(f"message:{user.pk}", **MINUTE)
        message = actions.post_message(thread, form.cleaned_data["text"], cid=form.cleaned_data["cid"], by=user)
    except (TooMany, actions.Conflict) as error:
        return _not_now(request, thread, form, error)
    tip = form.note_override(by=user, place="forum.message")
    if tip and not is_program(request):
        messages.info(request, tip)
    if is_program(request):
        uncalled = {"uncalled": form.uncalled} if form.uncalled else {}
        return JsonResponse({"cid": str(message.cid), **data_of(message), **uncalled}, status=201)
    if form.uncalled:
        messages.warning(request, form.uncalled)
    messages.success(request, _("Fatto. Il tuo messaggio è nella discussione."), f"done:thread-{thread.pk}")
    return redirect(address_of(message))


def _not_now(request: HttpRequest, thread, form: MessageForm, error: Exception) -> HttpResponse:
    """Give the text back: too many at once, or the same key with another text."""
    if isinstance(error, TooMany):
        code, status = "too_many", 429
        words = _("Hai scritto molte volte di seguito. Aspetta un minuto e riprova: il testo è ancora qui.")
    else:
        code, status = "conflict", 409
        words = _("Questo messaggio era già arrivato con altre parole. Guarda sopra, poi invia di nuovo se serve.")
    if is_program(request):
        response = refused(request, code, words, status=status)
    else:
        # A key of its own for the next try.
        sent = request.POST.copy()
        sent["cid"] = ""
        again = MessageForm(sent, thread=thread)
        again.add_error("text", words)
        response = show(request, thread, again, status=status)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def message_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to a message, wherever it stands."""
    return redirect(address_of(message_for(request.user, pk)))


def message_edit(request: HttpRequest, pk: int) -> HttpResponse:
    message, user = message_for(request.user, pk), request.user
    require(can_edit(user, message))
    thread = message.thread
    has_title = message.pk == thread.opening_id and can_retitle(user, thread)
    initial = {"title": thread.title, "text": message.body, "rev": message.rev}
    form = CorrectionForm(request.POST or None, thread=thread, has_title=has_title, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _correct(request, message, form)
            except actions.Conflict:
                status = 409
                form.add_error(None, _("Intanto questo messaggio è cambiato. Copia il tuo testo e ricarica la pagina."))
    context = {"here": "channels", "channel": thread.channel, "thread": thread, "message": message, "form": form}
    return render(request, "forum/message_edit.html", context, status=status)


def _correct(request: HttpRequest, message: Message, form: CorrectionForm) -> HttpResponse:
    data, user = form.cleaned_data, request.user
    message = actions.edit_message(message, data["text"], rev=data["rev"] or message.rev, by=user)
    if "title" in data:
        actions.retitle(message.thread, data["title"], by=user)
    if tip := form.note_override(by=user, place="forum.message"):
        messages.info(request, tip)
    if form.uncalled:
        messages.warning(request, form.uncalled)
    messages.success(request, _("Fatto. Il messaggio è corretto."), f"done:message-{message.pk}")
    return redirect(address_of(message))


def message_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    message, user = message_for(request.user, pk), request.user
    require(can_withdraw(user, message))
    thread = message.thread
    if request.method == "POST":
        actions.withdraw_message(message, by=user)
        messages.success(request, _("Fatto. Il messaggio è ritirato: le sue parole non ci sono più."))
        thread.refresh_from_db(fields=["withdrawn_at"])
        return redirect(thread.channel if thread.withdrawn_at else address_of(message))
    context = {"here": "channels", "channel": thread.channel, "thread": thread, "message": message}
    return render(request, "forum/message_withdraw.html", context)


@require_POST
def message_useful(request: HttpRequest, pk: int) -> HttpResponse:
    message = message_for(request.user, pk)
    actions.mark_useful(message, by=request.user, useful=request.POST.get("scelta") != "no")
    return redirect(address_of(message))


@require_POST
def message_accept(request: HttpRequest, pk: int) -> HttpResponse:
    message = message_for(request.user, pk)
    actions.accept_answer(message, by=request.user)
    messages.success(request, _("Fatto. La discussione è risolta: chi la trova vede subito questa risposta."))
    return redirect(address_of(message))


def message_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The earlier words of a message, for who wrote it and for who moderates."""
    message = message_for(request.user, pk)
    require(can_see_history(request.user, message))
    context = {
        "here": "channels",
        "channel": message.thread.channel,
        "thread": message.thread,
        "message": message,
        "versions": message.versions.all()[:50],
    }
    return render(request, "forum/message_history.html", context)
