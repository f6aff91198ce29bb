"""Two small courses, and people who have nearly finished them. Franca trains for both; Giulio is the senior."""

from datetime import date

import pytest


def _course(slug: str, title: str, qualification: str, areas: dict[str, int], **more):
    from courses.actions import courses_index
    from courses.models import CoursePage, ModulePage

    index = courses_index()
    course = index.add_child(
        instance=CoursePage(
            title=title,
            slug=slug,
            summary="Si impara facendo.",
            qualification=qualification,
            locale=index.locale,
            **more,
        )
    )
    for area, minutes in areas.items():
        course.add_child(
            instance=ModulePage(
                title=area.replace("-", " ").capitalize(), slug=area, required_minutes=minutes, locale=index.locale
            )
        )
    return course


@pytest.fixture
def corso_ted(db):
    """Two areas, 100 minutes; the attestato asks for 80 of them, all with others: there are no lessons."""
    return _course("corso-ted", "Corso per TED", "TED", {"bollette": 60, "visite": 40})


@pytest.fixture
def corso_attivatori(db):
    """105 hours in three areas, then 20 hours beside a senior."""
    areas = {"presa-in-carico": 2400, "rete": 2100, "tavoli": 1800}
    return _course("corso-attivatori", "Corso per attivatori", "ACTIVATOR", areas, shadowing_minutes=1200)


@pytest.fixture
def giulio(db, franca):
    """The senior trainer of the activators' course."""
    from portal.accounts.actions import grant_role, qualify
    from portal.accounts.models import User

    person = User.objects.create_user("giulio@example.org", "una parola lunga", first_name="Giulio", last_name="Ferri")
    qualify(person, "ACTIVATOR")
    for one in (person, franca):
        grant_role(one, "trainer", place="corso-attivatori", by=None)
    return person


@pytest.fixture
def learns(db):
    """Enrol a person: `learns(lara, corso_ted)`."""
    from courses.actions import enroll

    return enroll


@pytest.fixture
def hours(db, franca):
    """Record confirmed minutes: `hours(enrollment, "bollette", 60)`."""
    from courses.actions import record_hours

    def recorded(enrollment, area: str, minutes: int):
        return record_hours(
            enrollment, area=area, minutes=minutes, what="Incontro", happened_on=date(2026, 11, 2), by=franca
        )

    return recorded


@pytest.fixture
def certified(lara, corso_ted, learns, hours):
    """Lara's certification: she has done all that the TED course asks for."""
    from courses.certification.actions import certify_when_complete
    from courses.certification.models import Certificate

    place = learns(lara, corso_ted)
    hours(place, "bollette", 60)
    hours(place, "visite", 40)
    certify_when_complete(place)
    return Certificate.objects.get(person=lara, kind="competence")


@pytest.fixture
def papers_folder(tmp_path, settings):
    """A folder of its own for the papers."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "papers"
