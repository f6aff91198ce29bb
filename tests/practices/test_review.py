"""From a draft to a published practice: Ada writes, Diana (who moderates) reads, Bruna and Carla are colleagues."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override
from wagtail.models import Page

from portal.clock import at, now
from portal.notifications.models import Notification
from practices.actions import (
    BeingRead,
    NotReady,
    Over,
    Taken,
    accept,
    ask_reviewer,
    discard_draft,
    let_go,
    questions,
    save_draft,
    send_back,
    submit_for_review,
    take_back,
    take_review,
    unanswered,
    withdraw_practice,
    write_practice,
)
from practices.chores import forget_old_drafts
from practices.models import Criterion, PracticePage, Review
from practices.permissions import visible_practices
from practices.queries import what_changed

from .conftest import fields

pytestmark = pytest.mark.both_databases

ALL = Criterion.values


def test_a_draft_shows_no_word_of_it_to_anybody_else(sheet, bruno, dino):
    row = Page.objects.get(pk=sheet.pk)

    assert (row.title, row.draft_title) == ("Bozza", "Bozza") and not row.live
    assert PracticePage.objects.get(pk=sheet.pk).need == ""
    assert sheet not in visible_practices(bruno) and sheet not in visible_practices(dino)


def test_saving_again_writes_over_the_same_draft(sheet, ada):
    first = sheet.latest_revision_id

    save_draft(sheet, fields(title="Un altro titolo"), by=ada)

    sheet.refresh_from_db()
    assert sheet.latest_revision_id == first and sheet.latest_revision.content["title"] == "Un altro titolo"
    assert Page.objects.get(pk=sheet.pk).draft_title == "Bozza"


def test_only_the_author_saves_or_sends_her_draft(sheet, bruno, dino):
    for other in (bruno, dino):
        with pytest.raises(PermissionDenied):
            save_draft(sheet, fields(), by=other)
        with pytest.raises(PermissionDenied):
            submit_for_review(sheet, by=other)


def test_learners_do_not_write(lara):
    with pytest.raises(PermissionDenied):
        write_practice(fields(), by=lara)

    assert not PracticePage.objects.exists()


def test_a_sheet_that_lacks_something_is_not_sent(ada):
    sheet = write_practice({"title": "Solo un titolo"}, by=ada)

    with pytest.raises(NotReady) as refusal:
        submit_for_review(sheet, by=ada)

    assert "steps" in refusal.value.missing and "title" not in refusal.value.missing


def test_sent_twice_it_waits_once(sheet, ada):
    assert submit_for_review(sheet, by=ada) == submit_for_review(sheet, by=ada)


def test_the_reviewer_publishes_by_ticking_every_criterion(review, dino, ada, bruno, after_commit):
    with pytest.raises(NotReady):
        accept(review, ALL[:-1], by=dino)
    with after_commit():
        practice = accept(review, ALL, by=dino)

    assert practice.live and practice.slug == "le-rate-chieste-prima-del-distacco"
    assert practice in visible_practices(bruno)
    assert [theme.slug for theme in practice.themes.all()] == ["distacchi-e-rate"]
    assert {tag.name for tag in practice.tags.all()} == {"rate", "venditore"}
    assert Notification.objects.filter(reader=ada, kind="practice.reviewed").count() == 1


def test_nobody_reviews_what_she_wrote(dino, franca):
    review = submit_for_review(write_practice(fields(), by=dino), by=dino)

    with pytest.raises(PermissionDenied):
        accept(review, ALL, by=dino)

    assert accept(review, ALL, by=franca).live


def test_a_colleague_reads_only_what_a_moderator_asked_her(review, bruno, dino, ada):
    with pytest.raises(PermissionDenied):
        accept(review, ALL, by=bruno)
    with pytest.raises(PermissionDenied):
        ask_reviewer(review, ada, by=dino)
    with pytest.raises(PermissionDenied):
        ask_reviewer(review, bruno, by=bruno)

    ask_reviewer(review, bruno, by=dino)
    review.refresh_from_db()

    assert accept(review, ALL, by=bruno).live


def test_who_was_asked_is_told(review, bruno, dino, after_commit):
    with after_commit():
        ask_reviewer(review, bruno, by=dino)

    assert Notification.objects.filter(reader=bruno, kind="practice.asked").count() == 1


def test_reviewers_are_told_that_a_sheet_waits(sheet, ada, dino, franca, bruno, after_commit):
    with after_commit():
        submit_for_review(sheet, by=ada)

    told = Notification.objects.filter(kind="practice.waiting").values_list("reader", flat=True)
    assert set(told) == {dino.pk, franca.pk}


def test_sent_back_with_a_reason_it_returns_to_the_same_reviewer_with_what_changed(
    review, ada, dino, franca, after_commit
):
    with after_commit():
        send_back(review, "Manca chi chiama.", ["need"], by=dino)
    sheet = PracticePage.objects.get(pk=review.practice_id)
    save_draft(sheet, fields(steps="1. Mettete in fila le bollette.\n2. Chiama l’intestataria, tu ascolti."), by=ada)
    with after_commit():
        again = submit_for_review(sheet, by=ada)

    assert again.reviewer == dino and again.revision_id != review.revision_id
    changes = what_changed(again)
    assert [change.label for change in changes] == ["I passi"]
    assert "".join(piece.words for piece in changes[0].pieces if piece.kind != "ins").endswith("2. Chiamate insieme.")
    assert "".join(piece.words for piece in changes[0].pieces if piece.kind != "del").endswith("tu ascolti.")
    # Only she who asked for it is told.
    assert Notification.objects.filter(reader=dino, kind="practice.waiting").exists()
    assert not Notification.objects.filter(reader=franca, kind="practice.waiting").exists()


def test_while_it_is_read_it_does_not_change(review, ada):
    sheet = PracticePage.objects.get(pk=review.practice_id)
    with pytest.raises(BeingRead):
        save_draft(sheet, fields(title="Altro"), by=ada)
    with pytest.raises(BeingRead):
        discard_draft(sheet, by=ada)

    take_back(sheet, by=ada)

    save_draft(sheet, fields(title="Altro"), by=ada)
    assert Review.objects.get(pk=review.pk).state == "withdrawn"


def test_who_took_a_sheet_has_it_until_she_leaves_it(review, dino, franca):
    take_review(review, by=dino)
    with pytest.raises(Taken) as refusal:
        take_review(review, by=franca)
    assert refusal.value.who == dino
    take_review(review, by=dino)  # pressed twice, it is hers

    let_go(Review.objects.get(pk=review.pk), by=dino)

    take_review(review, by=franca)
    assert Review.objects.get(pk=review.pk).reviewer == franca


def test_a_sheet_that_another_holds_is_decided_by_her_alone(review, dino, franca, browse):
    take_review(review, by=dino)
    for decide in (partial(accept, review, ALL), partial(send_back, review, "Manca chi chiama.")):
        with pytest.raises(Taken) as refusal:
            decide(by=franca)
        assert refusal.value.who == dino
    assert Review.objects.get(pk=review.pk).is_open

    page = browse(franca).post(
        f"/pratiche/da-rivedere/{review.pk}/rimanda/", {"reason": "Manca chi chiama."}, follow=True
    )

    assert "La sta già rileggendo Diana Moretti" in page.content.decode()
    send_back(Review.objects.get(pk=review.pk), "Manca chi chiama.", by=dino)
    assert Review.objects.get(pk=review.pk).state == "sent_back"


def test_who_may_read_no_more_holds_nothing(review, dino, franca, anita):
    from portal.accounts.actions import suspend

    take_review(review, by=franca)
    suspend(franca, why="prova", by=anita)

    take_review(review, by=dino)

    assert Review.objects.get(pk=review.pk).reviewer == dino


def test_a_sheet_that_was_given_to_another_is_not_hers_to_leave_or_to_decide(review, dino, franca, bruno):
    ask_reviewer(review, bruno, by=dino)
    asked = Review.objects.select_related("practice").get(pk=review.pk)
    take_review(review, by=franca)
    old_page = Review.objects.select_related("practice").get(pk=review.pk)
    ask_reviewer(review, dino, by=dino)

    with pytest.raises(Over):
        let_go(old_page, by=franca)
    with pytest.raises(PermissionDenied):
        accept(asked, ALL, by=bruno)
    assert Review.objects.get(pk=review.pk).reviewer == dino


def test_a_question_that_nobody_wrote_over_is_not_sent(ada):
    asked = questions()
    for need in (asked["need"], f"Prima.\n\n{asked['need']}\n\nDopo.", "[Inventa una  situazione con due figli.]"):
        sheet = write_practice(fields(need=need), by=ada)
        with pytest.raises(NotReady) as refusal:
            submit_for_review(sheet, by=ada)
        assert refusal.value.missing == ["need"]

    save_draft(sheet, fields(need="La famiglia ha due bollette [fonte: ARERA, marzo 2026]."), by=ada)
    assert submit_for_review(sheet, by=ada).is_open


def test_a_question_is_known_in_both_languages():
    with override("en"):
        english = questions()

    assert unanswered(english) == list(PracticePage.TEXTS) == unanswered(questions())


def test_two_reviewers_decide_once(review, dino, franca):
    accept(review, ALL, by=dino)

    with pytest.raises(Over):
        send_back(review, "No.", by=franca)


def test_a_change_to_a_published_practice_waits_while_the_old_one_stays(practice, ada, dino, told, bruno):
    told(practice, bruno)
    save_draft(practice, fields(title="Un titolo nuovo"), by=ada)
    review = submit_for_review(practice, by=ada)
    take_review(review, by=dino)

    shown = PracticePage.objects.get(pk=practice.pk)
    assert shown.title == "Le rate chieste prima del distacco" == shown.draft_title
    assert [change.label for change in what_changed(review)] == ["Titolo"]

    accept(review, ALL, by=dino)

    shown = PracticePage.objects.get(pk=practice.pk)
    assert (shown.title, shown.slug) == ("Un titolo nuovo", practice.slug)
    assert shown.counts.tried == 1


def test_an_older_revision_never_resets_the_counts(practice, ada, dino, told, bruno):
    first = practice.live_revision
    told(practice, bruno)

    first.publish(user=dino, skip_permission_checks=True)

    assert PracticePage.objects.get(pk=practice.pk).counts.worked == 1


def test_throwing_the_changes_away_leaves_what_is_published(practice, ada):
    save_draft(practice, fields(title="Un titolo nuovo"), by=ada)

    discard_draft(PracticePage.objects.get(pk=practice.pk), by=ada)

    left = PracticePage.objects.get(pk=practice.pk)
    assert left.live and not left.has_unpublished_changes and left.latest_revision_id == left.live_revision_id


def test_throwing_a_draft_away_leaves_nothing(sheet, ada, bruno):
    with pytest.raises(PermissionDenied):
        discard_draft(sheet, by=bruno)

    discard_draft(sheet, by=ada)

    assert not PracticePage.objects.exists()


def test_a_draft_that_nobody_touches_for_a_month_goes_and_one_that_was_sent_stays(review, ada):
    with at(now() - timedelta(days=31)):
        write_practice(fields(title="Dimenticata"), by=ada)
    kept = write_practice(fields(title="Di oggi"), by=ada)
    Page.objects.filter(pk=review.practice_id).update(latest_revision_created_at=now() - timedelta(days=90))

    assert forget_old_drafts() == 1
    assert set(PracticePage.objects.values_list("pk", flat=True)) == {review.practice_id, kept.pk}


def test_a_moderator_withdraws_with_a_reason_and_the_author_is_told(practice, ada, bruno, dino, after_commit):
    with pytest.raises(PermissionDenied):
        withdraw_practice(practice, "Non mi piace.", by=bruno)
    with after_commit():
        withdraw_practice(practice, "Si riconosce una famiglia.", by=dino)

    assert practice not in visible_practices(bruno)
    assert Notification.objects.filter(reader=ada, kind="practice.withdrawn").count() == 1


def test_a_practice_born_of_a_discussion_says_so_and_one_of_a_case_says_nothing(ada):
    thread = type("Thread", (), {"pk": 7, "title": "Rate nel mercato libero"})()

    assert write_practice(fields(), by=ada, source_thread=thread).source_title == "Rate nel mercato libero"
    assert write_practice(fields(), by=ada).source_thread is None


def test_two_practices_with_the_same_title_have_two_addresses(publish, ada):
    assert publish(ada, title="Mie").slug == "mie-2"
    assert publish(ada, title="Il foglio").slug == "il-foglio"
    assert publish(ada, title="Il foglio").slug == "il-foglio-2"
    assert publish(ada, title="¿?").slug == "pratica"
