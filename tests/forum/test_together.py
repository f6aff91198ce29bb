"""Many people act in one channel at the same moment: each message has its number, none is missing, nothing is twice."""

import threading
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from forum.actions import (
    accept_answer,
    begin_practice,
    join,
    mark_useful,
    open_channel,
    open_thread,
    post_message,
    report_message,
    withdraw_message,
)
from forum.models import Channel, Message, Thread
from practices.models import PracticePage
from tests.conftest import operator
from tests.practices.test_together import together

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.both_databases]


def test_numbers_are_given_one_by_one():
    people = [operator(f"p{n}", f"Nome{n}", "Prova") for n in range(6)]
    channel = open_channel("Insieme", purpose="Tutti insieme.", by=people[0])
    thread = open_thread(channel, "Chi parla?", "Tutti.", cid=uuid4(), by=people[0])
    wrong = []

    def talk(person):
        try:
            mine = Thread.objects.select_related("channel").get(pk=thread.pk)
            opening = Message.objects.select_related("thread__channel").get(pk=thread.opening_id)
            for n in range(4):
                cid = uuid4()
                for _ in range(2):  # each post is sent twice, as after a lost answer
                    post_message(mine, f"Messaggio {n}", cid=cid, by=person)
                if person != people[0]:
                    mark_useful(opening, by=person, useful=n % 2 == 0)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    crowd = [threading.Thread(target=talk, args=(person,)) for person in people]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert wrong == []
    channel = Channel.objects.get(pk=channel.pk)
    seqs = list(channel.messages.order_by("seq").values_list("seq", "n"))
    assert len(seqs) == len({seq for seq, _ in seqs}) == 25
    assert [n for _, n in seqs] == list(range(1, 26)) and channel.msg_count == 25
    # Twenty «utile anche a me» were given and taken back: each took a number too, and the last one is on a row.
    assert channel.last_seq == channel.messages.order_by("-mod_seq")[0].mod_seq == 45
    thread.refresh_from_db()
    assert (thread.msg_count, thread.answers) == (25, 20)


@pytest.fixture
def talk(own_database):
    """Ada asked, Bruna and Carla answered."""
    people = [operator(name.lower(), name, "Prova") for name in ("Ada", "Bruna", "Carla")]
    channel = open_channel("Insieme", purpose="Tutti insieme.", by=people[0])
    thread = open_thread(channel, "Chi firma?", "La voltura.", cid=uuid4(), by=people[0])
    answers = [post_message(thread, f"Risposta di {one.first_name}.", cid=uuid4(), by=one) for one in people[1:]]
    return Thread.objects.select_related("channel").get(pk=thread.pk), people, answers


def held(message: Message) -> Message:
    """The message as a page of one's own holds it."""
    return Message.objects.select_related("thread__channel").get(pk=message.pk)


def test_useful_pressed_twice_counts_once(talk):
    _thread, (ada, _bruna, carla), (answer, _other) = talk

    done = together(*[partial(mark_useful, held(answer), by=who) for who in (ada, ada, ada, carla, carla)])

    assert [type(one) for one in done] == [Message] * 5
    answer.refresh_from_db()
    assert answer.useful == answer.reactions.count() == 2


def test_two_answers_chosen_at_once_and_one_is_the_chosen(talk):
    thread, (ada, *_), answers = talk

    done = together(*[partial(accept_answer, held(answer), by=ada) for answer in (*answers, *answers)])

    assert [type(one) for one in done] == [Thread] * 4
    thread.refresh_from_db()
    assert thread.is_solved and thread.accepted_id in {answer.pk for answer in answers}


def test_a_message_taken_back_twice_is_taken_out_once(talk):
    thread, (_ada, bruna, _carla), (answer, _other) = talk

    done = together(*[partial(withdraw_message, held(answer), by=bruna) for _ in range(3)])

    assert [type(one) for one in done] == [Message] * 3
    thread.refresh_from_db()
    assert (thread.msg_count, thread.answers) == (2, 1)


def test_reported_and_followed_twice_it_is_once(talk):
    thread, (ada, _bruna, carla), (answer, _other) = talk
    carla_follows = partial(join, thread.channel, by=carla)

    done = together(*[partial(report_message, held(answer), "other", by=ada) for _ in range(3)], *[carla_follows] * 3)

    assert not [one for one in done if isinstance(one, Exception)]
    assert answer.reports.count() == 1 and thread.channel.memberships.filter(person=carla).count() == 1


def test_made_a_practice_twice_the_second_click_leads_to_the_first_sheet(talk):
    thread, (ada, bruna, _carla), _answers = talk

    done = together(*[partial(begin_practice, thread, by=who) for who in (ada, ada, ada, bruna)])

    assert [type(one) for one in done] == [PracticePage] * 4
    assert done[0].pk == done[1].pk == done[2].pk != done[3].pk
    assert PracticePage.objects.count() == 2
