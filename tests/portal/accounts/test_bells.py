"""When a session ends or a right changes, her open sockets are asked again at once (reliability.md M8)."""

import pytest

from portal.accounts.actions import grant_role, qualify, withdraw_role
from portal.accounts.models import Role
from portal.live import bus


@pytest.fixture
def rung(monkeypatch):
    heard = []
    monkeypatch.setattr("portal.accounts.handlers.kick", heard.append)
    return heard


def test_signing_out(ada, browse, rung, after_commit):
    browser = browse(ada)
    with after_commit():
        browser.post("/esci/")

    assert ada.pk in rung


def test_a_session_that_is_ended_from_elsewhere(ada, browse, rung, after_commit):
    from allauth.usersessions.models import UserSession

    elsewhere = browse(ada).session.session_key
    session = UserSession.objects.create(user=ada, session_key=elsewhere, ip="127.0.0.1", user_agent="telefono")
    with after_commit():
        session.end()

    assert ada.pk in rung


def test_a_role_that_is_given_and_taken_back(ada, bruno, elena, rung, after_commit):
    with after_commit():
        role = grant_role(bruno, "trainer", place="corso-ted", by=elena)
    assert rung == [bruno.pk]

    with after_commit():
        withdraw_role(Role.objects.get(pk=role.pk), by=elena)
    assert rung == [bruno.pk, bruno.pk]


def test_a_certification(nina, rung, after_commit):
    with after_commit():
        qualify(nina, "TED")

    assert nina.pk in rung


def test_the_bell_is_the_live_rooms_own():
    from portal.accounts import handlers

    assert handlers.kick is bus.kick
