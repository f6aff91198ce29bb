"""The channels, and one channel."""

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.permissions import require
from portal.ui.pagination import page_of

from .. import actions
from ..forms import ChannelForm
from ..models import Membership
from ..permissions import can_open_channel, can_open_thread, can_see_reports, channel_for, readers
from ..queries import TABS, channels_for, count_unread, people_of, questions_for, threads_for, waiting_reports

PEOPLE = 6  # followers that the page names


def words_of(request: HttpRequest) -> str:
    """Read what is searched for: short, and without what no one types."""
    return request.GET.get("q", "").replace("\x00", "")[:200].strip()


def channels(request: HttpRequest) -> HttpResponse:
    user, words = request.user, words_of(request)
    context = {"here": "channels", "words": words, "may_open_channel": can_open_channel(user)}
    if words:
        context["page"] = _page_of(request, threads_for(user, None, words=words))
    else:
        context["channels"] = channels_for(user)
        context["questions"] = questions_for(user)[:5]
        context["reports"] = waiting_reports(user).count() if can_see_reports(user) else 0
    return render(request, "forum/channels.html", context)


def _page_of(request: HttpRequest, threads: QuerySet, channel=None, floors: dict[int, int] | None = None) -> Page:
    page = page_of(request, threads)
    page.object_list = count_unread(list(page.object_list), request.user, channel, floors)
    return page


def channel_new(request: HttpRequest) -> HttpResponse:
    require(can_open_channel(request.user))
    initial = {"kind": "open", "audience": "operators"}
    form = ChannelForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        channel = actions.open_channel(**form.cleaned_data, by=request.user)
        messages.success(request, _("Fatto. Il canale è aperto."), extra_tags="done:channel")
        return redirect(channel)
    status = 422 if request.method == "POST" else 200
    return render(request, "forum/channel_new.html", {"here": "channels", "form": form}, status=status)


def channel_show(request: HttpRequest, channel: str) -> HttpResponse:
    user, channel = request.user, channel_for(request.user, channel)
    tab = request.GET.get("vista") if request.GET.get("vista") in TABS else TABS[0]
    words = words_of(request)
    membership = Membership.objects.filter(channel=channel, person=user).first()
    floors = {channel.pk: membership.read_n} if membership and not membership.muted else {}
    people = list(people_of(channel, user)[: PEOPLE + 1])
    context = {
        "here": "channels",
        "channel": channel,
        "tab": tab,
        "words": words,
        "page": _page_of(request, threads_for(user, channel, tab=tab, words=words), channel, floors),
        "membership": membership,
        "people": people[:PEOPLE],
        "has_others": len(people) > PEOPLE,
        "readers": lambda: readers(channel).count(),
        "may_open_thread": can_open_thread(user, channel),
    }
    return render(request, "forum/channel_show.html", context)


@require_POST
def channel_follow(request: HttpRequest, channel: str) -> HttpResponse:
    channel, wish = channel_for(request.user, channel), request.POST.get("scelta")
    if wish == "lascia":
        actions.leave(channel, by=request.user)
        messages.success(request, _("Fatto. Non segui più questo canale: puoi sempre leggerlo."))
    elif wish in ("silenzia", "riattiva"):
        actions.mute(channel, by=request.user, muted=wish == "silenzia")
        said = _("Fatto. Il canale è silenzioso.") if wish == "silenzia" else _("Fatto. Il canale ti avvisa di nuovo.")
        messages.success(request, said)
    else:
        actions.join(channel, by=request.user)
        messages.success(request, _("Fatto. Segui il canale: le novità ti aspettano in «Canali»."))
    return redirect(channel)


@require_POST
def channel_read(request: HttpRequest, channel: str) -> HttpResponse:
    channel = channel_for(request.user, channel)
    actions.mark_all_read(by=request.user, channel=channel)
    messages.success(request, _("Fatto. Qui è tutto letto."))
    return redirect(channel)


@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(by=request.user)
    messages.success(request, _("Fatto. È tutto letto."))
    return redirect("forum:channels")
