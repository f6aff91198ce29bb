"""The worker's day: events, then chores, then events; nothing that fails or goes on and on keeps the rest waiting."""

import threading

import pytest

from portal.journal import work


@pytest.fixture
def day(monkeypatch):
    """A worker with chores of our own, which stops when one of them says so, or after a while."""
    stopping = threading.Event()
    monkeypatch.setattr(work, "_chores", {})
    monkeypatch.setattr(work, "deliver_next", lambda: None)
    late = threading.Timer(20, stopping.set)
    late.start()
    yield stopping
    late.cancel()


def test_a_steady_flow_of_events_does_not_hold_up_the_letters(day, monkeypatch):
    heard, rounds = [], []
    monkeypatch.setattr(work, "deliver_next", lambda: heard.append(1) or True)  # there is always one more

    @work.every(0)
    def send_letters():
        rounds.append(len(heard))
        if len(rounds) == 3:
            day.set()

    work.work_until(day)

    assert rounds == [work.AT_ONCE, 2 * work.AT_ONCE, 3 * work.AT_ONCE]


def test_a_chore_that_fails_each_time_does_not_hold_up_those_after_it(day, monkeypatch):
    monkeypatch.setattr(work, "close_old_connections", lambda: None)

    @work.every(0)
    def break_each_time():
        raise ValueError("not today")

    done = []

    @work.every(0)
    def go_on():
        done.append(1)
        if len(done) == 2:
            day.set()

    work.work_until(day)

    assert len(done) == 2
