"""Who is told. Ada opened the thread, Bruno and Carla write in it, Diana keeps the channel."""

from uuid import uuid4

import pytest

from forum.actions import (
    accept_answer,
    attend,
    edit_message,
    hide_message,
    mute,
    open_thread,
    post_message,
    restore_message,
    retitle,
    withdraw_message,
)
from forum.models import Message
from portal.notifications.models import Notification


def told(reader):
    return list(Notification.objects.filter(reader=reader).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def thread(thread, after_commit):
    """The events of the set-up are heard before the story begins."""
    with after_commit():
        from portal.journal.actions import deliver_waiting

        deliver_waiting()
    Notification.objects.all().delete()
    return thread


def test_who_asked_is_told_of_an_answer_and_nobody_else(thread, ada, bruno, carla, after_commit, say):
    with after_commit():
        say(thread, bruno)

    notice = Notification.objects.get()
    assert (notice.reader, notice.kind, notice.url) == (ada, "thread.answered", thread.get_absolute_url())
    assert notice.text == "Bruna T. ti ha risposto in «La voltura dopo un lutto: chi firma?»."


def test_in_her_language(thread, ada, bruno, after_commit, say):
    ada.language = "en"
    ada.save()
    with after_commit():
        say(thread, bruno)

    assert Notification.objects.get().url == f"/en{thread.get_absolute_url()}"


def test_who_is_named_is_told_in_the_language_that_she_reads_when_she_is_told(thread, ada, bruno, after_commit):
    """English for who reads English, Italian for who reads Italian."""
    ada.language = "en"
    ada.save()
    with after_commit():
        post_message(thread, "@Ada Ferrero, che ne dici?", cid=uuid4(), by=bruno)

    assert Notification.objects.get().text == f"Bruna T. named you in “{thread.title}”."


# ── the title, where it may no longer stand ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def told_in_two_languages(thread, ada, bruno, carla, dino, after_commit):
    """Ada and Carla (who reads English) were told of an answer, with the title."""
    carla.language = "en"
    carla.save()
    attend(thread, "follow", by=carla)
    with after_commit():
        post_message(thread, "Confermo.", cid=uuid4(), by=bruno)
    return thread


def texts():
    return {notice.reader.first_name: notice.text for notice in Notification.objects.filter(kind__startswith="thread.")}


def test_a_hidden_discussion_takes_its_title_out_of_the_trays(told_in_two_languages, ada, dino, after_commit):
    thread = told_in_two_languages
    assert all(thread.title in text for text in texts().values()) and set(texts()) == {"Ada", "Carla"}

    with after_commit():
        hide_message(thread.opening, "Il titolo dice chi è.", by=dino)

    assert not Notification.objects.filter(text__contains="voltura").exists()
    assert texts()["Ada"] == "Bruna T. ti ha risposto in «una discussione»."
    assert told(ada)[-1] == "message.hidden"

    with after_commit():
        restore_message(Message.objects.get(pk=thread.opening_id), by=dino)
    assert texts()["Ada"] == f"Bruna T. ti ha risposto in «{thread.title}»."
    assert texts()["Carla"] == f"Bruna T. wrote in “{thread.title}”."


def test_a_hidden_answer_leaves_the_title_where_it_is(told_in_two_languages, bruno, dino, after_commit):
    with after_commit():
        hide_message(Message.objects.get(author=bruno), "Un nome.", by=dino)

    assert all("voltura" in text for text in texts().values())
    assert "voltura" in Notification.objects.get(kind="message.hidden").text


def test_a_withdrawn_discussion_takes_its_notices_away(thread, ada, carla, dino, after_commit):
    with after_commit():
        other = open_thread(thread.channel, "La famiglia Bernardini", "@Carla Spina?", cid=uuid4(), by=ada)
    assert told(dino) == ["thread.opened"] and told(carla) == ["message.mention"]

    with after_commit():
        withdraw_message(other.opening, by=ada)
    assert not Notification.objects.filter(text__contains="Bernardini").exists()
    assert told(dino) == told(carla) == []


def test_a_new_title_is_the_one_in_the_trays(told_in_two_languages, ada, after_commit):
    thread = told_in_two_languages
    with after_commit():
        retitle(thread, "Chi firma?", by=ada)

    assert texts() == {"Ada": "Bruna T. ti ha risposto in «Chi firma?».", "Carla": "Bruna T. wrote in “Chi firma?”."}


def test_who_takes_part_is_told_until_she_silences_it(thread, ada, bruno, carla, after_commit, say):
    with after_commit():
        say(thread, bruno), say(thread, carla)
    assert told(bruno) == ["thread.continued"] and told(carla) == []

    Notification.objects.all().delete()
    attend(thread, "mute", by=bruno)
    mute(thread.channel, by=ada)
    with after_commit():
        say(thread, carla)
    assert told(bruno) == [] and told(ada) == []


def test_a_follower_is_told_without_having_written(thread, carla, bruno, after_commit, say):
    attend(thread, "follow", by=carla)
    with after_commit():
        say(thread, bruno)

    assert told(carla) == ["thread.continued"]


def test_who_is_named_is_told_once_and_for_that_also_in_silence(thread, ada, bruno, carla, after_commit):
    attend(thread, "mute", by=carla)
    with after_commit():
        post_message(thread, "@ada-ferrero e @carla-spina, guardate.", cid=uuid4(), by=bruno)

    assert told(ada) == ["message.mention"] and told(carla) == ["message.mention"]


def test_naming_later_tells_only_who_was_not_named(thread, ada, bruno, carla, after_commit):
    with after_commit():
        message = post_message(thread, "@carla-spina", cid=uuid4(), by=bruno)
    with after_commit():
        edit_message(message, "@carla-spina e @ada-ferrero", rev=1, by=bruno)

    assert told(carla) == ["message.mention"]
    assert told(ada) == ["thread.answered", "message.mention"]


def test_twenty_answers_are_one_line_until_it_is_read(thread, ada, bruno, after_commit, say, browse):
    with after_commit():
        say(thread, bruno), say(thread, bruno)
    assert told(ada) == ["thread.answered"]

    browse(ada).get(thread.get_absolute_url())
    assert not Notification.objects.filter(reader=ada, read_at=None).exists()
    with after_commit():
        say(thread, bruno)
    assert told(ada) == ["thread.answered"] * 2


def test_what_was_taken_back_before_anybody_heard_is_told_to_nobody(thread, bruno, after_commit, say):
    with after_commit():
        withdraw_message(Message.objects.get(pk=say(thread, bruno).pk), by=bruno)

    assert not Notification.objects.exists()


def test_who_keeps_the_channel_hears_of_new_discussions(thread, ada, dino, after_commit):
    with after_commit():
        open_thread(thread.channel, "Un’altra", "Testo", cid=uuid4(), by=ada)

    assert told(dino) == ["thread.opened"]


def test_whose_answer_was_chosen_is_told(thread, ada, bruno, after_commit, say):
    message = say(thread, bruno)
    Notification.objects.all().delete()
    with after_commit():
        accept_answer(message, by=ada)

    assert "answer.chosen" in told(bruno)


def test_who_may_no_longer_read_is_not_told(thread, ada, bruno, after_commit, say):
    from portal.accounts.models import Qualification

    Qualification.objects.filter(person=ada).delete()
    with after_commit():
        say(thread, bruno)

    assert told(ada) == []
