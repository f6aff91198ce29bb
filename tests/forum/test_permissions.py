"""Who reads and who acts. Ada asked in a channel of the network, Lara in one that learners read too."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from forum import permissions as may
from forum.actions import hide_message
from forum.models import Channel, Message, Thread

CAST = "ada bruno carla dino elena franca nina lara gina rosa furio sara tino anita"
NETWORK = {"ada", "bruno", "carla", "dino", "elena", "franca", "tino"}
MEMBERS = NETWORK | {"nina", "lara"}


def person(request, name):
    return AnonymousUser() if name == "nobody" else request.getfixturevalue(name)


@pytest.mark.parametrize("name", [*CAST.split(), "nobody"])
def test_predicate_and_set_agree_for_everyone(request, thread, asked, name):
    user = person(request, name)

    for one in (thread, asked):
        reads = name in (NETWORK if one == thread else MEMBERS)
        assert may.can_read(user, one) is reads
        assert (one in may.visible_threads(user)) is reads
        assert may.can_read_channel(user, one.channel) is reads
        assert (one.channel in may.visible_channels(user)) is reads
        assert (one.opening in may.visible_messages(user)) is reads
        assert may.can_read_message(user, one.opening) is reads
        if name != "nobody":
            assert (user in may.readers(one.channel)) is reads
        if not reads:
            with pytest.raises(Http404):
                may.thread_for(user, one.channel.slug, one.slug)


@pytest.mark.parametrize("name", ["ada", "bruno", "dino", "lara", "nobody"])
def test_a_hidden_discussion_is_for_who_opened_it_and_who_moderates(request, thread, dino, name):
    user = person(request, name)
    hide_message(thread.opening, "Si capisce di chi si parla.", by=dino)
    thread = Thread.objects.get(pk=thread.pk)

    reads = name in ("ada", "dino")
    assert may.can_read(user, thread) is reads
    assert (thread in may.visible_threads(user)) is reads
    assert not may.can_post(user, thread)


def test_in_shadowing_one_reads_the_network(thread, nina):
    from portal.accounts.actions import begin_shadowing

    assert not may.can_read(nina, thread)

    begin_shadowing(nina, "ACTIVATOR")

    assert may.can_read(nina, thread) and may.can_post(nina, thread)
    assert nina in may.readers(thread.channel)


def test_only_some_open_discussions_among_the_announcements(bills, ada, bruno, dino, elena, lara):
    bills.kind = Channel.Kind.ANNOUNCEMENTS
    bills.save()

    assert may.can_open_thread(dino, bills) and may.can_open_thread(elena, bills)
    assert not may.can_open_thread(ada, bills) and not may.can_open_thread(lara, bills)
    bills.keeper = ada
    assert may.can_open_thread(ada, bills)


def test_who_opens_channels(ada, elena, dino, lara, nina, anita, sara):
    assert all(may.can_open_channel(user) for user in (ada, elena, dino))
    assert not any(may.can_open_channel(user) for user in (lara, nina, anita, sara, AnonymousUser()))


def test_who_may_do_what_with_a_message(thread, ada, bruno, dino, lara, say):
    message = Message.objects.select_related("thread__channel").get(pk=say(thread, bruno).pk)

    assert may.can_edit(bruno, message) and not may.can_edit(dino, message) and not may.can_edit(ada, message)
    assert may.can_withdraw(bruno, message) and not may.can_withdraw(dino, message)
    assert may.can_mark_useful(ada, message) and not may.can_mark_useful(bruno, message)
    assert may.can_accept(ada, message) and may.can_accept(dino, message) and not may.can_accept(bruno, message)
    assert may.can_report(ada, message) and not may.can_report(bruno, message) and not may.can_report(lara, message)
    assert may.can_hide(dino, message) and not may.can_hide(ada, message)
    assert may.can_see_history(dino, message) and not may.can_see_history(ada, message)


def test_reports_are_for_moderators_and_never_on_their_own_words(thread, dino, ada, bruno, say):
    from forum.actions import report_message

    mine, other = say(thread, dino), say(thread, bruno)
    report_message(mine, "other", by=ada)
    report = report_message(other, "other", by=ada)

    assert list(may.visible_reports(dino)) == [report]
    assert not may.visible_reports(ada).exists() and not may.visible_reports(AnonymousUser()).exists()
