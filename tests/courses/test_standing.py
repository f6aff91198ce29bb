"""Where a learner stands in the meetings: what she is sent to, what the meeting's page and its register say.

Franca teaches; Lara has been in the course for a month; Nina came in today.
"""

from datetime import timedelta

import pytest

from courses.actions import (
    Marked,
    close_register,
    correct_presence,
    enroll,
    keep_register,
    plan_meeting,
    record_hours,
)
from courses.queries import missing_together, open_meetings, progress_of
from courses.today import items
from portal.clock import at, now, today

COURSE = "/corsi/corso-ted/"


@pytest.fixture
def since_long(ted, lara):
    with at(now() - timedelta(days=30)):
        return enroll(lara, ted)


@pytest.fixture
def plan(ted, franca):
    """Plan three hours: `plan("visita", "Porta a porta", days=-1)`."""

    def planned(area: str, title: str, *, days: float):
        starts_at = now() + timedelta(days=days)
        return plan_meeting(ted, area=area, title=title, starts_at=starts_at, minutes=180, place="Torino", by=franca)

    return planned


@pytest.fixture
def only_the_visit_lacks(since_long, franca):
    """Lara has all the hours of the bills; those of the visit wait."""
    record_hours(since_long, area="bollette", minutes=240, what="Incontri", happened_on=today(), by=franca)
    return since_long


# ── what is missing ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_area_sends_to_a_meeting_of_its_own(only_the_visit_lacks, plan, lara, browse):
    plan("bollette", "Recupero", days=2)
    own = plan("visita", "Porta a porta", days=5)

    (one,) = missing_together(progress_of(only_the_visit_lacks), open_meetings(only_the_visit_lacks))
    page = browse(lara).get(COURSE).content.decode()

    assert (one.area.slug, one.next, one.registers) == ("visita", own, [])
    missing = page[page.index('id="missing"') : page.index('id="areas"')]
    assert "Vieni a «Porta a porta»" in missing and f"/corsi/incontri/{own.pk}/" in missing
    assert "Recupero" not in missing and "In «La visita» ti mancano 30 minuti." in missing


def test_a_register_still_open_is_said_with_its_address(only_the_visit_lacks, plan, lara, franca, browse):
    past = plan("visita", "Ieri in casa", days=-1)
    browser = browse(lara)
    page = browser.get(COURSE).content.decode()
    assert "Controlla la presenza a «Ieri in casa»" in page and f"/corsi/incontri/{past.pk}/" in page
    assert "è ancora aperto: se c’eri, le ore contano quando chi insegna lo chiude." in page
    assert "Il prossimo non è ancora in calendario" not in page

    keep_register(past, {only_the_visit_lacks.pk: Marked("present")}, by=franca)
    assert "Sei nel registro di" in browser.get(COURSE).content.decode()

    keep_register(past, {only_the_visit_lacks.pk: Marked("absent")}, by=franca)
    page = browser.get(COURSE).content.decode()
    assert "Ieri in casa»" not in page and "Il prossimo non è ancora in calendario" in page


def test_areas_without_a_meeting_stand_together(since_long, plan, lara, browse):
    plan("visita", "Porta a porta", days=5)

    page = browse(lara).get(COURSE).content.decode()

    assert "Fai 3 ore e 10 minuti negli incontri" in page and "In «Le bollette» ti mancano 3 ore e 10 minuti." in page


