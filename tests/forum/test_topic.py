"""A channel on open screens: what follows a number, and that a frame is the same for everyone."""

import asyncio
from uuid import uuid4

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.test import Client
from django.utils.translation import override

from forum.actions import (
    accept_answer,
    edit_message,
    hide_message,
    mark_useful,
    open_channel,
    open_thread,
    post_message,
    restore_message,
    withdraw_message,
)
from forum.models import Channel, Message, Thread
from forum.topics import ChannelTopic, data_of
from portal.live import lifespan
from portal.live.consumers import poll
from portal.live.topics import Mark, registered
from tests.conftest import appointed, operator

TOPIC = ChannelTopic()


def after(channel, seq, limit=100):
    return TOPIC.after(str(channel.pk), seq, limit)


def test_it_is_registered():
    assert isinstance(registered()["channel"], ChannelTopic)


@pytest.mark.parametrize("name, follows", [("ada", True), ("bruno", True), ("lara", False), ("sara", False)])
def test_who_reads_follows(request, thread, name, follows):
    assert TOPIC.may_follow(request.getfixturevalue(name), str(thread.channel_id)) is follows


@pytest.mark.parametrize("key", ["", "x", "-1", "٣", "9" * 40, "1.5", "1 OR 1", "\x00"])
def test_a_key_that_makes_no_sense_is_no_channel(ada, key):
    assert not TOPIC.may_follow(ada, key)
    assert TOPIC.head(key) is None and TOPIC.after(key, 0, 10) == (0, [])


def test_it_gives_what_came_after_a_number(thread, bruno, ada, say):
    first = say(thread, bruno, "Uno")
    second = say(thread, ada, "Due")

    head, changes = after(thread.channel, 1)
    assert head == 3 and [change.seq for change in changes] == [first.seq, second.seq]
    assert [change.kind for change in changes] == ["message", "message"]
    assert changes[0].data["author"] == bruno.pk and "Uno" in changes[0].data["html"]
    assert after(thread.channel, 3) == (3, []) and after(thread.channel, 99) == (3, [])
    epoch, seq = TOPIC.head(str(thread.channel_id))
    assert (epoch, seq) == (str(thread.channel.epoch), 3)
    assert TOPIC.heads([str(thread.channel_id), "x"]) == {str(thread.channel_id): 3}


def test_a_long_absence_is_the_present_state_in_order(thread, ada, bruno, carla, dino, say):
    one, two, three = say(thread, bruno, "Uno"), say(thread, carla, "Due"), say(thread, bruno, "Tre")
    edit_message(one, "Uno, corretto", rev=1, by=bruno)
    mark_useful(two, by=ada)
    accept_answer(Message.objects.get(pk=one.pk), by=ada)
    withdraw_message(three, by=bruno)
    hide_message(Message.objects.get(pk=two.pk), "Motivo", by=dino)

    head, changes = after(thread.channel, 4)
    assert [change.kind for change in changes] == ["accept", "withdraw", "hide"]
    assert head == changes[-1].seq == Channel.objects.get(pk=thread.channel_id).last_seq
    states = {change.data["id"]: change.data for change in changes}
    assert states[one.pk]["accepted"] and "corretto" in states[one.pk]["html"]
    assert "Tre" not in states[three.pk]["html"] and states[three.pk]["state"] == "withdrawn"
    assert "Due" not in states[two.pk]["html"] and states[two.pk]["useful"] == 1


def test_page_by_page_nothing_is_passed_over(thread, ada, say):
    for n in range(7):
        say(thread, ada, str(n))

    seen, cursor = [], 0
    while True:
        head, changes = after(thread.channel, cursor, limit=3)
        if not changes:
            break
        seen += [change.seq for change in changes]
        cursor = changes[-1].seq
    assert seen == list(range(1, 9)) and head == 8


def test_a_frame_is_the_same_bytes_in_both_languages(thread, bruno, ada):
    Message.objects.filter(pk=thread.opening_id).update(useful=1234)
    message = Message.objects.select_related("thread", "author__territory").get(pk=thread.opening_id)
    message.pk = message.id = 1234567  # the thousands' dot of Italian must not get into an id
    frames = set()
    for language in ("it", "en"):
        with override(language):
            frames.add(data_of(message)["html"])

    assert len(frames) == 1
    html = frames.pop()
    assert 'id="message-1234567"' in html and 'data-useful="1234"' in html and "href" not in html
    for word in ("TED,", "oggi", "today", "Rispondi", "Utile"):
        assert word not in html


def test_frames_tell_each_reader_the_same(thread, bruno, ada, say, browse):
    message = say(thread, bruno)
    frame = data_of(message)
    answer = browse(bruno).post(
        f"{thread.get_absolute_url()}scrivi/",
        {"text": "Un altro", "cid": str(uuid4())},
        headers={"accept": "application/json"},
    )

    stored = Message.objects.select_related("thread", "author__territory").get(pk=answer.json()["id"])
    assert answer.status_code == 201
    assert {key: value for key, value in answer.json().items() if key != "cid"} == data_of(stored)
    assert set(frame) == set(data_of(stored))


