"""Calendars, read back with another library than the one that writes them."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import vobject
from django.conf import settings
from django.urls import reverse

from portal.agenda import feeds
from portal.agenda.actions import (
    calendar_of,
    cancel_appointment,
    change_appointment,
    renew_calendar,
    say_coming,
    say_not_coming,
    set_appointment,
)
from portal.agenda.feeds import Dated, calendar_text, tells_dates
from portal.agenda.queries import dates_of
from portal.clock import at

from .conftest import LINK, NOW, fields, rome


def read(text) -> dict:
    """Read a calendar: its events by their titles."""
    calendar = vobject.readOne(text.decode() if isinstance(text, bytes) else text)
    return {event.summary.value: event for event in getattr(calendar, "vevent_list", [])}


def address(person) -> str:
    return reverse("agenda:calendar_feed", args=[calendar_of(person, by=person).token])


@pytest.fixture
def told():
    """Let a room above tell some dates, for this test only."""
    kept = list(feeds._asked)
    yield tells_dates
    feeds._asked[:] = kept


# ── hours ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "starts, hour, offset",
    [
        (datetime(2026, 12, 10, 14, tzinfo=UTC), "15:00", 1),
        (datetime(2026, 7, 9, 13, tzinfo=UTC), "15:00", 2),
        # 29 March: from 1:59 to 3:00.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "01:30", 1),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "03:30", 2),
        # 25 October: 2:30 comes twice.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "01:30", 2),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "03:30", 1),
    ],
)
def test_the_hour_in_the_calendar_is_the_hour_of_rome(starts, hour, offset):
    dated = Dated("a@snodo", "Prova", starts, starts + timedelta(hours=1), "Empoli", "/eventi/1/")

    read_back = read(calendar_text([dated], name="Prova"))["Prova"]

    begins, ends = read_back.dtstart.value.astimezone(UTC), read_back.dtend.value.astimezone(UTC)
    assert (begins, ends) == (starts, starts + timedelta(hours=1))
    assert read_back.dtstart.value.strftime("%H:%M") == hour
    assert read_back.dtstart.value.utcoffset() == timedelta(hours=offset)
    assert b"TZID=Europe/Rome" in calendar_text([dated], name="Prova")


def test_the_hour_that_comes_twice_is_never_another_one():
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    text = calendar_text([Dated("a@snodo", "Prova", first, second, "Empoli", "/")], name="Prova").decode()

    assert "DTSTART;TZID=Europe/Rome:20261025T023000" in text and "DTEND:20261025T013000Z" in text


def test_an_event_across_a_change_of_the_clocks_lasts_what_it_lasts():
    starts = datetime(2026, 3, 28, 23, tzinfo=UTC)
    dated = Dated("a@snodo", "Notte", starts, starts + timedelta(hours=4), "Empoli", "/")

    event = read(calendar_text([dated], name="Prova"))["Notte"]

    assert event.dtstart.value.strftime("%d %H:%M") == "29 00:00" and event.dtend.value.strftime("%H:%M") == "05:00"
    assert event.dtend.value - event.dtstart.value.astimezone(UTC) == timedelta(hours=4)


def test_a_whole_day_has_no_hour():
    dated = Dated("a@snodo", "Controllo", date(2026, 12, 10), date(2026, 12, 11), "", "/x/", all_day=True)
    text = calendar_text([dated], name="Prova").decode()

    assert "DTSTART;VALUE=DATE:20261210" in text and "DTEND;VALUE=DATE:20261212" in text
    assert "LOCATION" not in text


def test_an_empty_calendar_is_a_calendar():
    text = calendar_text([], name="Prova").decode()

    assert text.startswith("BEGIN:VCALENDAR") and "X-WR-CALNAME:Prova" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in text and "X-PUBLISHED-TTL:PT6H" in text


# ── one event ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_file_of_an_event_says_what_when_and_where_and_never_the_link(event, ada, browse):
    say_coming(event, by=ada)
    for person in (None, ada):
        response = browse(person).get(reverse("agenda:appointment_ics", args=[event.pk]))
        found = read(response.content)["Leggere la bolletta insieme"]

        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert found.uid.value == f"{event.uid}@snodo" and found.location.value == "Circolo Pagnana, Empoli"
        assert found.dtstart.value == event.starts_at and found.dtend.value == event.ends_at
        assert found.url.value == settings.PUBLIC_URL + event.get_absolute_url()
        assert LINK not in response.content.decode() and "Ferrero" not in response.content.decode()
        assert "0571" not in response.content.decode()


def test_the_file_of_an_event_for_the_network_does_not_exist_for_visitors(members_event, nina, gina, browse):
    url = reverse("agenda:appointment_ics", args=[members_event.pk])

    assert browse(None).get(url).status_code == 404 and browse(gina).get(url).status_code == 404
    assert browse(nina).get(url).status_code == 200


# ── all of mine ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_my_calendar_holds_where_i_go_and_what_i_set(event, members_event, ada, bruno, browse):
    say_coming(event, by=bruno)
    response = browse(None).get(address(bruno))
    found = read(response.content)

    assert list(found) == ["Leggere la bolletta insieme"]
    assert LINK in found["Leggere la bolletta insieme"].description.value
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(read(browse(None).get(address(ada)).content)) == {event.title, members_event.title}

    say_not_coming(event, by=bruno)
    assert not read(browse(None).get(address(bruno)).content)


def test_a_calendar_hears_of_changes_and_of_what_is_cancelled(event, ada, bruno, browse):
    say_coming(event, by=bruno)
    change_appointment(event, {"starts_at": rome(2026, 12, 10, 14, 30)}, by=ada)
    found = read(browse(None).get(address(bruno)).content)[event.title]
    assert (found.sequence.value, found.status.value) == ("1", "CONFIRMED")
    assert found.dtstart.value.strftime("%H:%M") == "14:30"

    event.refresh_from_db()
    cancel_appointment(event, "Manca la sala.", by=ada)

    found = read(browse(None).get(address(bruno)).content)[event.title]
    assert (found.sequence.value, found.status.value) == ("2", "CANCELLED")
    assert found.uid.value == f"{event.uid}@snodo"


def test_what_is_older_than_two_months_goes(event, ada):
    with at(NOW + timedelta(days=60)):
        assert [dated.title for dated in dates_of(ada)] == [event.title]
    with at(NOW + timedelta(days=70)):
        assert not dates_of(ada)


def test_the_rooms_above_tell_their_dates(told, ada, bruno, monday, browse):
    @told
    def lessons(person):
        starts = rome(2026, 12, 9, 9)
        return [Dated("l@snodo", "Lezione", starts, starts + timedelta(hours=1), "Empoli", "/corsi/")] * (person == ada)

    assert list(read(browse(None).get(address(ada)).content)) == ["Lezione"]
    assert not read(browse(None).get(address(bruno)).content)


def test_an_address_that_was_changed_leads_nowhere(event, ada, browse):
    old = address(ada)
    renew_calendar(ada, by=ada)

    assert browse(None).get(old).status_code == 404
    assert browse(None).get(address(ada)).status_code == 200
    for wrong in ("nessuno", "x" * 300, "è", "a%00b"):
        assert browse(None).get(f"/eventi/calendario/{wrong}.ics").status_code == 404


def test_who_was_stopped_has_no_calendar_any_more(event, ada, anita, browse):
    from portal.accounts.actions import suspend

    hers = address(ada)
    suspend(ada, why="prova", by=anita)

    assert browse(None).get(hers).status_code == 404


def test_who_left_the_network_keeps_what_is_public_without_the_link(event, members_event, ada):
    from portal.accounts.models import Qualification

    Qualification.objects.filter(person=ada).update(withdrawn_at=NOW)
    type(ada).objects.filter(pk=ada.pk).update(member_since=None)
    found = dates_of(type(ada).objects.get(pk=ada.pk))

    assert [(dated.title, dated.link) for dated in found] == [(event.title, "")]


def test_who_set_it_and_lost_her_title_has_no_link_and_no_list(event, ada, bruno):
    """Ada still learns something here: she reads the event, as anybody does."""
    from portal.accounts.actions import withdraw_qualification
    from portal.agenda.today import items

    say_coming(event, by=bruno)
    assert [dated.link for dated in dates_of(ada)] == [event.link]
    for held in ada.qualifications.all():
        withdraw_qualification(held)
    ada = type(ada).objects.get(pk=ada.pk)

    assert [(dated.title, dated.link) for dated in dates_of(ada)] == [(event.title, "")]
    with at(event.starts_at - timedelta(days=1)):
        assert not [item for item in items(ada) if item.url.endswith("#chi-viene")]


def test_a_calendar_that_asks_too_often_waits(ada, browse, monkeypatch):
    from portal.agenda.views import calendars

    monkeypatch.setattr(calendars, "READINGS_AN_HOUR", 1)
    monkeypatch.setattr(settings, "LIMITS_FACTOR", 1)
    assert browse(None).get(address(ada)).status_code == 200

    response = browse(None).get(address(ada))

    assert response.status_code == 429 and response["Retry-After"]


def test_an_address_stands_in_no_log_and_in_no_count(ada, browse, caplog):
    from portal.limits.models import Spending

    token = urlsplit(address(ada)).path.split("/")[-1].removesuffix(".ics")
    browse(None).get(address(ada))
    browse(None).get(f"/eventi/calendario/{token}x.ics")

    assert token not in caplog.text and not Spending.objects.filter(key__contains=token[:20]).exists()


def test_a_long_calendar_asks_the_database_the_same_few_times(events, ada, browse, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = address(ada)
    counts = []
    for more in (2, 28):
        events(more)
        with CaptureQueriesContext(connection) as asked:
            assert browse(None).get(url).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 8


def test_a_title_with_signs_comes_back_as_it_is(ada, monday):
    event = set_appointment(fields(title="Luce, gas; e «acqua»: \\ tutto"), by=ada)

    assert list(read(calendar_text(dates_of(ada), name="x"))) == [event.title]
