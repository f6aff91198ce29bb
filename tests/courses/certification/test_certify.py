"""Lara finishes the TED course, Irene the activators'. Franca records the hours, Giulio works beside Irene."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from courses.actions import agree_shadowing, log_shadowing, sign_off_shadowing, withdraw
from courses.certification.actions import certify_when_complete
from courses.certification.actions.issuing import ISSUER
from courses.certification.models import Certificate
from courses.certification.papers.signature import is_sealed
from courses.models import Enrollment
from portal.accounts.models import Qualification
from portal.accounts.permissions import forget_standing, is_in_shadowing, is_operator
from portal.journal.actions import deliver_waiting
from portal.notifications.models import Notification

pytestmark = pytest.mark.both_databases

Kind = Certificate.Kind


@pytest.fixture
def irene(db):
    from portal.accounts.models import User

    return User.objects.create_user("irene@example.org", "una parola lunga", first_name="Irene", last_name="De Luca")


def finish_hours(place, hours) -> None:
    for area, minutes in (("presa-in-carico", 2400), ("rete", 2100), ("tavoli", 1800)):
        for part in (1440, minutes - 1440):
            hours(place, area, part)


def test_one_minute_missing_and_nothing_is_issued(lara, corso_ted, learns, hours):
    place = learns(lara, corso_ted)
    hours(place, "bollette", 60)
    hours(place, "visite", 19)

    assert certify_when_complete(place) == []
    assert not Certificate.objects.exists() and not is_operator(lara)


def test_at_eighty_percent_she_has_the_attestato_which_gives_no_role(lara, corso_ted, learns, hours):
    place = learns(lara, corso_ted)
    hours(place, "bollette", 60)
    hours(place, "visite", 20)

    issued = certify_when_complete(place)

    forget_standing(lara)
    assert [one.kind for one in issued] == [Kind.PARTICIPATION]
    assert not is_operator(lara) and not is_in_shadowing(lara)


def test_exactly_enough_makes_her_a_ted_at_that_moment(lara, corso_ted, learns, hours, after_commit):
    place = learns(lara, corso_ted)
    hours(place, "bollette", 60)
    with after_commit():
        hours(place, "visite", 40)

    forget_standing(lara)
    certificate = Certificate.objects.get(person=lara, kind=Kind.COMPETENCE)
    assert is_operator(lara)
    assert Enrollment.objects.get(pk=place.pk).state == Enrollment.State.COMPLETED
    assert Qualification.objects.get(person=lara).source == Qualification.Source.OURS
    assert Notification.objects.filter(reader=lara, url__contains=certificate.shown_code).count() == 1


def test_the_facts_are_frozen(certified, lara, corso_ted):
    lara.last_name = "Gallo Rossi"
    lara.save()
    corso_ted.title = "Corso nuovo"
    corso_ted.save()

    certificate = Certificate.objects.get(pk=certified.pk)
    assert certificate.full_name == "Lara Gallo"
    assert certificate.title == "TED, tutor per l’energia domestica"
    assert certificate.course_title == "Corso per TED"
    assert certificate.issuer == ISSUER
    assert certificate.hours == [
        {"area": "bollette", "title": "Bollette", "minutes": 60},
        {"area": "visite", "title": "Visite", "minutes": 40},
    ]
    assert is_sealed(certificate)


def test_what_was_changed_behind_our_back_is_no_longer_sealed(certified):
    Certificate.objects.filter(pk=certified.pk).update(full_name="Un altro nome")

    assert not is_sealed(Certificate.objects.get(pk=certified.pk))


def test_heard_twice_it_is_issued_once(lara, corso_ted, learns, hours, after_commit):
    place = learns(lara, corso_ted)
    hours(place, "bollette", 60)
    with after_commit():
        hours(place, "visite", 40)
    stale = Enrollment.objects.get(pk=place.pk)

    assert certify_when_complete(stale) == [] and certify_when_complete(place) == []
    assert Certificate.objects.count() == 2  # the attestato and the certification


def test_the_database_refuses_a_second_one(certified):
    certified.pk, certified.code = None, "2" * 28
    certified._state.adding = True

    with pytest.raises(IntegrityError), transaction.atomic():
        certified.save()


def test_hours_beyond_the_plan_are_not_on_the_paper(lara, corso_ted, learns, hours):
    place = learns(lara, corso_ted)
    hours(place, "bollette", 200)
    hours(place, "visite", 40)

    certify_when_complete(place)

    assert Certificate.objects.get(kind=Kind.COMPETENCE).minutes == 100


def test_who_left_the_course_is_not_certified(lara, corso_ted, learns, hours):
    place = learns(lara, corso_ted)
    hours(place, "bollette", 60)
    withdraw(place, by=lara)
    from courses.models import Attendance

    Attendance.objects.create(
        enrollment=place, area="visite", minutes=40, source="recorded", what="Visita", happened_on=date(2026, 11, 2),
        written_by_id=lara.pk,
    )  # fmt: skip

    assert certify_when_complete(place) == []


def test_an_activator_goes_through_the_shadowing(irene, corso_attivatori, giulio, learns, hours, after_commit):
    place = learns(irene, corso_attivatori)
    with after_commit():
        finish_hours(place, hours)

    forget_standing(irene)
    assert Certificate.objects.get(person=irene).kind == Kind.PARTICIPATION
    assert is_in_shadowing(irene) and not is_operator(irene)

    shadowing = agree_shadowing(place, senior=giulio, by=giulio)
    for _ in range(2):
        log_shadowing(shadowing, kind="monitoring", minutes=600, happened_on=date(2026, 11, 2), by=giulio)
    assert certify_when_complete(place) == []
    with after_commit():
        sign_off_shadowing(shadowing, note="Sa condurre un tavolo.", by=giulio)

    forget_standing(irene)
    certificate = Certificate.objects.get(person=irene, kind=Kind.COMPETENCE)
    assert is_operator(irene) and not is_in_shadowing(irene)
    assert (certificate.minutes, certificate.shadowing_minutes) == (6300, 1200)
    assert Certificate.objects.get(person=irene, kind=Kind.PARTICIPATION).shadowing_minutes == 0


def test_an_activator_one_minute_short_waits(irene, corso_attivatori, giulio, learns, hours):
    place = learns(irene, corso_attivatori)
    for area, minutes in (("presa-in-carico", 2400), ("rete", 2099), ("tavoli", 1800)):
        for part in (1440, minutes - 1440):
            hours(place, area, part)

    assert certify_when_complete(place) == []
    assert not is_in_shadowing(irene)


def test_a_listener_that_runs_again_tells_nobody_twice(certified, lara):
    from courses.certification.handlers import issue_papers, tell_the_holder
    from portal.journal.models import Event

    event = Event.objects.get(kind="certificate.issued", subject_id=str(certified.pk))
    for _ in range(2):
        tell_the_holder(event)
        issue_papers(event)

    assert Notification.objects.filter(reader=lara, event=event).count() == 1


def test_the_sentence_is_in_the_readers_language(certified, lara):
    from courses.certification.handlers import tell_the_holder
    from portal.journal.models import Event

    lara.language = "en"
    lara.save()
    tell_the_holder(Event.objects.get(kind="certificate.issued", subject_id=str(certified.pk)))

    assert Notification.objects.get(reader=lara).url.startswith("/en/")


def test_what_was_got_elsewhere_stays_when_ours_comes(nina, elena, corso_ted, learns, hours):
    from portal.accounts.actions import qualify

    qualify(nina, "TED", source="elsewhere", issuer="Il Lume", seen_by=elena, by=elena)
    place = learns(nina, corso_ted)
    hours(place, "bollette", 60)
    hours(place, "visite", 40)
    certify_when_complete(place)

    assert Qualification.objects.get(person=nina, withdrawn_at=None).source == Qualification.Source.ELSEWHERE
    assert deliver_waiting() >= 0
