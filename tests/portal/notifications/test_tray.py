"""A person's notices: told once, hers alone, numbered for her open screens. Ada is told; Bruno is not."""

import pytest
from django.urls import reverse

from portal.journal.actions import record
from portal.notifications.actions import mark_read, notify
from portal.notifications.models import Notification
from portal.notifications.permissions import can_read, visible_notifications
from portal.notifications.topics import PersonTopic


def test_of_one_event_she_is_told_once(ada):
    event = record("test.event", ada)
    first = notify(ada, "x", "Una novità", "/canali/", event)
    again = notify(ada, "x", "Una novità", "/canali/", event)

    assert first == again and Notification.objects.count() == 1


def test_notices_are_hers_alone(browse, ada, bruno):
    notice = notify(ada, "x", "Una novità", "/canali/")

    assert can_read(ada, notice) and notice in visible_notifications(ada)
    assert not can_read(bruno, notice) and notice not in visible_notifications(bruno)
    assert "Una novità" in browse(ada).get(reverse("notifications:notifications")).content.decode()
    assert "Una novità" not in browse(bruno).get(reverse("notifications:notifications")).content.decode()
    assert browse(bruno).post(reverse("notifications:notification_open", args=[notice.pk])).status_code == 404


def test_opening_one_leads_there_and_reads_it(browse, ada):
    notice = notify(ada, "x", "Una novità", "/canali/")
    answer = browse(ada).post(reverse("notifications:notification_open", args=[notice.pk]))

    notice.refresh_from_db()
    assert answer["Location"] == "/canali/" and notice.read_at


def test_what_leads_to_a_page_is_read_when_the_page_is(ada):
    notify(ada, "x", "Una", "/canali/rete/")
    notify(ada, "y", "Due", "/canali/altro/")

    assert mark_read(ada, url="/canali/rete/") == 1
    assert mark_read(ada) == 1


@pytest.mark.both_databases
def test_her_screens_follow_the_numbers_and_nobody_else_does(ada, bruno):
    topic, key = PersonTopic(), str(ada.pk)
    assert topic.head(key) == ("", 0)
    notify(ada, "x", "Una", "/a/")
    notify(ada, "y", "Due", "/b/")

    head, changes = topic.after(key, 1, 100)
    assert head == 2 and [change.seq for change in changes] == [2]
    assert topic.may_follow(ada, key) and not topic.may_follow(bruno, key)
    assert "Due" not in str(changes[0].data)
