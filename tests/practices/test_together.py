"""Two people, or two clicks, at the same moment: one act is done, the other hears so.

Ada writes; Diana and Franco read again.
"""

import threading
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from practices.actions import (
    AlreadyTold,
    Over,
    accept,
    discard_draft,
    remove_adoption,
    report_adoption,
    save_draft,
    send_back,
    submit_for_review,
    take_review,
    write_practice,
)
from practices.models import Adoption, Criterion, PracticeCount, PracticePage, Review
from practices.permissions import can_write
from tests.conftest import appointed, operator
from tests.together import together

from .conftest import fields

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.both_databases]


@pytest.fixture
def cast(own_database):
    """Ada and Bruna work in the network, Diana moderates, Franco trains."""
    people = {
        "ada": operator("ted", "Ada", "Ferrero"),
        "bruno": operator("attivatrice", "Bruna", "Taddei"),
        "dino": appointed(operator("moderatrice", "Diana", "Moretti"), "moderator"),
        "franca": appointed(operator("formatore", "Franco", "Bellini"), "trainer", "corso-ted"),
    }
    for person in people.values():
        can_write(person)  # what they may do is asked once a request; here there is one for all
    return people


def sent(ada) -> Review:
    return submit_for_review(write_practice(fields(), by=ada), by=ada)


def fresh(review: Review) -> Review:
    """The round as a page of one's own holds it."""
    return Review.objects.select_related("practice", "reviewer").get(pk=review.pk)


def again(sheet: PracticePage) -> PracticePage:
    """The sheet as another tab holds it."""
    return PracticePage.objects.get(pk=sheet.pk)


def test_two_reviewers_take_a_sheet_and_one_has_it(cast):
    for _ in range(5):
        review = sent(cast["ada"])

        done = together(
            *[partial(take_review, fresh(review), by=cast[who]) for who in ("dino", "franca")],
        )

        refused = [one for one in done if isinstance(one, Over)]
        holder = fresh(review).reviewer
        assert len(refused) == 1 and done.count(None) == 1
        assert refused[0].who == holder


def test_two_reviewers_decide_and_one_decision_stands(cast):
    for _ in range(5):
        review = sent(cast["ada"])

        done = together(
            partial(accept, fresh(review), Criterion.values, by=cast["dino"]),
            partial(send_back, fresh(review), "Manca chi chiama.", by=cast["franca"]),
        )

        assert sum(isinstance(one, Over) for one in done) == 1
        was_accepted = not isinstance(done[0], Over)
        assert fresh(review).state == ("accepted" if was_accepted else "sent_back")
        assert PracticePage.objects.get(pk=review.practice_id).live is was_accepted


def test_what_was_sent_is_not_written_over_by_another_tab(cast):
    ada = cast["ada"]
    for _ in range(5):
        sheet = write_practice(fields(), by=ada)

        done = together(
            partial(submit_for_review, again(sheet), by=ada),
            partial(save_draft, again(sheet), fields(title="Dall’altra scheda"), by=ada),
        )

        assert isinstance(done[0], Review)
        sheet.refresh_from_db()
        assert fresh(done[0]).revision_id == sheet.latest_revision_id
        # Saved before, it was sent with it; saved after, it was refused.
        was_refused = isinstance(done[1], PermissionDenied)
        assert fresh(done[0]).revision.content["title"] == (fields()["title"] if was_refused else "Dall’altra scheda")


def test_a_save_waits_for_who_is_sending(cast):
    """The order that loses the text that was sent: the other tab has asked, and the sheet is not sent yet."""
    ada = cast["ada"]
    sheet = write_practice(fields(), by=ada)
    begun, done = threading.Event(), []

    def save() -> None:
        begun.set()
        try:
            done.append(save_draft(again(sheet), fields(title="Altro"), by=ada))
        except PermissionDenied as refusal:
            done.append(refusal)
        finally:
            connection.close()

    other = threading.Thread(target=save)
    with transaction.atomic():
        review = submit_for_review(sheet, by=ada)
        other.start()
        begun.wait()
        other.join(0.3)
    other.join()

    assert isinstance(done[0], PermissionDenied)
    assert fresh(review).revision.content["title"] == fields()["title"]


def test_a_sheet_that_was_sent_is_not_thrown_away_by_another_tab(cast):
    ada = cast["ada"]
    for _ in range(5):
        sheet = write_practice(fields(), by=ada)

        done = together(
            partial(submit_for_review, again(sheet), by=ada),
            partial(discard_draft, again(sheet), by=ada),
        )

        if isinstance(done[0], Review):
            assert isinstance(done[1], PermissionDenied)
            assert PracticePage.objects.filter(pk=sheet.pk).exists()
        else:
            assert isinstance(done[0], Http404) and done[1] is None
            assert not Review.objects.filter(practice=sheet.pk).exists()


def test_many_write_at_the_same_moment_and_each_has_a_sheet(cast):
    for n in range(4):
        done = together(
            *[partial(write_practice, fields(title=f"Di {who} {n}"), by=cast[who]) for who in cast],
        )

        assert [type(one) for one in done] == [PracticePage] * 4
    assert PracticePage.objects.count() == 16


def test_the_same_report_sent_twice_counts_once(cast):
    review = sent(cast["ada"])
    practice = accept(review, Criterion.values, by=cast["dino"])
    bruno = cast["bruno"]

    def tell():
        return report_adoption(
            PracticePage.objects.select_related("locale").get(pk=practice.pk),
            by=bruno,
            territory=bruno.territory,
            tried_on=date(2026, 11, 2),
            outcome="worked",
            happened="Cinque rate, concesse.",
            conditions=[("works", "Chiami entro venti giorni")],
        )

    done = together(tell, tell, tell)

    assert sorted(type(one).__name__ for one in done) == ["Adoption", "AlreadyTold", "AlreadyTold"]
    assert any(isinstance(one, AlreadyTold) for one in done) and Adoption.objects.count() == 1
    assert PracticeCount.objects.get(practice=practice).tried == 1
    assert practice.conditions.get().counted == 1


@pytest.mark.parametrize("name, status", [("adoption_edit", 422), ("adoption_remove", 302)])
def test_a_report_that_goes_while_she_corrects_it_gives_her_the_text_back(cast, name, status):
    practice, bruno = accept(sent(cast["ada"]), Criterion.values, by=cast["dino"]), cast["bruno"]
    told = {"territory": bruno.territory, "tried_on": date(2026, 11, 2), "outcome": "worked", "happened": "Bene."}
    report, answers = report_adoption(practice, by=bruno, **told), []
    browser = Client()
    browser.force_login(bruno, backend="portal.accounts.backends.PersonBackend")
    words = told | {"territory": bruno.territory_id, "happened": "Così è andata davvero.", "again": "1"}

    def send() -> None:
        answers.append(browser.post(reverse(f"practices:{name}", args=[report.pk]), words))
        connection.close()

    other = threading.Thread(target=send)
    with transaction.atomic():
        remove_adoption(report, "Si riconosce una famiglia.", by=cast["dino"])
        other.start()
        other.join(0.5)  # it has found the report, and waits
    other.join()

    assert answers[0].status_code == status
    if status == 422:
        assert "Così è andata davvero." in answers[0].content.decode()
        assert "è stata tolta poco fa" in answers[0].content.decode()
