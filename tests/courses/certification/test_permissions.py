"""Each predicate agrees with its set, for the whole cast. Lara holds the certificate; she lives in Torino."""

import pytest
from django.http import Http404

from courses.certification import permissions
from courses.certification.models import Certificate
from portal.accounts.models import User
from portal.accounts.permissions import forget_standing

CAST = [
    "ada",
    "bruno",
    "carla",
    "dino",
    "elena",
    "franca",
    "nina",
    "lara",
    "gina",
    "rosa",
    "furio",
    "sara",
    "tino",
    "anita",
]


@pytest.mark.parametrize("name", CAST)
def test_seeing_a_certificate_agrees_with_its_set(request, certified, name):
    person = request.getfixturevalue(name)
    person.refresh_from_db()
    forget_standing(person)

    sees = permissions.can_see(person, certified)

    assert sees is (certified in permissions.visible_certificates(person))
    assert sees is (name in ("lara", "franca"))
    if sees:
        assert permissions.certificate_for(person, certified.shown_code.lower()) == certified
    else:
        with pytest.raises(Http404):
            permissions.certificate_for(person, certified.shown_code)


@pytest.mark.parametrize("place, sees", [("", True), ("torino", True), ("empolese-valdelsa", False)])
def test_a_coordinator_sees_those_of_her_territory(ada, certified, place, sees):
    from portal.accounts.actions import grant_role

    grant_role(ada, "coordinator", place=place, by=None)

    assert permissions.can_see(ada, certified) is sees
    assert permissions.can_revoke(ada, certified) is sees
    assert permissions.can_record(ada, certified.person) is sees


def test_a_coordinator_of_the_area_sees_its_towns(certified, elena, lara):
    from portal.vocabulary.models import Territory

    lara.territory = Territory.objects.get(slug="empoli")
    lara.save()
    certificate = Certificate.objects.get(pk=certified.pk)

    assert permissions.can_see(elena, certificate) and permissions.can_revoke(elena, certificate)


def test_a_trainer_of_another_course_sees_nothing(certified, ada):
    from portal.accounts.actions import grant_role

    grant_role(ada, "trainer", place="corso-attivatori", by=None)

    assert not permissions.can_see(ada, certified)


def test_recording_agrees_with_its_set(request, db):
    people = [request.getfixturevalue(name) for name in CAST]
    for reader in people:
        forget_standing(reader)
        allowed = set(permissions.recordable_people(reader).values_list("pk", flat=True))
        for person in User.objects.select_related("territory__parent").filter(
            is_active=True, member_since__isnull=False
        ):
            assert permissions.can_record(reader, person) is (person.pk in allowed), (reader, person)


def test_visitors_see_nothing(certified):
    from django.contrib.auth.models import AnonymousUser

    assert not permissions.visible_certificates(AnonymousUser()).exists()
    assert permissions.certificate_by_code(certified.shown_code) == certified