def test_the_learners_page_does_not_grow_with_the_meetings(since_long, plan, lara, browse, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = browse(lara)
    browser.get(COURSE)
    with CaptureQueriesContext(connection) as few:
        browser.get(COURSE)
    for n in range(6):
        plan("visita", f"Ieri {n}", days=-1 - n)
        plan("bollette", f"Domani {n}", days=1 + n)

    with django_assert_num_queries(len(few)):
        browser.get(COURSE)
    assert len(few) <= 12


# ── Oggi ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_today_sends_to_the_meetings_where_she_lacks_hours(only_the_visit_lacks, plan, lara):
    plan("bollette", "Recupero", days=1)
    assert [one.title for one in items(lara)] == ["Continua con «Leggere una bolletta»"]

    plan("visita", "Porta a porta", days=2)
    assert [one.title for one in items(lara)][0] == "Vieni a «Porta a porta»"

    plan("visita", "Ieri in casa", days=-1)
    first = items(lara)[0]
    assert first.title == "Controlla la presenza a «Ieri in casa»" and "se c’eri, le ore contano" in first.text


def test_who_came_in_after_it_began_is_not_waited_for(ted, since_long, plan, lara, nina, franca, browse):
    running = plan("visita", "In corso adesso", days=-1 / 24)
    late = enroll(nina, ted)

    assert [one.title for one in items(lara)][0] == "Vieni a «In corso adesso»"
    assert [one.title for one in items(nina)] == ["Continua con «Leggere una bolletta»"]
    register = browse(franca).get(f"/corsi/incontri/{running.pk}/registro/").content.decode()
    assert "Nel corso da dopo l’inizio: segnala solo se c’era" in register

    with at(now() + timedelta(hours=3)):
        assert missing_together(progress_of(late), open_meetings(late))[1].registers == []
        page = browse(nina).get(f"/corsi/incontri/{running.pk}/").content.decode()
        assert "non eri ancora nel corso" in page
        # Nobody waits for her mark, and she may have one.
        close_register(running, {since_long.pk: Marked("present")}, by=franca)
        correct_presence(running, since_long, Marked("absent"), reason="Sbaglio.", by=franca)


# ── the meeting's page ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_meetings_page_says_where_it_stands(since_long, plan, lara, franca, browse):
    meeting = plan("visita", "Porta a porta", days=1)
    browser, url = browse(lara), f"/corsi/incontri/{meeting.pk}/"

    page = browser.get(url).content.decode()
    assert "È ancora da fare" in page and franca.get_absolute_url() in page and "scrivilo a" not in page

    with at(meeting.starts_at + timedelta(days=1)):
        page = browser.get(url).content.decode()
        assert "il tuo nome non c’è ancora" in page and "Se c’eri e non risulta, scrivilo a:" in page
        assert page.count(franca.get_absolute_url()) == 2

        keep_register(meeting, {since_long.pk: Marked("present")}, by=franca)
        page = browser.get(url).content.decode()
        assert "C’eri: è nel registro. Le ore contano quando chi insegna lo chiude." in page
        assert "scrivilo a" not in page

        close_register(meeting, {since_long.pk: Marked("late", 30)}, by=franca)
        assert "Nel libretto valgono 2 ore e 30 minuti." in browser.get(url).content.decode()

        correct_presence(meeting, since_long, Marked("absent"), reason="Un’altra Lara.", by=franca)
        page = browser.get(url).content.decode()
        assert "Non c’eri." in page and "scrivilo a:" in page and "Nel libretto valgono" not in page


def test_a_closed_register_without_her_says_so(since_long, plan, lara, franca, browse):
    record_hours(since_long, area="visita", minutes=60, what="Visite", happened_on=today(), by=franca)
    meeting = plan("visita", "Ieri in casa", days=-1)
    close_register(meeting, {}, by=franca)

    page = browse(lara).get(f"/corsi/incontri/{meeting.pk}/").content.decode()

    assert "Il registro è chiuso, e il tuo nome non c’è." in page and "scrivilo a:" in page


def test_who_teaches_reads_no_presence_of_her_own(since_long, plan, franca, browse):
    meeting = plan("visita", "Ieri in casa", days=-1)

    page = browse(franca).get(f"/corsi/incontri/{meeting.pk}/").content.decode()

    assert "Apri il registro" in page and "il tuo nome" not in page and "Chi insegna" not in page


# ── the register ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("minutes, shown", [(-40, False), (-20, True), (90, True), (200, True), (220, False)])
def test_the_digits_are_offered_around_the_meeting_only(since_long, plan, franca, browse, minutes, shown):
    meeting = plan("visita", "Porta a porta", days=1)

    with at(meeting.starts_at + timedelta(minutes=minutes)):
        page = browse(franca).get(f"/corsi/incontri/{meeting.pk}/registro/").content.decode()

    assert ("Fai le cifre" in page) is shown and "Appello" in page
    assert ("trovi qui anche le cifre" in page) is (minutes == -40)
