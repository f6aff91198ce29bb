"""A letter is written with the decision it tells, and sent later, at least once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from portal.clock import real_now
from portal.mail import actions
from portal.mail.models import Letter

pytestmark = pytest.mark.both_databases


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
