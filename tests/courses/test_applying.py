"""Coming into a course. Nina applies, Franca teaches it and answers; Dino moderates and has no say."""

import pytest
from django.core.exceptions import PermissionDenied

from courses.actions import admit, apply_for_course, decline, enroll, finish_course, withdraw
from courses.models import Enrollment
from portal.accounts.actions import accept_invitation, approve_join, ask_to_join, invite
from portal.accounts.models import User
from portal.journal.models import Event
from portal.notifications.models import Notification
from tests.conftest import person as someone

State = Enrollment.State


def test_an_application_reaches_the_trainers(ted, nina, franca, dino, after_commit):
    with after_commit():
        enrollment = apply_for_course(ted, wish="Voglio imparare.", by=nina)

    assert enrollment.state == State.REQUESTED
    assert list(Notification.objects.values_list("reader", flat=True)) == [franca.pk]


def test_admitted_she_is_in_and_is_told(ted, franca, after_commit):
    person = User.objects.create_user("fuori@example.org", "una parola lunga", first_name="Ida", last_name="Fuori")
    enrollment = apply_for_course(ted, by=person)

    with after_commit():
        admit(enrollment, by=franca)

    person.refresh_from_db()
    enrollment.refresh_from_db()
    assert enrollment.state == State.ENROLLED and enrollment.answered_by == franca
    assert person.member_since is not None
    assert Notification.objects.get(reader=person, kind="enrollment.enrolled").url == "/corsi/corso-ted/"


def test_declined_she_reads_why_and_may_try_again(ted, nina, franca, browse, after_commit):
    with after_commit():
        decline(apply_for_course(ted, by=nina), reason="Il gruppo è pieno.", by=franca)

    page = browse(nina).get("/corsi/corso-ted/").content.decode()
    assert "Il gruppo è pieno." in page
    assert apply_for_course(ted, by=nina).state == State.REQUESTED


@pytest.mark.parametrize(
    "answer", [lambda one, by: admit(one, by=by), lambda one, by: decline(one, reason="no", by=by)]
)
def test_only_the_trainers_of_the_course_answer(ted, nina, franca, dino, giulio, answer):
    enrollment = apply_for_course(ted, by=nina)

    for stranger in (dino, giulio, nina):
        with pytest.raises(PermissionDenied):
            answer(enrollment, stranger)
    answer(enrollment, franca)


def test_a_trainer_does_not_answer_her_own_application(ted, franca):
    enrollment = apply_for_course(ted, by=franca)

    with pytest.raises(PermissionDenied):
        admit(enrollment, by=franca)


def test_who_waits_goes_on_waiting(ted, nina, browse):
    first = apply_for_course(ted, wish="Voglio imparare.", by=nina)

    assert apply_for_course(ted, wish="Di nuovo.", by=nina) == first
    assert browse(nina).post("/corsi/corso-ted/candidatura/", {"wish": "Di nuovo."}).status_code == 302
    assert Enrollment.objects.get(person=nina).wish == "Voglio imparare."
    assert Event.objects.filter(kind="enrollment.applied").count() == 1


def test_nobody_applies_to_her_own_or_to_a_closed_course(ted, lara, place):
    with pytest.raises(PermissionDenied):
        apply_for_course(ted, by=lara)
    withdraw(place, by=lara)
    ted.accepts_applications = False

    with pytest.raises(PermissionDenied):
        apply_for_course(ted, by=lara)


def test_enrolling_twice_changes_nothing(ted, place, lara):
    assert enroll(lara, ted).enrolled_at == place.enrolled_at
    assert Enrollment.objects.count() == 1


def test_she_leaves_and_comes_back_to_what_she_had(ted, place, lara, franca, read_lesson, browse):
    from courses.actions import complete_lesson

    complete_lesson(place, read_lesson, by=lara)
    withdraw(place, by=lara)
    assert browse(lara).get(read_lesson.get_absolute_url()).status_code == 404

    enroll(lara, ted)

    place.refresh_from_db()
    assert place.attendances.count() == 1 and place.is_active


def test_a_stranger_cannot_take_her_off(place, ada, giulio, franca):
    for stranger in (ada, giulio):
        with pytest.raises(PermissionDenied):
            withdraw(place, by=stranger)
    withdraw(place, by=franca)


def test_a_finished_course_stays_open_and_nobody_takes_her_off(place, lara, franca, read_lesson, browse):
    finish_course(place)
    finish_course(place)

    place.refresh_from_db()
    assert place.state == State.COMPLETED
    assert browse(lara).get(read_lesson.get_absolute_url()).status_code == 200
    with pytest.raises(PermissionDenied):
        withdraw(place, by=franca)


def test_an_invitation_for_the_course_enrols(ted, franca, after_commit):
    invitation = invite("nuova@example.org", course="corso-ted", by=franca)
    person = User.objects.create_user("nuova@example.org", "una parola lunga", first_name="Ada", last_name="Nuova")

    with after_commit():
        accept_invitation(invitation, person)

    assert Enrollment.objects.get(person=person).state == State.ENROLLED


def test_an_approved_request_enrols(ted, elena, after_commit):
    person = User.objects.create_user("chiede@example.org", "una parola lunga", first_name="Ida", last_name="Chiede")
    request = ask_to_join(person, territory=elena.territory, wish="TED")

    with after_commit():
        approve_join(request, course="corso-ted", by=elena)

    assert Enrollment.objects.get(person=person).course == ted


def test_many_applications_have_pages_of_their_own(ted, franca, browse):
    for n in range(23):
        apply_for_course(ted, by=someone(f"p{n}", f"Nome{n}", "Prova"))
    browser = browse(franca)

    first = browser.get("/corsi/corso-ted/persone/")
    second = browser.get("/corsi/corso-ted/persone/?stato=requested&pagina=2")

    assert len(first.context["applications"]) == 5 and "23 candidature" in first.content.decode()
    assert len(second.context["applications"]) == 3 and "Nome22 Prova" in second.content.decode()


def test_the_forms_of_an_application(ted, nina, franca, browse):
    assert browse(nina).post("/corsi/corso-ted/candidatura/", {"wish": "Ci tengo."}).status_code == 302
    enrollment = Enrollment.objects.get(person=nina)
    people = browse(franca).get("/corsi/corso-ted/persone/").content.decode()
    assert "Ci tengo." in people

    refused = browse(franca).post(f"/corsi/persone/{enrollment.pk}/rifiuta/", {"reason": ""})
    assert refused.status_code == 422 and "Scrivi il motivo" in refused.content.decode()
    assert browse(franca).post(f"/corsi/persone/{enrollment.pk}/ammetti/").status_code == 302
    enrollment.refresh_from_db()
    assert enrollment.state == State.ENROLLED
    assert browse(nina).post("/corsi/corso-ted/ritiro/").status_code == 302
