"""The ledger of hours. Lara follows Franca's course; Giulio teaches another one; Ada teaches nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from courses.actions import confirm_hours, declare_hours, enroll, record_hours, withdraw_hours
from courses.models import Attendance
from portal.clock import now, today
from portal.notifications.models import Notification

pytestmark = pytest.mark.both_databases

LINE = {"area": "bollette", "minutes": 120, "what": "Mattina allo sportello"}


@pytest.fixture
def declared(place, lara):
    return declare_hours(place, **LINE, happened_on=today(), by=lara)


def test_declared_hours_wait_and_the_trainer_is_told(place, lara, franca, after_commit):
    with after_commit():
        line = declare_hours(place, **LINE, happened_on=today(), by=lara)

    assert line.is_waiting
    assert Notification.objects.get(reader=franca).url == f"/corsi/persone/{place.pk}/"


def test_confirmed_they_count_and_she_is_told(declared, lara, franca, after_commit):
    with after_commit():
        confirm_hours(declared, by=franca)
        confirm_hours(declared, by=franca)

    declared.refresh_from_db()
    assert declared.confirmed_by == franca and not declared.is_waiting
    assert "2 ore" in Notification.objects.get(reader=lara, kind="hours.confirmed").text


def test_who_may_not_confirm(declared, lara, ada, dino, giulio):
    for other in (lara, ada, dino, giulio):
        with pytest.raises(PermissionDenied):
            confirm_hours(declared, by=other)


def test_a_trainer_never_confirms_or_records_her_own(ted, franca):
    own = enroll(franca, ted)
    line = declare_hours(own, **LINE, happened_on=today(), by=franca)

    with pytest.raises(PermissionDenied):
        confirm_hours(line, by=franca)
    with pytest.raises(PermissionDenied):
        record_hours(own, **LINE, happened_on=today(), by=franca)
    with pytest.raises(PermissionDenied):
        withdraw_hours(line, reason="x", by=franca)


def test_recorded_hours_count_at_once(place, franca, lara, giulio):
    line = record_hours(place, **LINE, happened_on=today(), by=franca)

    assert line.confirmed_by == franca
    for other in (lara, giulio):
        with pytest.raises(PermissionDenied):
            record_hours(place, **LINE, happened_on=today(), by=other)


def test_nobody_declares_for_another(place, franca, nina):
    for other in (franca, nina):
        with pytest.raises(PermissionDenied):
            declare_hours(place, **LINE, happened_on=today(), by=other)


def test_a_withdrawn_line_stays_with_its_reason(declared, franca, lara, browse, after_commit):
    with after_commit():
        withdraw_hours(declared, reason="Era già nel registro.", by=franca)

    page = browse(lara).get("/corsi/corso-ted/libretto/").content.decode()
    assert "Era già nel registro." in page and "Non conta" in page
    with pytest.raises(PermissionDenied):
        confirm_hours(declared, by=franca)


def test_a_lesson_is_not_withdrawn_by_hand(place, lara, franca, read_lesson):
    from courses.actions import complete_lesson

    complete_lesson(place, read_lesson, by=lara)

    with pytest.raises(PermissionDenied):
        withdraw_hours(Attendance.objects.get(), reason="x", by=franca)


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": 1441},
        {"source": "lesson"},
        {"source": "presence"},
        {"confirmed_at": now()},
        {"withdrawn_at": now()},
        {"source": "declared", "own": True},
    ],
)
def test_the_ledger_itself_refuses_what_is_never_true(place, lara, wrong):
    line = {"area": "bollette", "minutes": 60, "what": "x", "source": "recorded", "happened_on": today(), **wrong}
    if line.pop("own", False):
        line |= {"written_by": lara, "confirmed_by": lara, "confirmed_at": now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(enrollment=place, **line)


def test_the_forms(place, lara, franca, browse):
    sent = {"what": "Visita al CAF", "area": "visita", "happened_on": "24/11/2026", "hours": "1", "minutes": "30"}
    sent["happened_on"] = (today() - timedelta(days=2)).strftime("%d/%m/%Y")

    assert browse(lara).post("/corsi/corso-ted/libretto/dichiara/", sent).status_code == 302
    line = Attendance.objects.get()
    assert (line.minutes, line.area, line.happened_on) == (90, "visita", today() - timedelta(days=2))
    assert browse(franca).post(f"/corsi/ore/{line.pk}/conferma/").status_code == 302
    line.refresh_from_db()
    assert line.confirmed_by == franca
    assert browse(franca).post(f"/corsi/persone/{place.pk}/ore/", sent).status_code == 302
    assert browse(franca).post(f"/corsi/ore/{line.pk}/togli/", {"reason": "Doppia"}).status_code == 302
    page = browse(franca).get(f"/corsi/persone/{place.pk}/").content.decode()
    assert "Doppia" in page


@pytest.mark.parametrize(
    "change, words",
    [
        ({"happened_on": "domani"}, "Scrivi la data così"),
        ({"happened_on": "01/01/2999"}, "deve ancora venire"),
        ({"happened_on": "01/01/1999"}, "troppo tempo"),
        ({"hours": "0", "minutes": "0"}, "almeno un quarto d’ora"),
        ({"area": "luna"}, "Scelta"),
        ({"what": "Chiamata a Maria Rossi, 333 1234567"}, "Sembra che ci sia"),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(place, lara, browse, change, words):
    sent = {
        "what": "Visita al CAF",
        "area": "visita",
        "happened_on": today().isoformat(),
        "hours": "1",
        "minutes": "30",
    }

    answer = browse(lara).post("/corsi/corso-ted/libretto/dichiara/", {**sent, **change})

    page = answer.content.decode()
    assert answer.status_code == 422 and (words in page or words == "Scelta")
    assert ("Visita al CAF" in page) or "what" in change
    assert not Attendance.objects.exists()
