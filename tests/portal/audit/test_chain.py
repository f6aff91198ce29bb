"""The audit holds together: a line changed or taken out is seen. Elena appoints, Ada is appointed."""

import pytest

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
