"""Every page of the room: who gets it, in how many queries, in both languages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions import (
    agree_shadowing,
    answer_quiz,
    complete_lesson,
    declare_hours,
    enroll,
    plan_meeting,
    record_hours,
    translate_lesson,
)
from courses.models import Attendance, Enrollment
from portal.accounts.models import User
from portal.clock import now, today
from tests.conftest import appointed

from .conftest import lesson_text, right_answers

MOST = 12  # queries a page (issue 5)


@pytest.fixture
def lived_in(ted, place, lara, franca, read_lesson, quiz_lesson):
    """Lara has done some of everything."""
    complete_lesson(place, read_lesson, by=lara)
    answer_quiz(place, quiz_lesson, right_answers(quiz_lesson), by=lara)
    line = declare_hours(place, area="visita", minutes=60, what="Sportello", happened_on=today(), by=lara)
    meeting = plan_meeting(ted, area="bollette", title="Prova", starts_at=now(), minutes=60, by=franca)
    return {"place": place.pk, "line": line.pk, "meeting": meeting.pk}


LEARNER = [
    "/corsi/",
    "/corsi/corso-ted/",
    "/corsi/corso-ted/ritiro/",
    "/corsi/corso-ted/libretto/",
    "/corsi/corso-ted/libretto/dichiara/",
    "/corsi/corso-ted/incontri/",
    "/corsi/incontri/{meeting}/",
    "/corsi/corso-ted/bollette/leggere/",
    "/corsi/corso-ted/bollette/letture/",
]
TRAINER = [
    "/corsi/",
    "/corsi/corso-ted/",
    "/corsi/corso-ted/persone/",
    "/corsi/corso-ted/persone/?stato=completed",
    "/corsi/corso-ted/incontri/",
    "/corsi/corso-ted/incontri/nuovo/",
    "/corsi/incontri/{meeting}/",
    "/corsi/incontri/{meeting}/registro/",
    "/corsi/incontri/{meeting}/annulla/",
    "/corsi/persone/{place}/",
    "/corsi/persone/{place}/ore/",
    "/corsi/persone/{place}/togli/",
    "/corsi/ore/{line}/togli/",
    "/corsi/corso-ted/bollette/letture/",
]


def queries_of(browser, url: str) -> int:
    browser.get(url)  # the first visit also touches the session
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = browser.get(url)
    assert answer.status_code == 200, url
    return len(captured)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name, urls", [("lara", LEARNER), ("franca", TRAINER)])
def test_pages_answer_in_few_queries(request, lived_in, browse, name, urls, prefix):
    browser = browse(request.getfixturevalue(name))

    counts = {url: queries_of(browser, prefix + url.format(**lived_in)) for url in urls}

    assert {url: n for url, n in counts.items() if n > MOST} == {}


def test_the_shadowings_pages_answer_in_few_queries(beside, giulio, browse):
    agree_shadowing(beside, senior=giulio, by=giulio)
    browser, base = browse(giulio), f"/corsi/persone/{beside.pk}/"

    for url in ("affiancamento/", "affiancamento/accordo/", "affiancamento/tempo/", "affiancamento/firma/", ""):
        assert queries_of(browser, base + url) <= MOST


def test_the_lists_do_not_grow_with_the_people(ted, lived_in, franca, lara, browse):
    browser = browse(franca)
    urls = [
        "/corsi/corso-ted/persone/",
        f"/corsi/incontri/{lived_in['meeting']}/registro/",
        "/corsi/corso-ted/incontri/",
    ]
    few = [queries_of(browser, url) for url in urls]
    for n in range(15):
        person = User.objects.create(email=f"p{n}@example.org", handle=f"p{n}", first_name="P", last_name=f"{n}")
        Enrollment.objects.create(person=person, course=ted, state="enrolled", enrolled_at=ted.first_published_at)
        asking = User.objects.create(email=f"q{n}@example.org", handle=f"q{n}", first_name="Q", last_name=f"{n}")
        Enrollment.objects.create(person=asking, course=ted, state="requested", requested_at=now())
        plan_meeting(ted, area="bollette", title=f"Prova {n}", starts_at=now(), minutes=60, by=franca)

    assert [queries_of(browser, url) for url in urls] == few


def test_a_long_ledger_costs_no_more(place, lara, franca, browse):
    browser = browse(lara)
    few = [queries_of(browser, url) for url in ("/corsi/corso-ted/", "/corsi/corso-ted/libretto/")]
    for _ in range(60):
        record_hours(place, area="bollette", minutes=15, what="Un pezzo", happened_on=today(), by=franca)

    assert [queries_of(browser, url) for url in ("/corsi/corso-ted/", "/corsi/corso-ted/libretto/")] == few
    assert Attendance.objects.count() == 60


def test_english_words_and_italian_ones_marked(ted, place, lara, read_lesson, browse):
    translate_lesson(read_lesson, lesson_text("leggere", "Reading a bill", body="<p>The words.</p>"))
    browser = browse(lara)

    page = browser.get("/en/corsi/corso-ted/").content.decode()
    assert (
        "Reading a bill" in page
        and 'lang="it">Una casa fredda' in page
        and "/en/corsi/corso-ted/bollette/leggere/" in page
    )
    lesson = browser.get("/en/corsi/corso-ted/bollette/leggere/").content.decode()
    assert "The words." in lesson and "Questa lezione è in italiano" not in lesson
    untranslated = browser.get("/en/corsi/corso-ted/visita/casa/")
    assert untranslated.status_code == 200 and 'lang="it"' in untranslated.content.decode()
    assert "The words." not in browser.get("/corsi/corso-ted/bollette/leggere/").content.decode()


def test_answers_to_translated_questions_count_for_the_lesson(place, lara, quiz_lesson, browse):
    twin = translate_lesson(quiz_lesson, lesson_text("letture", "Readings", questions=4))
    sent = {f"q{pk}": choice for pk, choice in right_answers(twin).items()}
    assert set(right_answers(twin)).isdisjoint(right_answers(quiz_lesson))

    browse(lara).post("/en/corsi/corso-ted/bollette/letture/risposte/", sent)

    assert Attendance.objects.get().lesson == quiz_lesson


def test_what_is_not_there_is_not_there(ted, place, lara, franca, browse):
    for browser in (browse(lara), browse(franca)):
        for url in (
            "/corsi/niente/",
            "/corsi/corso-ted/niente/niente/",
            "/corsi/corso-ted/visita/leggere/",
            "/corsi/niente/persone/",
            "/corsi/niente/libretto/",
            "/corsi/niente/incontri/",
            "/corsi/incontri/999999/",
            "/corsi/incontri/999999/registro/",
            "/corsi/persone/999999/",
            "/corsi/persone/999999/affiancamento/",
            "/corsi/materiali/999999/",
            "/corsi/corso-ted/immagini/999999/",
        ):
            assert browser.get(url).status_code == 404, url


def test_the_rooms_of_others_do_not_exist(ted, ada, giulio, browse):
    for browser in (browse(ada), browse(giulio)):
        for url in ("persone/", "incontri/nuovo/", "libretto/"):
            assert browser.get(f"/corsi/corso-ted/{url}").status_code == 404, url


def test_the_network_wide_trainer_teaches_every_course(ted, activators, ada, browse):
    browser = browse(appointed(ada, "trainer"))

    for slug in ("corso-ted", "corso-attivatori"):
        assert browser.get(f"/corsi/{slug}/persone/").status_code == 200


def test_the_catalogue_says_what_is_mine(ted, activators, lara, place, franca, browse):
    assert "Lo stai facendo" in browse(lara).get("/corsi/").content.decode()
    assert "Chi lo segue" in browse(franca).get("/corsi/").content.decode()
    empty = browse(enroll(franca, activators).person).get("/corsi/corso-attivatori/")
    assert "Sei all’inizio" in empty.content.decode()
