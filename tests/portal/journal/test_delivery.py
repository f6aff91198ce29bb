"""What happened is heard by every listener, once, also after a failure. Ada joins; the listeners are the test's own."""

from datetime import timedelta

import pytest

from portal.clock import real_now
from portal.journal import actions
from portal.journal.models import Delivery, Event

pytestmark = pytest.mark.both_databases

KIND = "test.happened"


@pytest.fixture
def heard(monkeypatch):
    """Two listeners for one kind; the second fails as long as `heard.broken`."""

    class Heard(list):
        broken = False

    log = Heard()

    def writes_it_down(event):
        log.append(("first", event.pk))

    def is_fragile(event):
        if log.broken:
            raise ValueError("not today")
        log.append(("second", event.pk))

    monkeypatch.setitem(actions._listeners, KIND, [writes_it_down, is_fragile])
    return log


def test_each_listener_hears_once_and_nothing_is_left(ada, heard, after_commit):
    with after_commit():
        event = actions.record(KIND, ada, by=ada, place="torino")

    assert heard == [("first", event.pk), ("second", event.pk)]
    assert not Delivery.objects.exists()
    assert Event.objects.get(pk=event.pk).labels == {"place": "torino"}


def test_a_failure_waits_and_does_not_repeat_what_others_heard(ada, heard, after_commit):
    heard.broken = True
    with after_commit():
        event = actions.record(KIND, ada)

    waiting = Delivery.objects.get()
    assert heard == [("first", event.pk)]
    assert waiting.tries == 1 and waiting.next_at > real_now()

    heard.broken = False
    Delivery.objects.update(next_at=real_now() - timedelta(seconds=1))
    actions.deliver_waiting()

    assert heard == [("first", event.pk), ("second", event.pk)]
    assert not Delivery.objects.exists()


def test_after_the_last_try_a_delivery_is_dead_and_stays_to_be_seen(ada, heard, after_commit):
    heard.broken = True
    with after_commit():
        actions.record(KIND, ada)
    for _ in actions.PAUSES:
        Delivery.objects.update(next_at=real_now() - timedelta(seconds=1))
        actions.deliver_waiting()

    dead = Delivery.objects.get()
    assert dead.state == Delivery.State.DEAD and real_now() - dead.next_at < timedelta(minutes=1)
    assert actions.deliver_next() is None


def test_a_dead_delivery_is_heard_when_it_is_tried_again(ada, heard):
    event = actions.record(KIND, ada)
    Delivery.objects.filter(event=event).update(state=Delivery.State.DEAD, tries=8)
    actions.deliver_waiting()
    assert heard == []

    assert actions.try_again() == 2
    actions.deliver_waiting()

    assert heard == [("first", event.pk), ("second", event.pk)] and not Delivery.objects.exists()


def test_what_is_old_goes_and_what_still_waits_stays(ada, heard):
    Event.objects.all().delete()
    old, waited_for, young = (actions.record(KIND, ada) for _ in range(3))
    Event.objects.exclude(pk=young.pk).update(happened_at=real_now() - timedelta(days=731))
    Delivery.objects.filter(event=old).update(state="dead", next_at=real_now() - timedelta(days=31))
    Delivery.objects.filter(event=young).update(state="dead", next_at=real_now() - timedelta(days=29))

    actions.sweep()

    assert set(Event.objects.values_list("pk", flat=True)) == {waited_for.pk, young.pk}
    assert Delivery.objects.filter(state="dead").count() == 2


def test_an_event_whose_subject_is_gone_counts_as_delivered(ada, heard, after_commit):
    from portal.mail.models import Letter

    letter = Letter.objects.create(to="x@example.org", subject="x", text="x")
    actions.record(KIND, letter)
    letter.delete()
    actions.deliver_waiting()

    assert heard == [] and not Delivery.objects.exists()


def test_a_lease_that_ran_out_belongs_to_the_next_worker(ada, heard):
    actions.record(KIND, ada)
    Delivery.objects.update(leased_until=real_now() + timedelta(seconds=30))
    assert actions.deliver_next() is None

    Delivery.objects.update(leased_until=real_now() - timedelta(seconds=1))
    assert actions.deliver_next() is True


def test_what_was_rolled_back_never_happened(ada, heard, django_capture_on_commit_callbacks):
    from django.db import transaction

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.record(KIND, ada)
        raise ZeroDivisionError

    assert heard == [] and not Event.objects.filter(kind=KIND).exists()
