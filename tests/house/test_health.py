"""Alive, ready, figures; headers on every answer."""

from datetime import timedelta

import pytest

from portal.clock import real_now
from portal.journal.models import Delivery, Event

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def index(db, settings, tmp_path):
    from search.actions import rebuild

    settings.SEARCH_DIR = tmp_path / "search"
    rebuild()


def test_it_is_alive_and_ready(client, index):
    assert client.get("/healthz").content == b"ok\n"
    ready = client.get("/readyz")

    assert ready.status_code == 200
    assert ready.json() == {"database": True, "cache": True, "deliveries": True, "search": True}


def test_a_dead_delivery_is_shown(client, ada):
    from django.contrib.contenttypes.models import ContentType

    event = Event.objects.create(kind="x", subject_type=ContentType.objects.get_for_model(ada), subject_id=ada.pk)
    Delivery.objects.create(event=event, listener="x", state=Delivery.State.DEAD)

    assert client.get("/readyz").json()["deliveries"] is False

    # What died before yesterday was seen: it no longer hides what dies today.
    Delivery.objects.update(next_at=real_now() - timedelta(hours=25))
    assert client.get("/readyz").json()["deliveries"] is True


def test_an_index_that_nobody_keeps_is_shown(client, index, settings, tmp_path):
    from search.models import IndexRequest

    IndexRequest.objects.create(key="practice:1")
    assert client.get("/readyz").json()["search"] is True

    IndexRequest.objects.update(asked_at=real_now() - timedelta(minutes=6))
    late = client.get("/readyz")
    assert late.status_code == 200 and late.json()["search"] is False

    settings.SEARCH_DIR = tmp_path / "nothing"
    IndexRequest.objects.all().delete()
    assert client.get("/readyz").json()["search"] is False


def test_figures_are_for_this_machine_alone(client, db):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"x-forwarded-for": "1.2.3.4"}).status_code == 404


@pytest.mark.parametrize(
    "path, status", [("/", 200), ("/pratiche/", 200), ("/non-esiste/", 404), ("/canali/", 302), ("/accedi/", 200)]
)
def test_headers_stand_on_every_answer(client, db, path, status):
    answer = client.get(path)

    assert answer.status_code == status
    for name, value in FIXED.items():
        assert answer.headers[name] == value, name
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy and "frame-ancestors 'none'" in policy


def test_what_a_person_sees_is_not_kept(browse, ada):
    answer = browse(ada).get("/")

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, noarchive"


def test_an_anonymous_form_leaves_no_session(client, db):
    from django.contrib.sessions.models import Session

    client.get("/accedi/")
    client.get("/pratiche/")

    assert not Session.objects.exists()
