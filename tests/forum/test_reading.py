"""What is new for whom. Bruno follows the channel, Carla does not; Ada asks and writes."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from forum.actions import attend, join, leave, mark_all_read, mute, open_thread, read_thread, withdraw_message
from forum.models import Membership, Message, Thread, ThreadRead
from forum.queries import channels_for, count_unread, marks_of, talk_of, threads_for


def unread(user, channel):
    return next(one.unread for one in channels_for(user) if one.pk == channel.pk)


def of_thread(user, thread):
    return count_unread([threads_for(user, thread.channel).get(pk=thread.pk)], user)[0].unread


@pytest.fixture
def followed(bills, thread, bruno):
    join(bills, by=bruno)
    Membership.objects.filter(person=bruno).update(read_n=0)
    return bills


def test_new_is_what_others_wrote(followed, thread, ada, bruno, carla, say):
    say(thread, ada), say(thread, bruno)

    assert (unread(bruno, followed), of_thread(bruno, thread)) == (2, 2)
    assert (unread(carla, followed), of_thread(carla, thread)) == (0, 0)


def test_nobody_reads_away_a_channel_that_is_not_hers(followed, lara):
    Membership.objects.create(channel=followed, person=lara)

    with pytest.raises(PermissionDenied):
        mark_all_read(by=lara, channel=followed)

    assert Membership.objects.get(person=lara).read_n == 0


def test_reading_one_discussion_leaves_the_others_new(followed, thread, ada, bruno):
    other = open_thread(followed, "Un’altra", "Testo", cid=uuid4(), by=ada)
    thread.refresh_from_db(), other.refresh_from_db()
    read_thread(other, other.last_n, by=bruno)

    assert (of_thread(bruno, thread), of_thread(bruno, other), unread(bruno, followed)) == (1, 0, 1)


def test_a_mark_never_goes_back(thread, ada, bruno, say):
    say(thread, ada), say(thread, ada)
    thread.refresh_from_db()
    read_thread(thread, 3, by=bruno)
    read_thread(thread, 1, by=bruno)
    read_thread(thread, 999, by=bruno)

    assert ThreadRead.objects.get(person=bruno).read_n == 3


def test_all_read_counts_nothing(followed, thread, bruno, ada, say):
    mark_all_read(by=bruno)
    assert unread(bruno, followed) == 0

    say(thread, ada)
    assert unread(bruno, followed) == 1
    mark_all_read(by=bruno, channel=followed)
    assert (unread(bruno, followed), of_thread(bruno, thread)) == (0, 0)


def test_what_was_taken_back_is_not_new(followed, thread, ada, bruno, say):
    message = say(thread, ada)
    withdraw_message(message, by=ada)

    assert unread(bruno, followed) == 1


def test_silent_channels_and_discussions_count_nothing(followed, thread, bruno):
    attend(thread, "mute", by=bruno)
    assert unread(bruno, followed) == 0

    attend(thread, "", by=bruno)
    mute(followed, by=bruno)
    assert (unread(bruno, followed), of_thread(bruno, thread)) == (0, 0)
    leave(followed, by=bruno)
    assert not Membership.objects.filter(person=bruno).exists()


def test_a_hundred_is_enough(followed, thread, ada, bruno):
    rows = [
        Message(channel=followed, thread=thread, author=ada, seq=n, mod_seq=n, n=n, body="x", html="x")
        for n in range(2, 106)
    ]
    Message.objects.bulk_create(rows)
    Thread.objects.filter(pk=thread.pk).update(last_n=105)

    assert (unread(bruno, followed), of_thread(bruno, thread)) == (100, 100)


def test_a_page_of_a_long_discussion(thread, ada, bruno, say):
    for n in range(70):
        say(thread, ada, f"Messaggio {n}")
    thread = Thread.objects.select_related("channel").get(pk=thread.pk)
    read_thread(thread, 50, by=bruno)

    talk = talk_of(thread, bruno, read_n=marks_of(thread, bruno)[0])

    assert len(talk.lines) == 50 and talk.is_last and talk.last_n == 71
    assert talk.opening.message.pk == thread.opening_id
    assert [line.message.n for line in talk.lines if line.is_new] == [51]
    earlier = talk_of(thread, bruno, before=talk.earlier)
    assert [line.message.n for line in earlier.lines] == list(range(1, 22)) and not earlier.is_last
    assert earlier.opening is None and earlier.earlier is None


def test_on_the_first_visit_no_line_says_that_all_is_new(thread, bruno):
    assert marks_of(thread, bruno) == (None, "", {})
    assert not any(line.is_new for line in talk_of(thread, bruno).lines)
