"""Reporting and hiding. Bruno wrote, Ada reports, Diana moderates."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from forum.actions import (
    accept_answer,
    confirm_hidden,
    edit_message,
    hide_message,
    leave_message,
    open_thread,
    report_message,
    restore_message,
)
from forum.models import Channel, Message, Report, Thread
from portal.audit.models import Note
from portal.notifications.models import Notification


@pytest.fixture
def answer(thread, bruno, say):
    return say(thread, bruno, "Quella di via Roma.")


def test_a_report_waits_and_the_message_stays(answer, ada, dino, after_commit):
    with after_commit():
        report = report_message(answer, Report.Reason.WRONG, words="La soglia è cambiata.", by=ada)

    assert Message.objects.get(pk=answer.pk).state == "text"
    assert Notification.objects.filter(reader=dino, kind="message.reported").count() == 1
    assert report_message(answer, Report.Reason.OTHER, by=ada) == report


def test_where_someone_could_be_recognised_it_is_hidden_at_once(answer, ada):
    report_message(answer, Report.Reason.RECOGNISABLE, by=ada)

    hidden = Message.objects.get(pk=answer.pk)
    assert hidden.state == "hidden" and hidden.shown_html == "" and hidden.hidden_by is None


def test_hiding_has_a_reason_and_leaves_the_words_to_the_author(thread, answer, ada, bruno, dino, after_commit):
    accept_answer(answer, by=ada)
    report = report_message(answer, Report.Reason.OTHER, by=ada)
    with after_commit():
        hidden = hide_message(answer, "C’è un indirizzo.", by=dino)

    assert (hidden.state, hidden.hidden_by, hidden.body) == ("hidden", dino, "Quella di via Roma.")
    report.refresh_from_db()
    assert (report.outcome, report.answered_by) == ("hidden", dino)
    thread.refresh_from_db()
    assert thread.accepted is None and thread.answers == 0
    assert Note.objects.filter(act="message.hidden", by=dino).exists()
    assert Notification.objects.filter(reader=bruno, kind="message.hidden").exists()
    assert Notification.objects.filter(reader=ada, kind="report.answered").exists()


def test_who_does_not_moderate_cannot_hide(answer, ada, bruno, elena):
    for who in (ada, bruno, elena):
        with pytest.raises(PermissionDenied):
            hide_message(answer, "No", by=who)


def test_nobody_hides_her_own_words(thread, dino, say):
    with pytest.raises(PermissionDenied):
        hide_message(say(thread, dino), "No", by=dino)


def test_corrected_it_can_be_shown_again(thread, answer, ada, bruno, dino):
    report_message(answer, Report.Reason.RECOGNISABLE, by=ada)
    edit_message(Message.objects.get(pk=answer.pk), "Quella famiglia.", rev=1, by=bruno)
    assert Message.objects.get(pk=answer.pk).shown_html == ""

    shown = restore_message(Message.objects.get(pk=answer.pk), by=dino)

    assert shown.state == "text" and shown.shown_html == "<p>Quella famiglia.</p>\n"
    assert Report.objects.get().outcome == "kept"
    thread.refresh_from_db()
    assert (thread.msg_count, thread.answers) == (2, 1)


def test_a_moderator_gives_the_reason_of_what_a_report_had_hidden(answer, ada, dino):
    report_message(answer, Report.Reason.RECOGNISABLE, by=ada)
    confirm_hidden(Message.objects.get(pk=answer.pk), "C’è un indirizzo.", by=dino)

    hidden = Message.objects.get(pk=answer.pk)
    assert (hidden.hidden_why, hidden.hidden_by) == ("C’è un indirizzo.", dino)
    assert Report.objects.get().outcome == "hidden"


def test_leaving_it_answers_all_the_reports(answer, ada, carla, dino):
    report = report_message(answer, Report.Reason.OTHER, by=ada)
    report_message(answer, Report.Reason.WRONG, by=carla)
    leave_message(report, by=dino)

    assert set(Report.objects.values_list("outcome", flat=True)) == {"kept"}


def test_hiding_the_opening_hides_the_discussion(thread, dino, bruno):
    from forum.permissions import visible_threads

    hide_message(thread.opening, "Il titolo dice chi è.", by=dino)
    assert thread not in visible_threads(bruno)

    restore_message(Message.objects.get(pk=thread.opening_id), by=dino)
    assert Thread.objects.get(pk=thread.pk) in visible_threads(bruno)


def test_hiding_a_discussion_numbers_each_of_its_messages_anew(thread, answer, carla, bruno, dino, say):
    """From the channel's one counter, in one go: nothing is numbered twice, and other discussions are left alone."""
    other = say(open_thread(thread.channel, "Un’altra", "Testo", cid=uuid4(), by=carla), bruno)
    before = Channel.objects.get(pk=thread.channel_id)

    hide_message(thread.opening, "Il titolo dice chi è.", by=dino)

    numbers = list(thread.messages.order_by("seq").values_list("mod_seq", "change"))
    assert numbers == [(before.last_seq + 1, "hide"), (before.last_seq + 2, "hide")]
    channel = Channel.objects.get(pk=thread.channel_id)
    assert (channel.last_seq, channel.msg_count) == (before.last_seq + 2, before.msg_count)
    assert Message.objects.get(pk=other.pk).mod_seq == other.mod_seq
