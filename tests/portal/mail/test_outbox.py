"""A letter is written with the decision it tells, and sent later, at least once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction

from portal.clock import real_now
from portal.mail import actions, chores
from portal.mail.models import Letter

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def no_demo(settings):
    """The tests run with the demo's doors open; letters are kept there, and only there."""
    settings.DEMO = False


def test_a_letter_is_sent_once(ada):
    actions.write_letter(ada, "Una\nnovità", "Ciao.")

    assert actions.send_next() is True
    assert actions.send_next() is None
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [([ada.email], "Una novità")]
    assert Letter.objects.get(to=ada.email).state == Letter.State.SENT


def test_a_letter_of_a_rolled_back_decision_is_never_sent(ada):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.write_letter(ada, "x", "x")
        raise ZeroDivisionError

    assert actions.send_next() is None


def test_a_letter_that_fails_waits_and_at_last_is_dead(ada, settings):
    settings.EMAIL_BACKEND = "tests.broken_mail.Backend"
    actions.write_letter(ada, "x", "x")
    for _ in range(len(actions.PAUSES) + 1):
        assert actions.send_next() is False
        Letter.objects.update(next_at=real_now() - timedelta(seconds=1))

    assert actions.send_next() is None
    assert Letter.objects.get(to=ada.email).state == Letter.State.DEAD


def test_a_post_office_that_is_shut_for_a_day_loses_nothing():
    assert sum(actions.PAUSES) > 24 * 3600


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_that_was_sent_is_kept_nowhere(ada):
    actions.write_letter(ada, "Il tuo codice", "ABC-123")
    actions.send_next()

    assert "ABC-123" in mail.outbox[0].body
    assert Letter.objects.get(to=ada.email).text == ""


def test_the_demo_keeps_its_letters_to_show_them(ada, settings):
    settings.DEMO = True
    actions.write_letter(ada, "Il tuo codice", "ABC-123")
    actions.send_next()
    Letter.objects.update(next_at=days_ago(400))
    actions.sweep()

    assert Letter.objects.get(to=ada.email).text == "ABC-123"


@pytest.fixture
def letter(ada):
    """A letter that ended in some state some days ago."""

    def ended(state: str, days: float) -> Letter:
        one = actions.write_letter(ada, "x", "Parole.")
        Letter.objects.filter(pk=one.pk).update(state=state, tries=9, next_at=days_ago(days))
        return one

    return ended


def days_ago(days: float):
    return real_now() - timedelta(days=days)


def test_old_letters_lose_their_words_and_then_go(letter):
    sent, fresh, stale = letter("sent", 1), letter("dead", 6), letter("dead", 8)
    letter("dead", 31), letter("sent", 31)
    waiting = letter("waiting", 40)

    actions.sweep()

    assert dict(Letter.objects.values_list("pk", "text")) == {
        sent.pk: "",  # of before letters were emptied at once
        fresh.pk: "Parole.",
        stale.pk: "",
        waiting.pk: "Parole.",
    }


def test_the_dead_that_still_have_words_are_sent_again_when_told(letter, capsys):
    fresh, stale = letter("dead", 1), letter("dead", 8)
    actions.sweep()

    call_command("retry")

    assert "1 letters" in capsys.readouterr().out
    assert actions.send_next() is True and actions.send_next() is None
    assert dict(Letter.objects.values_list("pk", "state")) == {fresh.pk: "sent", stale.pk: "dead"}


def test_many_letters_leave_the_other_chores_their_turn(ada):
    for n in range(chores.AT_ONCE + 1):
        actions.write_letter(ada, f"{n}", "x")

    chores.send_waiting_letters()
    assert Letter.objects.filter(state=Letter.State.WAITING).count() == 1
