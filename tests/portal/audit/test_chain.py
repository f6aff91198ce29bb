"""The audit holds together: a line changed or taken out is seen. Elena appoints, Ada is appointed."""

import pytest
from django.core.management import CommandError, call_command

from portal.audit.actions import is_whole, note
from portal.audit.models import Note

pytestmark = pytest.mark.both_databases


def test_lines_follow_each_other(ada, elena):
    note("role.granted", by=elena, subject=ada, kind="trainer")
    note("role.withdrawn", by=elena, subject=ada, kind="trainer")

    assert is_whole()


def test_a_changed_line_is_seen(ada, elena):
    line = note("role.granted", by=elena, subject=ada, kind="trainer")
    Note.objects.filter(pk=line.pk).update(labels={"kind": "staff"})

    assert not is_whole()


def test_a_line_taken_out_is_seen(ada, elena):
    line = note("role.granted", by=elena, subject=ada)
    note("role.withdrawn", by=elena, subject=ada)
    line.delete()

    assert not is_whole()


def test_a_last_line_taken_out_is_seen(ada, elena):
    note("role.granted", by=elena, subject=ada)
    line = note("role.withdrawn", by=elena, subject=ada)
    line.delete()

    assert not is_whole()


def test_the_command_says_so_to_whoever_asks(ada, elena, capsys):
    line = note("role.granted", by=elena, subject=ada)
    call_command("verify_audit")
    assert "The audit is whole" in capsys.readouterr().out

    Note.objects.filter(pk=line.pk).update(act="role.withdrawn")
    with pytest.raises(CommandError):
        call_command("verify_audit")
