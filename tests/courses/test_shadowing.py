"""Working beside a senior. Nina learns, Giulio is the senior, Franca teaches another course."""

import pytest
from django.core.exceptions import PermissionDenied

from courses.actions import (
    TooEarly,
    agree_shadowing,
    confirm_entry,
    enroll,
    log_shadowing,
    remove_entry,
    sign_off_shadowing,
)
from courses.models import Enrollment, ShadowingEntry
from forum.cases.permissions import askable_people, can_ask
from portal.accounts.actions import begin_shadowing
from portal.clock import today
from portal.notifications.models import Notification
from tests.conftest import appointed

ENTRY = {"kind": "taking_charge", "minutes": 60}


@pytest.fixture
def shadowing(beside, giulio):
    return agree_shadowing(beside, senior=giulio, by=giulio)


def test_an_agreement_takes_the_minutes_of_the_course_and_both_know(beside, giulio, nina, ada, after_commit):
    second = appointed(ada, "trainer", "corso-attivatori")
    with after_commit():
        shadowing = agree_shadowing(beside, senior=giulio, by=second)

    assert shadowing.agreed_minutes == 120
    told = Notification.objects.filter(kind="shadowing.agreed").values_list("reader", flat=True)
    assert set(told) == {nina.pk, giulio.pk}


def test_who_may_agree_and_with_whom(beside, place, giulio, franca, nina, ada):
    for by, senior in [(nina, giulio), (franca, giulio), (ada, giulio), (giulio, ada), (giulio, nina)]:
        with pytest.raises(PermissionDenied):
            agree_shadowing(beside, senior=senior, by=by)
    # The TED course asks for no shadowing.
    with pytest.raises(PermissionDenied):
        agree_shadowing(place, senior=franca, by=franca)


def test_the_seniors_time_counts_and_the_others_waits(shadowing, giulio, nina, franca):
    sure = log_shadowing(shadowing, **ENTRY, happened_on=today(), by=giulio)
    waiting = log_shadowing(shadowing, **ENTRY, happened_on=today(), by=nina)

    assert sure.confirmed_at and waiting.confirmed_at is None
    with pytest.raises(PermissionDenied):
        log_shadowing(shadowing, **ENTRY, happened_on=today(), by=franca)
    with pytest.raises(PermissionDenied):
        confirm_entry(waiting, by=nina)
    confirm_entry(waiting, by=giulio)
    waiting.refresh_from_db()
    assert waiting.confirmed_at
    with pytest.raises(PermissionDenied):
        remove_entry(waiting, by=giulio)


def test_what_was_written_by_mistake_goes_before_it_is_confirmed(shadowing, giulio, nina):
    entry = log_shadowing(shadowing, **ENTRY, happened_on=today(), by=nina)

    remove_entry(entry, by=nina)

    assert not ShadowingEntry.objects.exists()


def test_the_senior_signs_when_the_time_is_there(shadowing, giulio, nina, franca, after_commit):
    log_shadowing(shadowing, **ENTRY, happened_on=today(), by=giulio)
    log_shadowing(shadowing, **ENTRY, happened_on=today(), by=nina)
    with pytest.raises(TooEarly):
        sign_off_shadowing(shadowing, note="Sa fare.", by=giulio)
    confirm_entry(shadowing.entries.get(confirmed_at=None), by=giulio)
    for other in (nina, franca):
        with pytest.raises(PermissionDenied):
            sign_off_shadowing(shadowing, note="Sa fare.", by=other)

    with after_commit():
        signed = sign_off_shadowing(shadowing, note="Conduce un primo incontro da sola.", by=giulio)

    assert signed.signed_off_at
    assert Notification.objects.filter(reader=nina, kind="shadowing.signed_off").exists()
    with pytest.raises(PermissionDenied):
        sign_off_shadowing(shadowing, note="Di nuovo.", by=giulio)
    with pytest.raises(PermissionDenied):
        agree_shadowing(shadowing.enrollment, senior=giulio, by=giulio)


def test_a_senior_who_trains_no_more_does_not_sign(shadowing, giulio, anita):
    from portal.accounts.actions import withdraw_role

    log_shadowing(shadowing, kind="project", minutes=120, happened_on=today(), by=giulio)
    withdraw_role(giulio.roles.get(), by=anita)
    giulio.refresh_from_db()

    with pytest.raises(PermissionDenied):
        sign_off_shadowing(shadowing, note="Sa fare.", by=giulio)


def test_nobody_shadows_herself(activators, giulio):
    own = enroll(giulio, activators)

    with pytest.raises(PermissionDenied):
        agree_shadowing(own, senior=giulio, by=giulio)


def test_the_pages(beside, giulio, nina, ada, browse):
    base, senior, learner = f"/corsi/persone/{beside.pk}/affiancamento/", browse(giulio), browse(nina)
    assert "Non è ancora concordato" in learner.get(base).content.decode()
    assert learner.get(f"{base}accordo/").status_code == 403
    assert browse(ada).get(base).status_code == 404

    assert senior.post(f"{base}accordo/", {"senior": giulio.pk, "hours": "2"}).status_code == 302
    time = {"kind": "insertion", "happened_on": today().isoformat(), "hours": "2", "minutes": "0"}
    assert senior.get(f"{base}firma/").status_code == 200
    assert "Mancano ancora delle ore" in senior.post(f"{base}firma/", {"note": "Va bene."}).content.decode()
    assert learner.post(f"{base}tempo/", time).status_code == 302
    entry = ShadowingEntry.objects.get()
    assert learner.post(f"/corsi/affiancamenti/{entry.pk}/conferma/").status_code == 403
    assert browse(ada).post(f"/corsi/affiancamenti/{entry.pk}/conferma/").status_code == 404
    assert senior.post(f"/corsi/affiancamenti/{entry.pk}/conferma/").status_code == 302
    assert "Firma l’affiancamento" in senior.get(base).content.decode()
    named = senior.post(f"{base}firma/", {"note": "Ha seguito bene Maria Rossi, 333 1234567."})
    assert named.status_code == 422 and "Sembra che ci sia" in named.content.decode()
    assert senior.post(f"{base}firma/", {"note": "Conduce da sola."}).status_code == 302
    assert "Conduce da sola." in learner.get(base).content.decode()


def test_the_senior_may_ask_the_other_to_read_a_case_and_nobody_else(shadowing, giulio, nina, ada):
    begin_shadowing(nina, "ACTIVATOR")

    assert can_ask(giulio, nina) and askable_people(giulio).filter(pk=nina.pk).exists()
    assert not can_ask(ada, nina) and not askable_people(ada).filter(pk=nina.pk).exists()

    Enrollment.objects.filter(person=nina).update(state="withdrawn")
    assert not can_ask(giulio, nina)
