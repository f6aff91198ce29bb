"""A meeting and its register. Franca teaches; Lara and Nina follow; Giulio teaches another course."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from courses.actions import (
    Marked,
    Unmarked,
    cancel_meeting,
    check_in,
    close_register,
    correct_presence,
    enroll,
    keep_register,
    open_check_in,
    plan_meeting,
)
from courses.models import Attendance, Meeting, Presence
from portal.clock import at, now
from portal.limits.actions import TooMany
from portal.notifications.models import Notification


@pytest.fixture
def two(ted, place, nina):
    with at(now() - timedelta(days=3)):
        return place, enroll(nina, ted)


@pytest.fixture
def meeting(ted, franca, place):
    with at(now() - timedelta(days=3)):
        place.enrolled_at = now()
        place.save()
        return plan_meeting(
            ted, area="bollette", title="Bollette vere", starts_at=now() + timedelta(days=2), minutes=180, by=franca
        )


def test_planning_tells_who_follows(ted, place, franca, lara, nina, after_commit):
    with after_commit():
        plan_meeting(ted, area="bollette", title="Prova", starts_at=now(), minutes=60, by=franca)

    told = Notification.objects.filter(kind="meeting.planned")
    assert list(told.values_list("reader", flat=True)) == [lara.pk]


def test_calling_it_off_tells_them_too(meeting, lara, franca, browse, after_commit):
    with after_commit():
        cancel_meeting(meeting, by=franca)

    assert Notification.objects.filter(reader=lara, kind="meeting.cancelled").exists()
    assert "non si fa più" in browse(lara).get(f"/corsi/incontri/{meeting.pk}/").content.decode()
    with pytest.raises(PermissionDenied):
        keep_register(meeting, {}, by=franca)


@pytest.mark.parametrize("name", ["lara", "ada", "dino", "giulio"])
def test_only_the_trainers_of_the_course_hold_it(request, ted, meeting, place, name):
    other = request.getfixturevalue(name)
    for act in (
        lambda: plan_meeting(ted, area="bollette", title="x", starts_at=now(), minutes=60, by=other),
        lambda: keep_register(meeting, {place.pk: Marked("present")}, by=other),
        lambda: close_register(meeting, {place.pk: Marked("present")}, by=other),
        lambda: open_check_in(meeting, by=other),
        lambda: cancel_meeting(meeting, by=other),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert not Attendance.objects.exists()


def test_a_kept_register_counts_nothing(meeting, two, franca):
    keep_register(meeting, {two[0].pk: Marked("present")}, done="Prove.", by=franca)

    meeting.refresh_from_db()
    assert meeting.closed_at is None and meeting.done == "Prove."
    assert Presence.objects.get().mark == "present" and not Attendance.objects.exists()


def test_closing_turns_presences_into_hours(meeting, two, franca, lara, after_commit):
    lara_in, nina_in = two
    with after_commit():
        close_register(meeting, {lara_in.pk: Marked("late", 40), nina_in.pk: Marked("absent")}, by=franca)

    line = Attendance.objects.get()
    assert (line.enrollment, line.minutes, line.source, line.confirmed_by) == (lara_in, 140, "presence", franca)
    assert Notification.objects.filter(reader=lara, kind="hours.confirmed").exists()


def test_everyone_who_needs_the_hours_is_marked_before_closing(meeting, two, franca):
    lara_in, nina_in = two
    with pytest.raises(Unmarked):
        close_register(meeting, {lara_in.pk: Marked("present")}, by=franca)
    assert not Attendance.objects.exists()

    Attendance.objects.create(
        enrollment=nina_in, area="bollette", minutes=240, source="recorded", what="Altra edizione",
        happened_on=now().date(), written_by=franca, confirmed_by=franca, confirmed_at=now(),
    )  # fmt: skip
    close_register(meeting, {lara_in.pk: Marked("present")}, by=franca)
    assert Attendance.objects.filter(meeting=meeting).count() == 1


def test_a_closed_register_is_changed_with_a_reason(meeting, two, franca, lara, browse):
    lara_in, nina_in = two
    close_register(meeting, {lara_in.pk: Marked("present"), nina_in.pk: Marked("absent")}, by=franca)
    with pytest.raises(PermissionDenied):
        keep_register(meeting, {lara_in.pk: Marked("absent")}, by=franca)

    correct_presence(meeting, lara_in, Marked("late", 60), reason="È arrivata alle 16.", by=franca)

    old, new = Attendance.objects.order_by("pk")
    assert old.withdrawn_why == "È arrivata alle 16." and old.minutes == 180
    assert new.minutes == 120 and new.withdrawn_at is None
    assert "È arrivata alle 16." in browse(lara).get("/corsi/corso-ted/libretto/").content.decode()


def test_a_trainer_does_not_confirm_her_own_presence(ted, meeting, place, franca):
    with at(now() - timedelta(days=3)):
        own = enroll(franca, ted)

    close_register(meeting, {place.pk: Marked("present"), own.pk: Marked("present")}, by=franca)

    assert not Attendance.objects.filter(enrollment=own).exists()
    with pytest.raises(PermissionDenied):
        correct_presence(meeting, own, Marked("present"), reason="x", by=franca)


def test_who_came_later_to_the_course_is_not_in_the_register(ted, meeting, place, franca, nina):
    enroll(nina, ted)

    with at(now() + timedelta(days=1)):
        close_register(meeting, {place.pk: Marked("present")}, by=franca)

    assert Presence.objects.count() == 1


def test_the_digits_say_who_is_here_and_confirm_nothing(meeting, place, lara, franca):
    with at(meeting.starts_at):
        told = open_check_in(meeting, by=franca)
        assert check_in(told, "000000" if told.code != "000000" else "1", enrollment=place, by=lara) is False
        assert check_in(told, told.code, enrollment=place, by=lara) is True

    presence = Presence.objects.get()
    assert presence.checked_in_at and presence.mark == "" and not Attendance.objects.exists()


def test_digits_end_and_are_not_guessed(meeting, place, lara, franca, settings):
    settings.LIMITS_FACTOR = 1
    with at(meeting.starts_at):
        told = open_check_in(meeting, by=franca)
    with at(meeting.starts_at + timedelta(minutes=45)):
        assert check_in(told, told.code, enrollment=place, by=lara) is False
    with pytest.raises(TooMany):
        for _ in range(11):
            check_in(told, "x", enrollment=place, by=lara)


def test_the_digits_are_for_who_follows_the_course(meeting, nina, beside, franca):
    with at(meeting.starts_at), pytest.raises(PermissionDenied):
        check_in(open_check_in(meeting, by=franca), "123456", enrollment=beside, by=nina)


def test_the_register_on_the_page(meeting, two, franca, lara, browse):
    lara_in, nina_in = two
    url, browser = f"/corsi/incontri/{meeting.pk}/registro/", browse(franca)
    assert "Appello" in browser.get(url).content.decode()
    assert browse(lara).get(url).status_code == 403

    half = {f"mark-{lara_in.pk}": "present", "done": "Coppie.", "close": "1"}
    answer = browser.post(url, half)
    assert answer.status_code == 422 and "Presente, in ritardo o assente?" in answer.content.decode()
    kept = browser.post(url, {f"mark-{lara_in.pk}": "late", f"lost-{lara_in.pk}": "30", "done": "Coppie."})
    assert kept.status_code == 302 and Presence.objects.get().lost_minutes == 30
    whole = {**half, f"mark-{nina_in.pk}": "absent"}
    assert browser.post(url, whole).status_code == 302
    assert Attendance.objects.get().minutes == 180
    page = browser.get(url).content.decode()
    assert "Il registro è chiuso" in page and "Correggi" in page
    assert browser.post(url, whole).status_code == 403

    fix = f"{url}{lara_in.pk}/"
    assert browser.post(fix, {"mark": "absent", "reason": ""}).status_code == 422
    assert browser.post(fix, {"mark": "absent", "reason": "Ho sbagliato riga."}).status_code == 302
    assert not Attendance.objects.filter(withdrawn_at=None).exists()


def test_the_page_where_one_says_i_am_here(meeting, place, lara, franca, browse):
    with at(meeting.starts_at + timedelta(minutes=5)):
        assert browse(franca).post(f"/corsi/incontri/{meeting.pk}/codice/").status_code == 302
        meeting.refresh_from_db()
        url, browser = f"/corsi/incontri/{meeting.pk}/", browse(lara)
        assert "Scrivi le sei cifre" in browser.get(url).content.decode()
        wrong = browser.post(f"{url}presente/", {"code": "12"})
        assert wrong.status_code == 422 and "non tornano" in wrong.content.decode()
        spaced = f"{meeting.code[:3]} {meeting.code[3:]}"
        assert browser.post(f"{url}presente/", {"code": spaced}).status_code == 302
        assert "Hai detto che sei qui" in browser.get(url).content.decode()
        register = browse(franca).get(f"{url}registro/").content.decode()
        assert "Ha scritto le cifre" in register and meeting.code[:3] in register


def test_a_meeting_from_its_form(ted, franca, browse):
    sent = {
        "title": "Prova in coppia", "area": "visita", "on": "2026-12-10", "at": "15:30", "hours": "2", "minutes": "30",
        "place": "Torino", "video_url": "",
    }  # fmt: skip
    sent["on"] = (now() + timedelta(days=9)).date().isoformat()

    answer = browse(franca).post("/corsi/corso-ted/incontri/nuovo/", sent)

    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == f"/corsi/incontri/{meeting.pk}/" and meeting.minutes == 150
    for change, words in [
        ({"on": "boh"}, "Scrivi la data così"),
        ({"at": "boh"}, "Scrivi l’ora così"),
        ({"place": ""}, "Scrivi dove ci si trova"),
        ({"video_url": "boh"}, "Copia qui l’indirizzo intero"),
        ({"on": "2999-01-01"}, "Controlla l’anno"),
        ({"hours": "11"}, "al massimo dieci ore"),
    ]:
        answer = browse(franca).post("/corsi/corso-ted/incontri/nuovo/", {**sent, **change})
        page = answer.content.decode()
        assert answer.status_code == 422 and words in page and "Prova in coppia" in page
