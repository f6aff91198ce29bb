"""What the board has for «Oggi». Everything stands in Empoli; Ada of Torino posted it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.clock import at, now
from portal.opportunities.actions import check_opportunity
from portal.opportunities.models import Opportunity
from portal.opportunities.today import items

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def old(post, ada):
    """One that nobody has looked at for forty days."""
    with at(now() - timedelta(days=40)):
        return post(ada, title="Fondo caldaie")


def test_what_is_stale_near_her_is_offered_to_an_operator(old, bruno, elena, carla, ada, nina):
    assert [(item.weight, item.title, item.url) for item in items(bruno)] == [
        (50, "Ricontrolla «Fondo caldaie»", f"/opportunita/{old.pk}/")
    ]
    assert items(elena) and not items(carla) and not items(ada) and not items(nina)

    check_opportunity(old, "there", by=elena)

    assert not items(bruno)


def test_what_is_exhausted_is_asked_about_no_more(old, bruno):
    Opportunity.objects.update(state="exhausted")
    assert not items(bruno)


def test_many_are_one_thing_and_the_oldest_is_named(old, post, ada, bruno):
    with at(now() - timedelta(days=50)):
        post(ada, title="La più vecchia")

    (item,) = items(bruno)

    assert item.title == "Ricontrolla 2 opportunità" and "«La più vecchia»" in item.text
    assert item.url == "/opportunita/?territorio=empolese-valdelsa&da-ricontrollare=1"


def test_who_posted_is_asked_when_the_last_day_has_passed(post, ada, bruno):
    with at(datetime(2026, 11, 20, 9, tzinfo=ROME)):
        one = post(ada, ends_on=date(2026, 11, 24))
    with at(datetime(2026, 11, 24, 23, 30, tzinfo=ROME)):
        assert not items(ada)
    with at(datetime(2026, 11, 25, 0, 30, tzinfo=ROME)):
        assert [(item.weight, item.title) for item in items(ada)] == [(35, f"È finita? «{one.title}»")]
        assert not items(bruno)

        check_opportunity(one, "there", by=bruno)

        assert not items(ada)


def test_what_is_over_asks_nobody(post, ada):
    with at(datetime(2026, 11, 20, 9, tzinfo=ROME)):
        one = post(ada, ends_on=date(2026, 11, 24))
    with at(datetime(2026, 11, 25, 9, tzinfo=ROME)):
        assert items(ada)
        check_opportunity(one, "over", by=ada)

        assert not items(ada)


def test_it_asks_little(old, bruno, django_assert_max_num_queries):
    items(bruno)  # her standing is read once a request, by the page

    with django_assert_max_num_queries(3):
        items(bruno)


def test_a_visitor_has_nothing(old):
    assert items(AnonymousUser()) == []
