"""Correcting, taking back, saying that it is useful, choosing. Ada asked, Bruno and Carla answered."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from forum.actions import (
    Conflict,
    accept_answer,
    edit_message,
    lock_thread,
    mark_useful,
    reopen,
    retitle,
    withdraw_message,
)
from forum.models import Message, Thread
from portal.clock import at, now


@pytest.fixture
def answer(thread, bruno, say):
    return say(thread, bruno, "Serve la firma di tutti.")


def test_a_slip_of_the_pen_leaves_no_mark(answer, bruno):
    changed = edit_message(answer, "Serve la firma di uno.", rev=1, by=bruno)

    assert changed.edited_at is None and changed.rev == 2 and changed.html == "<p>Serve la firma di uno.</p>\n"
    assert changed.mod_seq > answer.seq and changed.change == "edit"
    assert [version.body for version in changed.versions.all()] == ["Serve la firma di tutti."]


def test_who_asked_words_the_title_better_while_it_is_open(thread, ada, bruno, dino):
    for who in (bruno, dino):
        with pytest.raises(PermissionDenied):
            retitle(thread, "Un altro titolo", by=who)

    retitle(thread, "La voltura: chi deve firmare?", by=ada)
    lock_thread(thread, by=dino)
    with pytest.raises(PermissionDenied):
        retitle(thread, "Ancora", by=ada)

    assert Thread.objects.get().title == "La voltura: chi deve firmare?"


def test_later_it_is_marked_as_corrected(answer, bruno):
    with at(now() + timedelta(minutes=16)):
        changed = edit_message(answer, "Serve la firma di uno.", rev=1, by=bruno)

    assert changed.edited_at and changed.versions.count() == 1


def test_who_changed_it_elsewhere_is_told(answer, bruno):
    edit_message(answer, "Uno.", rev=1, by=bruno)
    with pytest.raises(Conflict):
        edit_message(answer, "Due.", rev=1, by=bruno)


def test_nobody_corrects_somebody_else(answer, ada, dino):
    for who in (ada, dino):
        with pytest.raises(PermissionDenied):
            edit_message(answer, "Altro", rev=1, by=who)


def test_what_is_taken_back_leaves_no_word(answer, thread, ada, bruno):
    edit_message(answer, "Uno. @ada-ferrero", rev=1, by=bruno)
    mark_useful(answer, by=ada)
    gone = withdraw_message(Message.objects.get(pk=answer.pk), by=bruno)

    assert (gone.body, gone.html, gone.useful, gone.state) == ("", "", 0, "withdrawn")
    assert not gone.versions.exists() and not gone.mentions.exists() and not gone.reactions.exists()
    thread.refresh_from_db()
    assert (thread.msg_count, thread.answers) == (1, 0)


def test_a_question_nobody_answered_goes_with_its_title(thread, ada, bruno):
    from forum.permissions import can_read, visible_threads

    withdraw_message(thread.opening, by=ada)

    thread = Thread.objects.get(pk=thread.pk)
    assert thread.withdrawn_at and not can_read(ada, thread) and not visible_threads(bruno).exists()


def test_an_answered_question_stands_without_its_words(thread, answer, ada):
    withdraw_message(thread.opening, by=ada)

    thread.refresh_from_db()
    assert thread.withdrawn_at is None and thread.messages.count() == 2


def test_useful_is_counted_once_a_person(answer, ada, carla):
    mark_useful(answer, by=ada)
    mark_useful(answer, by=ada)
    mark_useful(answer, by=carla)
    assert Message.objects.get(pk=answer.pk).useful == 2

    mark_useful(answer, by=ada, useful=False)
    assert Message.objects.get(pk=answer.pk).useful == 1


def test_nobody_says_that_her_own_words_are_useful(answer, bruno, lara):
    for who in (bruno, lara):
        with pytest.raises(PermissionDenied):
            mark_useful(answer, by=who)


def test_who_asked_chooses_and_may_change_her_mind(thread, answer, ada, carla, bruno, say):
    better = say(thread, carla, "Ne basta una.")

    assert accept_answer(answer, by=ada).is_solved
    thread = accept_answer(better, by=ada)
    assert (thread.accepted, thread.solved_by) == (better, ada)
    # The one that was chosen before is shown again as it was.
    assert Message.objects.get(pk=answer.pk).change == "accept"
    with pytest.raises(PermissionDenied):
        accept_answer(answer, by=bruno)

    reopen(thread, by=ada)
    thread.refresh_from_db()
    assert (thread.status, thread.accepted, thread.solved_at) == ("open", None, None)


def test_the_question_itself_is_no_answer(thread, ada):
    with pytest.raises(PermissionDenied):
        accept_answer(thread.opening, by=ada)


def test_taking_back_the_chosen_answer_opens_the_question_again(thread, answer, ada, bruno):
    accept_answer(answer, by=ada)
    withdraw_message(Message.objects.get(pk=answer.pk), by=bruno)

    thread.refresh_from_db()
    assert thread.status == "open" and thread.accepted is None
