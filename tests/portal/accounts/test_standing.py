"""Roles follow from facts. Ada is a TED, Dino moderates, Elena coordinates the Empolese, Franca trains, Nina learns,
Gina sits in a committee, Sara was suspended; Pietro, in his shadowing, is made here."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.accounts import permissions
from portal.accounts.actions import begin_shadowing, grant_role, qualify, withdraw_qualification, withdraw_role
from portal.accounts.chores import end_what_is_over
from portal.accounts.models import Qualification, Role
from portal.clock import at, now, today
from portal.journal.models import Event

pytestmark = pytest.mark.both_databases

CAST = ["ada", "bruno", "carla", "dino", "elena", "franca", "nina", "lara", "gina", "sara", "tino", "pietro"]
TWINS = [
    (permissions.is_member, permissions.members),
    (permissions.is_operator, permissions.operators),
    (permissions.is_in_network, permissions.network),
    (permissions.is_moderator, permissions.moderators),
    (permissions.is_trainer, permissions.trainers),
    (permissions.is_coordinator, permissions.coordinators),
    (permissions.is_staff, permissions.staff),
]


@pytest.fixture
def pietro(nina):
    from portal.accounts.models import User

    person = User.objects.create_user("pietro@example.org", "una parola lunga", first_name="Pietro", last_name="Falbo")
    begin_shadowing(person, "ACTIVATOR")
    return person


@pytest.mark.parametrize("name", CAST)
def test_each_predicate_agrees_with_its_set(request, name):
    person = request.getfixturevalue(name)
    person.refresh_from_db()
    permissions.forget_standing(person)

    for predicate, people in TWINS:
        assert predicate(person) is people().filter(pk=person.pk).exists(), predicate.__name__


def test_seeing_people_agrees_with_its_set(request, ada, nina, gina, pietro):
    people = [ada, nina, gina, pietro]
    for reader in people:
        for person in people:
            seen = person in permissions.visible_people(reader)
            assert permissions.can_see(reader, person) is seen


def test_a_certification_makes_an_operator_at_that_moment(nina):
    assert not permissions.is_operator(nina)

    qualify(nina, "TED", source="ours", title="TED", issuer="Snodo")

    assert permissions.is_operator(nina)
    assert nina.recognised == "TED"


def test_a_certification_that_ended_gives_nothing(nina):
    qualify(nina, "TED", valid_until=today() + timedelta(days=10))
    assert permissions.is_operator(nina)

    with at(now() + timedelta(days=11)):
        permissions.forget_standing(nina)
        assert not permissions.is_operator(nina)
        assert nina not in permissions.operators()


def test_in_shadowing_she_reads_the_network_and_owns_nothing(pietro):
    assert permissions.is_in_network(pietro) and permissions.is_in_shadowing(pietro)
    assert not permissions.is_operator(pietro)

    qualify(pietro, "ACTIVATOR")

    assert permissions.is_operator(pietro) and not permissions.is_in_shadowing(pietro)


def test_a_revoked_recognition_closes_the_door(ada):
    withdraw_qualification(Qualification.objects.get(person=ada))

    ada.refresh_from_db()
    permissions.forget_standing(ada)
    assert not permissions.is_operator(ada) and ada.recognised == ""


def test_what_comes_from_elsewhere_was_seen_by_someone(nina, elena):
    with pytest.raises(IntegrityError), transaction.atomic():
        qualify(nina, "TED", source="elsewhere")

    qualify(nina, "TED", source="elsewhere", seen_by=elena, by=elena)

    assert permissions.is_operator(nina)


def test_a_coordinator_appoints_trainers_and_the_office_the_rest(ada, bruno, elena, anita):
    grant_role(bruno, Role.Kind.TRAINER, place="corso-ted", by=elena)
    hers = grant_role(ada, Role.Kind.TRAINER, place="corso-ted", by=anita)
    for person, kind, place in [
        (bruno, Role.Kind.MODERATOR, ""),
        (bruno, Role.Kind.TRAINER, ""),  # of every course
        (ada, Role.Kind.TRAINER, "corso-attivatori"),  # of another territory
    ]:
        with pytest.raises(PermissionDenied):
            grant_role(person, kind, place=place, by=elena)
    with pytest.raises(PermissionDenied):
        withdraw_role(hers, by=elena)
    grant_role(bruno, Role.Kind.MODERATOR, by=anita)

    assert permissions.is_trainer(bruno, "corso-ted") and not permissions.is_trainer(bruno, "corso-attivatori")
    assert permissions.is_moderator(bruno)


def test_nobody_appoints_herself(anita):
    with pytest.raises(PermissionDenied):
        grant_role(anita, Role.Kind.MODERATOR, by=anita)
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(person=anita, kind=Role.Kind.MODERATOR, granted_by=anita)


def test_an_appointment_ends(ada, anita):
    role = grant_role(ada, Role.Kind.TRAINER, until=today(), by=anita)
    with at(now() + timedelta(days=1)):
        permissions.forget_standing(ada)
        assert not permissions.is_trainer(ada)

    permissions.forget_standing(ada)
    withdraw_role(role, by=anita)

    assert not permissions.is_trainer(ada)


@pytest.fixture
def kicked(monkeypatch):
    heard = []
    for room in ("handlers", "actions.standing"):
        monkeypatch.setattr(f"portal.accounts.{room}.kick", heard.append)
    return heard


def test_on_the_day_after_its_last_a_role_takes_what_it_gave(ada, anita, kicked, after_commit):
    role = grant_role(ada, Role.Kind.MODERATOR, until=today(), by=anita)
    end_what_is_over()
    assert ada.groups.filter(name="moderators").exists()

    with at(now() + timedelta(days=1)), after_commit():
        end_what_is_over()
        end_what_is_over()

    role.refresh_from_db()
    assert not ada.groups.exists() and role.withdrawn_at and role.withdrawn_by is None
    assert Event.objects.filter(kind="role.withdrawn", subject_id=str(ada.pk)).count() == 1
    assert kicked == [ada.pk]


def test_on_the_day_after_its_last_a_recognition_leaves_her_name(nina, ada, kicked, after_commit):
    qualify(nina, "TED", valid_until=today())
    qualify(nina, "ACTIVATOR")
    end_what_is_over()
    nina.refresh_from_db()
    assert nina.recognised == "TED ACTIVATOR"

    with at(now() + timedelta(days=1)), after_commit():
        end_what_is_over()
        end_what_is_over()

    for person, recognised in ((nina, "ACTIVATOR"), (ada, "TED")):
        person.refresh_from_db()
        assert person.recognised == recognised
    assert Event.objects.filter(kind="role.withdrawn", subject_id=str(nina.pk)).count() == 1
    assert kicked == [nina.pk]
    assert Qualification.objects.get(person=nina, kind="TED").withdrawn_at is None


def test_stopping_agrees_with_its_set(request, anita, ada, nina, pietro, sara):
    for user in (anita, ada):
        for person in (anita, ada, nina, pietro, sara):
            found = permissions.suspendable_people(user).filter(pk=person.pk).exists()
            assert permissions.can_suspend(user, person) is found


def test_a_coordinator_of_the_area_coordinates_its_towns(elena):
    from portal.vocabulary.models import Territory

    assert permissions.is_coordinator(elena, Territory.objects.get(slug="empoli"))
    assert not permissions.is_coordinator(elena, Territory.objects.get(slug="torino"))


def test_groups_of_editors_mirror_appointments(ada, dino, franca, elena, anita):
    from portal.accounts.actions.editors import groups_due

    for person in (ada, dino, franca, elena, anita):
        assert set(person.groups.values_list("name", flat=True)) == groups_due(person)

    withdraw_role(dino.roles.get(), by=anita)

    assert not dino.groups.exists()
