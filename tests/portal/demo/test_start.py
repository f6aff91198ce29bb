"""The first start of the demo: whole or not at all, and at the address that was asked for."""

import os
import sys

import pytest
from django.core.management import CommandError, call_command

import manage
from portal.accounts.models import User
from portal.demo.story import load
from tests.conftest import person


@pytest.fixture
def short_story(db, monkeypatch):
    """A story of one person; `interrupted` stops it before the pages."""
    told = []

    def pages(cast):
        if short.interrupted:
            raise KeyboardInterrupt
        told.append("pages")

    def short():
        return told

    short.interrupted = False
    monkeypatch.setattr(load.people, "tell", lambda: [person("ted", "Ada", "Ferrero")])
    monkeypatch.setattr(load.people, "rest", lambda cast: None)
    monkeypatch.setattr(load.pages, "tell", pages)
    monkeypatch.setattr(load, "ROOMS", ())
    monkeypatch.setattr(load, "finish", lambda: told.append("finish"))
    User.objects.all().delete()
    return short


def test_a_first_start_that_is_interrupted_leaves_nothing_and_the_next_makes_it_all(short_story):
    short_story.interrupted = True
    with pytest.raises(CommandError, match="Per ricominciare"):
        call_command("demo", "--no-serve", verbosity=0)
    assert not User.objects.exists()

    short_story.interrupted = False
    call_command("demo", "--no-serve")
    call_command("demo", "--no-serve")  # a second start keeps the data

    assert User.objects.count() == 1 and short_story() == ["pages", "finish"]


@pytest.fixture
def address(monkeypatch):
    """What PUBLIC_URL is when the settings are read: `address("--port", "8001")`."""

    def found(*arguments: str) -> str | None:
        seen = []
        monkeypatch.setenv("SNODO_DEMO", "1")
        monkeypatch.setattr(
            "django.core.management.execute_from_command_line", lambda argv: seen.append(os.environ.get("PUBLIC_URL"))
        )
        monkeypatch.setattr(sys, "argv", ["manage.py", "demo", *arguments])
        manage.main()
        return seen[0]

    monkeypatch.setenv("PUBLIC_URL", "")
    return found


@pytest.mark.parametrize("arguments", [("--port", "8001"), ("--port=8001", "--no-serve")])
def test_forms_and_sockets_go_by_the_port_that_was_asked_for(address, arguments):
    assert address(*arguments) == "http://localhost:8001"


def test_without_a_port_or_with_an_address_of_ones_own_nothing_is_changed(address, monkeypatch):
    assert address() == ""
    monkeypatch.setenv("PUBLIC_URL", "http://localhost:9000")
    assert address("--port", "8001") == "http://localhost:9000"


def test_two_ports_that_disagree_are_refused(db):
    with pytest.raises(CommandError, match="PUBLIC_URL"):
        call_command("demo", "--no-serve", "--port", "8001")
