"""«Oggi»: an invitation waits for Carla, news for Ada; a silent case is perhaps over."""

from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.cases.actions import comment, invite, read_case
from forum.cases.today import items
from portal.clock import at, now


def test_an_invitation_waits_with_the_name_of_who_asks_and_no_word(case, ada, carla):
    invite(case, carla, by=ada)

    (item,) = items(carla)
    assert item.weight == 10 and "Ada F." in item.text and item.url == f"/casi/{case.code}/invito/"
    assert "Fiordaliso" not in item.title + item.text


def test_news_last_until_they_are_read(case, ada, bruno):
    assert items(ada) == []
    comment(case, "Una domanda.", cid=uuid4(), by=bruno)

    (item,) = items(ada)
    assert item.weight == 20 and item.url == f"/casi/{case.code}/" and "Fiordaliso" not in item.title + item.text
    assert items(bruno) == []  # what she wrote is no news to her
    read_case(case.code, by=ada)
    assert items(ada) == []


def test_a_silent_case_is_perhaps_over(case, ada, bruno):
    with at(now() + timedelta(days=31)):
        (item,) = items(ada)
        assert "com’è andata" in item.title
        assert items(bruno) == []


def test_it_costs_few_queries(case, ada, bruno):
    from forum.cases.actions import open_case
    from tests.forum.cases.conftest import fields_of

    for flower in ("Glicine", "Lavanda", "Ginestra"):
        open_case(fields_of(flower), by=ada)
    with CaptureQueriesContext(connection) as queries:
        items(ada)
    assert len(queries) <= 5
