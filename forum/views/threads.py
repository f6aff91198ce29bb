"""One discussion: read it, open one, close it, make a practice of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST
from wagtail.models import Page

from portal.accounts.permissions import require, visible_people
from portal.limits.actions import TooMany, spend
from portal.notifications.actions import mark_read

from .. import actions
from ..actions.mentions import callable_people
from ..forms import MessageForm, ThreadForm
from ..models import Channel, Thread, ThreadRead
from ..permissions import (
    can_lock,
    can_make_practice,
    can_moderate,
    can_open_thread,
    can_pin,
    can_post,
    can_reopen,
    readers,
    thread_for,
    visible_channels,
    visible_threads,
)
from ..queries import count_unread, marks_of, similar_threads, talk_of, threads_for
from ..queries import threads_about as about_page


def _number(text: str | None) -> int | None:
    """Read a number of an address; what makes no sense is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def thread_show(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    thread = thread_for(request.user, channel, slug)
    named = request.GET.get("a", "")[:50]
    answer_to = f"@{named} " if named.replace("-", "").isalnum() else ""
    return show(request, thread, MessageForm(initial={"text": answer_to}))


def show(request: HttpRequest, thread: Thread, form: MessageForm, *, status: int = 200) -> HttpResponse:
    """Show a discussion with a form under it; what is shown is read now."""
    user, before = request.user, _number(request.GET.get("prima"))
    read_n, attention, floors = marks_of(thread, user)
    talk = talk_of(thread, user, read_n=read_n, before=before)
    if talk.last_n > (read_n if read_n is not None else -1):
        actions.read_thread(thread, talk.last_n, by=user)
    with override(user.language):
        mark_read(user, url=thread.get_absolute_url())
    others = threads_for(user, thread.channel).exclude(pk=thread.pk)
    context = {
        "here": "channels",
        "channel": thread.channel,
        "thread": thread,
        "talk": talk,
        "form": form,
        "attention": attention,
        "others": count_unread(list(others[:6]), user, thread.channel, floors),
        "readers": lambda: readers(thread.channel).count(),
        "may_post": can_post(user, thread),
        "may_open_thread": can_open_thread(user, thread.channel),
        "may_lock": can_lock(user, thread),
        "may_reopen": can_reopen(user, thread),
        "may_pin": can_pin(user, thread),
        "may_make_practice": can_make_practice(user, thread),
        "may_choose": not thread.is_pinned and (thread.opened_by_id == user.pk or can_moderate(user, thread.channel)),
        "may_moderate": can_moderate(user, thread.channel),
    }
    return render(request, "forum/thread_show.html", context, status=status)


def thread_new(request: HttpRequest) -> HttpResponse:
    user = request.user
    channels = _channels_to_open_in(user)
    about = _page_about(request.POST.get("about") or request.GET.get("pratica"))
    initial = {
        "channel": request.GET.get("canale", "")[:60].replace("\x00", ""),
        "title": request.GET.get("titolo", "")[:140].replace("\x00", ""),
        "about": about and about.pk,
        "territory": user.territory.slug if user.territory_id else "",
    }
    form = ThreadForm(request.POST or None, channels=channels, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            spend(f"thread:{user.pk}", limit=20, seconds=3600)
            return _open(request, form, about)
        except TooMany:
            form.add_error(None, _("Hai aperto molte discussioni di seguito. Aspetta un po’ e riprova."))
        except actions.Conflict:
            form.add_error(None, _("Questa discussione era già aperta con altre parole. Ricarica la pagina."))
    status = 422 if request.method == "POST" else 200
    context = {"here": "channels", "form": form, "about": about}
    return render(request, "forum/thread_new.html", context, status=status)


def _channels_to_open_in(user):
    mine = [channel.pk for channel in visible_channels(user) if can_open_thread(user, channel)]
    return Channel.objects.filter(pk__in=mine)


def _page_about(text: str | None) -> Page | None:
    """Find the page that a discussion talks about: only one that is published."""
    number = _number(text)
    return Page.objects.live().filter(pk=number).first() if number else None


def _open(request: HttpRequest, form: ThreadForm, about: Page | None) -> HttpResponse:
    data = form.cleaned_data
    thread = actions.open_thread(
        data["channel"],
        data["title"],
        data["text"],
        cid=data["cid"],
        by=request.user,
        themes=[data["theme"]] if data["theme"] else [],
        territory=data["territory"],
        about=about,
    )
    if tip := form.note_override(by=request.user, place="forum.thread"):
        messages.info(request, tip)
    if form.uncalled:
        messages.warning(request, form.uncalled)
    messages.success(
        request, _("Fatto. La discussione è aperta: ti avvisiamo quando qualcuno risponde."), "done:thread"
    )
    return redirect(thread)


def threads_similar(request: HttpRequest) -> HttpResponse:
    """Discussions like the one that is being written. Asked by the form while the title takes shape."""
    title = request.GET.get("title", "").replace("\x00", "")[:140]
    return render(request, "forum/_similar.html", {"threads": similar_threads(request.user, title)})


def threads_about(request: HttpRequest, pk: int) -> HttpResponse:
    """The discussions about a practice or a lesson: a piece of its page, with this room's own rules."""
    context = {"threads": about_page(request.user, pk)[:10], "pk": pk}
    template = "_threads_about" if request.htmx else "threads_about"
    return render(request, f"forum/{template}.html", {"here": "channels", **context})


def thread_find(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to a discussion that is known by its number."""
    return redirect(get_object_or_404(visible_threads(request.user).select_related("channel"), pk=pk))


def thread_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom one may call in a discussion, while a name is typed after the @. Asked by the script."""
    user = request.user
    thread = get_object_or_404(visible_threads(user).select_related("channel"), pk=pk)
    require(can_post(user, thread))
    words = request.GET.get("q", "").replace("\x00", "")
    people = callable_people(words, thread.channel, among=visible_people(user).exclude(pk=user.pk))
    told = [{"call": call, "name": person.full_name, "title": person.title_line} for call, person in people]
    return JsonResponse({"people": told})


@require_POST
def thread_status(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    thread, user = thread_for(request.user, channel, slug), request.user
    wish = request.POST.get("scelta")
    if wish == "chiudi":
        actions.lock_thread(thread, by=user)
        messages.success(request, _("Fatto. La discussione è chiusa: si legge, non si scrive."))
    elif wish == "riapri":
        actions.reopen(thread, by=user)
        messages.success(request, _("Fatto. La discussione è di nuovo aperta."))
    elif wish in ("in-cima", "non-in-cima"):
        actions.pin_thread(thread, by=user, pinned=wish == "in-cima")
        said = _("Fatto. La discussione resta in cima.") if wish == "in-cima" else _("Fatto. Non è più in cima.")
        messages.success(request, said)
    return redirect(thread)


@require_POST
def thread_attend(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    thread = thread_for(request.user, channel, slug)
    wish = request.POST.get("scelta", "")
    attention = wish if wish in ThreadRead.Attention.values else ThreadRead.Attention.NORMAL
    actions.attend(thread, attention, by=request.user)
    said = {
        ThreadRead.Attention.FOLLOW: _("Fatto. Ti avvisiamo a ogni messaggio."),
        ThreadRead.Attention.MUTE: _("Fatto. Ti avvisiamo solo se qualcuno ti nomina."),
        ThreadRead.Attention.NORMAL: _("Fatto. Ti avvisiamo se hai scritto qui."),
    }
    messages.success(request, said[attention])
    return redirect(thread)


@require_POST
def thread_to_practice(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """«Trasforma in pratica»: a draft with what stands here, on the page where she goes on writing."""
    thread = thread_for(request.user, channel, slug)
    practice = actions.begin_practice(thread, by=request.user)
    messages.success(request, _("Fatto. Questa è una bozza, la vedi solo tu: riscrivila con parole tue."))
    return redirect("practices:practice_edit", practice.pk)