def test_read_marks_come_in_bulk_and_the_highest_wins(thread, ada, bruno, lara, say):
    from forum.models import ThreadRead

    say(thread, ada), say(thread, ada)
    key = str(thread.channel_id)
    TOPIC.mark_read(
        [Mark(bruno.pk, key, str(thread.pk), 2), Mark(bruno.pk, key, "x", 2), Mark(ada.pk, "0", str(thread.pk), 3)]
    )
    TOPIC.mark_read([Mark(bruno.pk, key, str(thread.pk), 1), Mark(ada.pk, key, str(thread.pk), 99)])

    thread = Thread.objects.get(pk=thread.pk)
    assert dict(ThreadRead.objects.values_list("person", "read_n")) == {bruno.pk: 2, ada.pk: thread.last_n}


# ── out of sight ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def answered(thread, bruno, carla, say):
    say(thread, bruno, "Parla della famiglia Bernardini."), say(thread, carla, "Anche qui.")
    return thread


def test_hiding_a_discussion_tells_every_screen_and_shows_no_word_of_it(answered, ada, dino):
    seq = Channel.objects.get(pk=answered.channel_id).last_seq
    hide_message(answered.opening, "Il titolo dice chi è.", by=dino)

    for cursor in (0, seq):  # a screen that comes back, and one that is open
        head, changes = after(answered.channel, cursor)
        assert [change.kind for change in changes] == ["hide"] * 3
        assert [change.seq for change in changes] == list(range(seq + 1, seq + 4)) and head == seq + 3
        for change in changes:
            data = change.data
            assert (data["html"], data["author"], data["state"]) == ("", None, "gone")
    assert Channel.objects.get(pk=answered.channel_id).last_seq == head


def test_shown_again_its_words_come_back_to_every_screen(answered, dino):
    hide_message(answered.opening, "Il titolo dice chi è.", by=dino)
    seq = Channel.objects.get(pk=answered.channel_id).last_seq
    restore_message(Message.objects.get(pk=answered.opening_id), by=dino)

    head, changes = after(answered.channel, seq)
    assert head == seq + 3 and [change.seq for change in changes] == [seq + 1, seq + 2, seq + 3]
    assert "Bernardini" in changes[1].data["html"] and changes[1].data["state"] == "text"


def test_its_opening_taken_back_the_answers_are_shown_again(answered, dino):
    hide_message(answered.opening, "Il titolo dice chi è.", by=dino)
    seq = Channel.objects.get(pk=answered.channel_id).last_seq
    withdraw_message(Message.objects.get(pk=answered.opening_id), by=answered.opened_by)

    _, changes = after(answered.channel, seq)
    assert [change.data["state"] for change in changes] == ["withdrawn", "text", "text"]


def test_a_withdrawn_discussion_is_a_shell(thread, ada):
    withdraw_message(thread.opening, by=ada)

    (change,) = after(thread.channel, 0)[1]
    assert (change.kind, change.data["html"], change.data["author"]) == ("withdraw", "", None)


def test_hiding_one_answer_touches_no_other(answered, bruno, dino):
    seq = Channel.objects.get(pk=answered.channel_id).last_seq
    hide_message(Message.objects.get(author=bruno), "Un nome.", by=dino)

    assert [change.data["state"] for change in after(answered.channel, seq)[1]] == ["hidden"]


def test_the_page_and_the_list_agree_with_the_frames(answered, bruno, dino, browse):
    url = answered.get_absolute_url()
    assert browse(bruno).get(url).status_code == 200
    hide_message(answered.opening, "Il titolo dice chi è.", by=dino)

    assert browse(bruno).get(url).status_code == 404
    message = Message.objects.get(author=bruno)
    # Where an open screen goes when a shell arrives.
    assert browse(bruno).get(f"/canali/messaggi/{message.pk}/").status_code == 404
    assert browse(dino).get(f"/canali/messaggi/{message.pk}/", follow=True).status_code == 200


async def polled(path: str, cookie: str) -> tuple[int, str]:
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"",
        "headers": [(b"origin", b"http://localhost:8000"), (b"cookie", cookie.encode())],
    }  # fmt: skip
    wire = ApplicationCommunicator(poll, scope)
    await wire.send_input({"type": "http.request", "body": b""})
    start, body = await wire.receive_output(5), await wire.receive_output(5)
    await wire.wait(3)
    return start["status"], body["body"].decode()


@pytest.mark.both_databases
def test_the_long_poll_gives_no_word_of_a_hidden_discussion(own_database, settings):
    ada, bruno = operator("ted", "Ada", "Ferrero"), operator("attivatrice", "Bruna", "Taddei")
    dino = appointed(operator("moderatrice", "Diana", "Moretti"), "moderator")
    channel = open_channel("Bollette", purpose="Lettere.", by=dino)
    thread = open_thread(channel, "La famiglia Bernardini", "Uno.", cid=uuid4(), by=ada)
    post_message(thread, "Parola segreta.", cid=uuid4(), by=bruno)
    browser = Client()
    browser.force_login(bruno, backend="portal.accounts.backends.PersonBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"

    async def story() -> list[tuple[int, str]]:
        path = f"/live/v1/channel:{channel.pk}/0"
        try:
            before = await polled(path, cookie)
            await database_sync_to_async(hide_message)(thread.opening, "Il titolo.", by=dino)
            return [before, await polled(path, cookie)]
        finally:
            await lifespan.stop()

    (status, before), (status_then, then) = asyncio.run(story())
    assert (status, status_then) == (200, 200)
    assert "Parola segreta" in before
    assert "segreta" not in then and "Taddei" not in then and then.count('"html":""') == 2
