"""What the events have for «Oggi»."""

from portal.agenda.actions import cancel_appointment, say_coming, set_appointment
from portal.agenda.today import items
from portal.clock import at

from .conftest import fields, rome


def titles(user) -> list[tuple[int, str]]:
    return [(item.weight, item.title) for item in items(user)]


def test_an_event_is_remembered_the_day_before_and_on_the_day(event, bruno, carla):
    say_coming(event, by=bruno)

    assert titles(bruno) == []
    with at(rome(2026, 12, 9, 8)):
        assert titles(bruno) == [(30, "Domani: Leggere la bolletta insieme")] and titles(carla) == []
    with at(rome(2026, 12, 10, 8)):
        assert titles(bruno) == [(30, "Oggi alle 15: Leggere la bolletta insieme")]
    with at(rome(2026, 12, 10, 18)):
        assert titles(bruno) == []


def test_in_the_evening_the_morning_after_next_is_near(ada, bruno, monday):
    event = set_appointment(fields(starts_at=rome(2026, 12, 10, 8, 30), ends_at=rome(2026, 12, 10, 9)), by=ada)
    say_coming(event, by=bruno)

    with at(rome(2026, 12, 8, 21)):
        assert titles(bruno) == [(30, "Dopodomani alle 8:30: Leggere la bolletta insieme")]


def test_it_says_two_at_most(events, bruno):
    for event in events(1) + events(1) + events(1):
        say_coming(event, by=bruno)

    with at(rome(2026, 12, 9, 8)):
        assert len(items(bruno)) == 2


def test_who_set_it_looks_at_who_comes(event, ada, bruno):
    with at(rome(2026, 12, 9, 8)):
        assert titles(ada) == []
        say_coming(event, by=bruno)
        assert titles(ada) == [(45, "Guarda chi viene")]
        assert items(ada)[0].text == "«Leggere la bolletta insieme» è domani: viene una persona."
    with at(rome(2026, 12, 10, 8)):
        assert titles(ada) == []


def test_what_is_cancelled_is_not_remembered(event, ada, bruno):
    say_coming(event, by=bruno)
    cancel_appointment(event, "Manca la sala.", by=ada)

    with at(rome(2026, 12, 9, 8)):
        assert titles(bruno) == titles(ada) == []


def test_it_asks_twice_at_most(event, ada, gina, django_assert_max_num_queries):
    items(ada)  # her standing is read once a request, by the page

    with django_assert_max_num_queries(2):
        items(ada)
    assert items(gina) == []
