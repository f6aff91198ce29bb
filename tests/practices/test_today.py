"""What the library has for «Oggi»."""

from practices.actions import ask_reviewer, save_draft, send_back, submit_for_review, take_review
from practices.models import PracticePage
from practices.today import items

from .conftest import fields


def test_a_waiting_sheet_is_offered_to_who_may_read_it(review, ada, dino, franca, bruno):
    assert [item.title for item in items(dino)] == ["Rileggi «Le rate chieste prima del distacco»"]
    assert items(franca) and not items(bruno) and not items(ada)

    take_review(review, by=dino)

    assert items(dino) and not items(franca)


def test_who_was_asked_finds_it_and_others_no_more(review, dino, franca, bruno):
    ask_reviewer(review, bruno, by=dino)

    assert items(bruno) and not items(franca) and not items(dino)


def test_a_sheet_that_came_back_waits_for_its_author_until_she_sends_it_again(review, ada, dino):
    send_back(review, "Manca chi chiama.", by=dino)
    assert [item.title for item in items(ada)] == ["Riprendi «Le rate chieste prima del distacco»"]

    sheet = PracticePage.objects.get(pk=review.practice_id)
    save_draft(sheet, fields(cost="Una telefonata"), by=ada)
    assert items(ada)
    submit_for_review(sheet, by=ada)

    assert not items(ada) and items(dino)


def test_it_asks_twice_at_most(review, dino, ada, django_assert_max_num_queries):
    items(dino), items(ada)  # their standing is read once a request, by the page

    with django_assert_max_num_queries(2):
        items(dino)
    with django_assert_max_num_queries(2):
        items(ada)


def test_a_visitor_has_nothing():
    from django.contrib.auth.models import AnonymousUser

    assert items(AnonymousUser()) == []
