"""Many people write in one channel at the same moment: every message has its number, and none is missing."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from forum.actions import mark_useful, open_channel, open_thread, post_message
from forum.models import Channel, Message, Thread
from tests.conftest import operator

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
