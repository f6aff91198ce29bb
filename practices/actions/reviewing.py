"""Read a sheet that somebody sent, and say yes or what is missing."""

from collections.abc import Collection

from django.db import transaction
from wagtail.models import Page

from portal.accounts.models import User
from portal.accounts.permissions import require
from portal.clock import now
from portal.journal.actions import record

from ..events import PRACTICE_REVIEWED, REVIEW_ASKED
from ..models import Criterion, PracticePage, Review
from ..permissions import askable, can_assign, can_review, held_by_another
from .writing import NotReady, Over, free_slug


class Taken(Over):
    """Somebody else, `who`, is reading it."""

    def __init__(self, who: User):
        super().__init__()
        self.who = who


def _open(review: Review, by: User) -> Review:
    """Read the round again, alone: two reviewers may press a button at the same time."""
    # The row first, then what stands beside it: after a wait, a join would give what it was before.
    Review.objects.select_for_update().get(pk=review.pk)
    found = Review.objects.select_related("practice", "revision", "reviewer").get(pk=review.pk)
    if not found.is_open:
        raise Over
    # Given to somebody else meanwhile, it is hers no more.
    require(can_review(by, found))
    return found


def _open_and_free(review: Review, by: User) -> Review:
    """The same, if nobody else is reading it."""
    review = _open(review, by)
    if held_by_another(by, review):
        raise Taken(review.reviewer)
    return review


@transaction.atomic
def ask_reviewer(review: Review, person: User, *, by) -> None:
    """Ask an operator to read a sheet.

    Raises:
        PermissionDenied: if `by` is no moderator, or `person` is no operator, or wrote it.
        Over: if it was decided meanwhile.
    """
    require(can_assign(by, review) and askable(review).filter(pk=person.pk).exists())
    review = _open(review, by)
    review.reviewer, review.asked_by, review.state, review.taken_at = person, by, Review.State.WAITING, None
    review.save(update_fields=["reviewer", "asked_by", "state", "taken_at"])
    record(REVIEW_ASKED, review.practice, by=by, review=review.pk, person=person.pk)


@transaction.atomic
def take_review(review: Review, *, by) -> None:
    """Say «la rileggo io», so that two do not read the same sheet.

    Raises:
        PermissionDenied: if `by` may not review it.
        Taken: if somebody else reads it; she may leave it, or a moderator ask another one.
        Over: if it was decided meanwhile.
    """
    require(can_review(by, review))
    review = _open_and_free(review, by)
    review.reviewer, review.state, review.taken_at = by, Review.State.IN_REVIEW, now()
    review.save(update_fields=["reviewer", "state", "taken_at"])


@transaction.atomic
def let_go(review: Review, *, by) -> None:
    """Leave a sheet to somebody else.

    Raises:
        PermissionDenied: if it is not `by` who reads it.
        Over: if it was decided, or given to somebody else, meanwhile.
    """
    require(can_review(by, review) and review.reviewer_id == by.pk)
    review = _open(review, by)
    if review.reviewer_id != by.pk:
        raise Over
    review.reviewer, review.state, review.taken_at = None, Review.State.WAITING, None
    review.save(update_fields=["reviewer", "state", "taken_at"])


@transaction.atomic
def accept(review: Review, ticks: Collection[str], *, by) -> PracticePage:
    """Publish the text that was read. Only this act publishes a practice.

    Args:
        review: an open round.
        ticks: the criteria that the sheet meets; all are needed.
        by: the reviewer, never the author.

    Returns:
        The published practice.

    Raises:
        PermissionDenied: if `by` may not review it.
        NotReady: if a criterion is not ticked.
        Taken: if somebody else reads it.
        Over: if it was decided meanwhile.
    """
    require(can_review(by, review))
    missing = [criterion for criterion in Criterion.values if criterion not in ticks]
    if missing:
        raise NotReady(missing)
    review = _open_and_free(review, by)
    _close(review, Review.State.ACCEPTED, by, ticks=list(Criterion.values))
    _publish(review, by)
    record(PRACTICE_REVIEWED, review.practice, by=by, review=review.pk, outcome=Review.State.ACCEPTED.value)
    return PracticePage.objects.select_related("locale", "author").get(pk=review.practice_id)


def _publish(review: Review, reviewer: User) -> None:
    practice, revision = review.practice, review.revision
    if not practice.was_published:
        wanted = revision.content["slug"]
        revision.content["slug"] = free_slug(
            practice, revision.content["title"] if wanted.startswith("bozza-") else wanted
        )
        revision.save(update_fields=["content"])
    # The reviewer holds no right to publish in the admin: the right is this act, and the round is its record.
    revision.publish(user=reviewer, log_action=False, skip_permission_checks=True)
    # Wagtail keeps its own time; the house has one clock.
    Page.objects.filter(pk=practice.pk).update(
        first_published_at=practice.first_published_at or now(), last_published_at=now()
    )


@transaction.atomic
def send_back(review: Review, reason: str, ticks: Collection[str] = (), *, by) -> None:
    """Return a sheet to its author, saying what is missing.

    Raises:
        PermissionDenied: if `by` may not review it.
        Taken: if somebody else reads it.
        Over: if it was decided meanwhile.
    """
    require(can_review(by, review))
    review = _open_and_free(review, by)
    _close(
        review, Review.State.SENT_BACK, by, ticks=[tick for tick in Criterion.values if tick in ticks], reason=reason
    )
    record(PRACTICE_REVIEWED, review.practice, by=by, review=review.pk, outcome=Review.State.SENT_BACK.value)


def _close(review: Review, state: str, by: User, *, ticks: list[str], reason: str = "") -> None:
    review.state, review.reviewer, review.closed_at = state, by, now()
    review.ticks, review.reason = ticks, reason[:2000]
    review.taken_at = review.taken_at or now()
    review.save(update_fields=["state", "reviewer", "closed_at", "ticks", "reason", "taken_at"])
