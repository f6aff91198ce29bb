"""What the programmes have for «Oggi», and for a calendar, on chosen days."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from forum.pacts.actions import give_guideline, read_guideline
from forum.pacts.queries import dated_for
from forum.pacts.today import items

from .conftest import on


def told(user, day: date) -> list[tuple[int, str]]:
    with on(day):
        return sorted((item.weight, item.title) for item in items(user))


CLOSING, EVALUATION = (
    "Entro giovedì 10 arrivano le proposte di patto",
    "Valuta entro lunedì 21 i patti arrivati fino a giovedì 10",
)


@pytest.mark.parametrize(
    "day, expected",
    [
        (date(2026, 11, 29), []),
        (date(2026, 11, 30), [(40, CLOSING)]),
        (date(2026, 12, 10), [(40, CLOSING)]),
        (date(2026, 12, 11), [(30, EVALUATION)]),
        (date(2026, 12, 21), [(30, EVALUATION)]),
        (date(2026, 12, 22), []),
    ],
)
def test_gina_is_told_of_the_closing_and_then_of_the_evaluation(programme, gina, day, expected):
    assert told(gina, day) == expected


@pytest.mark.parametrize(
    "day, expected",
    [
        (date(2027, 2, 15), [(55, "Gli indirizzi nuovi si danno entro martedì 9 marzo 2027")]),
        (date(2027, 2, 16), [(25, "Gli indirizzi nuovi si danno entro martedì 9 marzo 2027")]),
        (date(2027, 3, 9), [(25, "Gli indirizzi nuovi si danno entro martedì 9 marzo 2027")]),
        (date(2027, 3, 10), [(25, "Gli indirizzi si davano entro martedì 9 marzo 2027: mancano ancora")]),
        (date(2027, 5, 9), [(55, "Gli indirizzi nuovi si danno entro venerdì 9 luglio 2027")]),
    ],
)
def test_rosa_is_told_when_the_next_guidelines_are_due(programme, rosa, day, expected):
    assert told(rosa, day) == expected


def test_guidelines_given_in_time_are_those_that_were_due(programme, rosa):
    with on(date(2027, 3, 1)):
        give_guideline(programme, "Guardate ai nonni", "Anche a loro.", by=rosa)

    assert told(rosa, date(2027, 3, 2)) == [(55, "Gli indirizzi nuovi si danno entro venerdì 9 luglio 2027")]


def test_old_guidelines_are_offered_to_be_read_again(programme, rosa):
    with on(date(2026, 11, 9)):
        give_guideline(programme, "Guardate ai nonni", "Anche a loro.", by=rosa)

    assert len(told(rosa, date(2027, 3, 9))) == 1
    assert (50, "Rileggi gli ultimi indirizzi") in told(rosa, date(2027, 3, 10))


def test_new_guidelines_wait_for_gina_until_she_opens_them(programme, gina, rosa):
    with on(date(2026, 11, 25)):
        guideline = give_guideline(programme, "Guardate ai nonni", "Anche a loro.", by=rosa)
    assert told(gina, date(2026, 11, 26)) == [(20, "Leggi gli indirizzi della cabina di regia")]
    with on(date(2026, 11, 26)):
        assert items(gina)[0].url == guideline.get_absolute_url()

    read_guideline(guideline, by=gina)

    assert told(gina, date(2026, 11, 26)) == []


def test_guidelines_of_last_year_wait_for_nobody(programme, gina, rosa):
    with on(date(2026, 1, 15)):
        give_guideline(programme, "Guardate ai nonni", "Anche a loro.", by=rosa)

    assert told(gina, date(2026, 11, 26)) == []


@pytest.mark.parametrize("name", ["ada", "elena", "anita", "furio", "lara"])
def test_others_have_nothing(request, programme, guideline, name):
    user = request.getfixturevalue(name)

    assert told(user, date(2026, 12, 9)) == []
    with on(date(2026, 12, 9)):
        assert dated_for(user) == []


def test_a_visitor_has_nothing(programme):
    assert items(AnonymousUser()) == [] and dated_for(AnonymousUser()) == []


def test_everything_leads_to_a_page(programme, guideline, gina, rosa, browse):
    for user, days in ((gina, (9, 15)), (rosa, (9,))):
        for day in days:
            with on(date(2026, 12, day)):
                found = items(user)
                assert found and all(browse(user).get(item.url).status_code == 200 for item in found)


def test_it_asks_little(programme, guideline, gina, rosa, ada, django_assert_max_num_queries):
    for user in (gina, rosa, ada):
        items(user)  # their standing is read once a request, by the page

    for user, most in ((gina, 2), (rosa, 2), (ada, 0)):
        with django_assert_max_num_queries(most):
            items(user)


def test_the_calendar_of_the_committee(programme, gina):
    with on(date(2026, 12, 15)):
        found = dated_for(gina)

    keys = [key for key, *_rest in found]
    assert len(keys) == len(set(keys)) == 13
    key, title, day, url = found[0]
    assert key == "pacts-comunita-energetiche-2026-12-evaluation" and day == date(2026, 12, 21)
    assert title == "Patti da valutare entro oggi: Comunità energetiche" and url == programme.get_absolute_url()
    assert ("pacts-comunita-energetiche-2027-01-closing", date(2027, 1, 11)) in [(row[0], row[2]) for row in found]


def test_the_calendar_of_the_steering_group(programme, rosa):
    with on(date(2026, 12, 15)):
        found = dated_for(rosa)

    assert [row[2] for row in found] == [date(2027, 3, 9), date(2027, 7, 9), date(2027, 11, 9)]
