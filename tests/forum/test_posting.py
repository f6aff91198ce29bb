"""Posting a message. Ada opened the thread, Bruno reads her channel, Lara does not yet, Diana moderates."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from forum.actions import Conflict, lock_thread, open_thread, post_message, reopen
from forum.models import Channel, Message, Thread
from portal.journal.models import Event

pytestmark = pytest.mark.both_databases


def test_a_member_answers(thread, bruno):
    message = post_message(thread, "Parti dalla **bolletta**.", cid=uuid4(), by=bruno)

    thread.refresh_from_db()
    assert message.html == "<p>Parti dalla <strong>bolletta</strong>.</p>\n"
    assert (thread.msg_count, thread.answers, thread.last_by, thread.last_n) == (2, 1, bruno, message.n)
    assert Event.objects.filter(kind="message.posted", subject_id=message.pk, actor=bruno).exists()


def test_an_outsider_cannot_post(thread, lara):
    with pytest.raises(PermissionDenied):
        post_message(thread, "Buongiorno", cid=uuid4(), by=lara)

    assert thread.messages.count() == 1


def test_numbers_follow_one_another_in_a_channel(thread, ada, bruno, say):
    other = open_thread(thread.channel, "Un’altra", "Testo", cid=uuid4(), by=bruno)
    for one, who in ((thread, bruno), (other, ada), (thread, ada)):
        say(one, who)

    channel = Channel.objects.get(pk=thread.channel_id)
    numbers = list(channel.messages.order_by("seq").values_list("seq", "mod_seq", "n"))
    assert numbers == [(n, n, n) for n in range(1, 6)]
    assert (channel.last_seq, channel.msg_count) == (5, 5)


def test_the_same_key_again_is_one_message(thread, bruno):
    cid = uuid4()
    first = post_message(thread, "Una volta sola.", cid=cid, by=bruno)
    again = post_message(thread, "Una volta sola.", cid=cid, by=bruno)

    assert first.pk == again.pk and thread.messages.count() == 2
    assert Channel.objects.get(pk=thread.channel_id).last_seq == 2
    assert Event.objects.filter(kind="message.posted").count() == 1


def test_the_same_key_with_another_text_is_refused(thread, bruno, ada):
    cid = uuid4()
    post_message(thread, "Una volta sola.", cid=cid, by=bruno)
    with pytest.raises(Conflict):
        post_message(thread, "Un’altra cosa.", cid=cid, by=bruno)

    post_message(thread, "Mia, con la stessa chiave.", cid=cid, by=ada)
    assert thread.messages.count() == 3


def test_a_repeat_after_a_correction_is_still_a_repeat(thread, bruno):
    from forum.actions import edit_message

    cid = uuid4()
    message = post_message(thread, "Prima.", cid=cid, by=bruno)
    edit_message(message, "Dopo.", rev=1, by=bruno)

    assert post_message(thread, "Prima.", cid=cid, by=bruno).pk == message.pk


def test_nobody_writes_in_a_locked_thread_moderators_included(thread, bruno, dino, say):
    lock_thread(thread, by=dino)
    for who in (bruno, dino):
        with pytest.raises(PermissionDenied):
            say(thread, who)

    reopen(thread, by=dino)
    assert say(thread, bruno).pk


def test_a_thread_locked_a_moment_ago_takes_no_message(thread, bruno):
    stale = Thread.objects.select_related("channel").get(pk=thread.pk)
    Thread.objects.filter(pk=thread.pk).update(status="locked")

    with pytest.raises(PermissionDenied):
        post_message(stale, "Tardi.", cid=uuid4(), by=bruno)
    assert Channel.objects.get(pk=thread.channel_id).last_seq == 1 and thread.messages.count() == 1


def test_opening_twice_with_one_key_is_one_discussion(bills, ada):
    cid = uuid4()
    first = open_thread(bills, "Una domanda", "Testo", cid=cid, by=ada)
    again = open_thread(bills, "Una domanda", "Testo", cid=cid, by=ada)

    assert first.pk == again.pk
    with pytest.raises(Conflict):
        open_thread(bills, "Una domanda", "Altro testo", cid=cid, by=ada)


def test_two_discussions_with_one_title_have_their_own_addresses(bills, ada):
    first = open_thread(bills, "Una domanda", "Testo", cid=uuid4(), by=ada)
    second = open_thread(bills, "Una domanda", "Testo", cid=uuid4(), by=ada)

    assert (first.slug, second.slug) == ("una-domanda", "una-domanda-2")


def test_a_learner_opens_where_learners_may(first_questions, bills, lara):
    assert open_thread(first_questions, "Il POD?", "Dove lo trovo?", cid=uuid4(), by=lara).pk
    with pytest.raises(PermissionDenied):
        open_thread(bills, "Il POD?", "Dove lo trovo?", cid=uuid4(), by=lara)


def test_hostile_markdown_is_harmless(thread, bruno):
    message = post_message(
        thread, "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=y>", cid=uuid4(), by=bruno
    )

    assert "<script" not in message.html and "<img" not in message.html
    assert "javascript" not in message.html or "href" not in message.html
    assert Message.objects.get(pk=message.pk).body.startswith("<script>")
