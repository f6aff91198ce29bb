"""Who may read, write, review and try a practice."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.accounts.models import User
from portal.accounts.permissions import (
    is_coordinator,
    is_in_network,
    is_member,
    is_moderator,
    is_operator,
    is_trainer,
    operators,
    standing,
)

from .models import Adoption, PracticePage, Review

# A sheet is written in Italian; its translations stand beside it and have no life of their own.
WRITTEN_IN = "it"


def reads_members_pages(user) -> bool:
    """Who is enrolled or certified, and who holds a role."""
    return is_member(user) or bool(standing(user).roles)


def visible_practices(user) -> QuerySet[PracticePage]:
    """All the published practices that `user` may read: the set twin of `can_read`."""
    practices = PracticePage.objects.live().filter(locale__language_code=WRITTEN_IN)
    if not reads_members_pages(user):
        practices = practices.filter(audience=PracticePage.Audience.PUBLIC)
    return practices


def can_read(user, practice: PracticePage) -> bool:
    """A published practice is public, or for the members; learners are never left out."""
    if not practice.live or practice.locale.language_code != WRITTEN_IN:
        return False
    return practice.audience == PracticePage.Audience.PUBLIC or reads_members_pages(user)


def practice_for(user, slug: str) -> PracticePage:
    """The only door to a published practice."""
    practices = visible_practices(user).select_related("author__territory", "territory__parent", "counts", "locale")
    return get_object_or_404(practices, slug=slug)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def can_write(user) -> bool:
    """Operators, trainers and coordinators write; learners try first."""
    return is_operator(user) or is_trainer(user) or is_coordinator(user)


def own_sheets(user) -> QuerySet[PracticePage]:
    """What `user` wrote, drafts included: nobody else sees those."""
    if not user.is_authenticated or not user.is_active:
        return PracticePage.objects.none()
    return PracticePage.objects.filter(author=user.pk, locale__language_code=WRITTEN_IN)


def sheet_for(user, pk: int) -> PracticePage:
    """The only door to a sheet of one's own."""
    return get_object_or_404(own_sheets(user).select_related("latest_revision", "live_revision", "locale"), pk=pk)


def can_edit(user, practice: PracticePage) -> bool:
    """A sheet is its author's alone, as long as she may write."""
    return practice.author_id is not None and practice.author_id == user.pk and can_write(user)


def can_withdraw(user, practice: PracticePage) -> bool:
    """The author, or a moderator with a reason that is told to the author."""
    return practice.live and (is_moderator(user) or (practice.author_id == user.pk and user.is_active))


def can_translate(user, practice: PracticePage) -> bool:
    """Who moderates gives a published practice its English page: hers are the second pair of eyes, so never her own."""
    return practice.live and is_moderator(user) and practice.author_id != user.pk


# ── reviewing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def reads_every_review(user) -> bool:
    return is_moderator(user) or is_trainer(user)


def visible_reviews(user) -> QuerySet[Review]:
    """The reviews that `user` may read as a reviewer: the set twin of `can_review`. Never those of her own sheets."""
    if not user.is_authenticated or not user.is_active:
        return Review.objects.none()
    reviews = Review.objects.exclude(practice__author=user.pk).exclude(submitted_by=user.pk)
    if reads_every_review(user):
        return reviews
    return reviews.filter(reviewer=user.pk) if is_operator(user) else reviews.none()


def can_review(user, review: Review) -> bool:
    """Moderators and trainers, and an operator whom a moderator asked. Nobody reviews what she wrote."""
    if user.pk in (review.submitted_by_id, review.practice.author_id):
        return False
    return reads_every_review(user) or (review.reviewer_id == user.pk and is_operator(user))


def review_for(user, pk: int) -> Review:
    """The only door to a review."""
    reviews = visible_reviews(user).select_related(
        "practice__author__territory", "practice__live_revision", "revision", "submitted_by", "reviewer", "asked_by"
    )
    return get_object_or_404(reviews, pk=pk)


def held_by_another(user, review: Review) -> bool:
    """Somebody else is reading it now. Who may read it no more, suspended say, holds nothing."""
    reads = review.state == Review.State.IN_REVIEW and review.reviewer_id not in (None, user.pk)
    return reads and can_review(review.reviewer, review)


def can_see_desk(user) -> bool:
    """Who may find a sheet to review there."""
    return reads_every_review(user) or (is_operator(user) and visible_reviews(user).exists())


def can_assign(user, review: Review) -> bool:
    """A moderator asks somebody else to read."""
    return is_moderator(user) and can_review(user, review)


def askable(review: Review) -> QuerySet[User]:
    """Whom a moderator may ask: every operator but the author."""
    return operators().exclude(pk__in=[review.submitted_by_id, review.practice.author_id or 0])


def visible_histories(user) -> QuerySet[PracticePage]:
    """The practices whose history `user` may read: published ones for the network, her own always."""
    histories = PracticePage.objects.filter(locale__language_code=WRITTEN_IN)
    if not user.is_authenticated or not user.is_active:
        return histories.none()
    mine = Q(author=user.pk)
    if reads_every_review(user):
        # What was withdrawn keeps its history for those who look after the library; a draft has none to show.
        return histories.filter(mine | Q(first_published_at__isnull=False))
    if is_in_network(user):
        return histories.filter(mine | Q(live=True))
    return histories.filter(mine)


def history_for(user, slug: str) -> PracticePage:
    return get_object_or_404(visible_histories(user).select_related("author__territory", "locale"), slug=slug)


def sees_reasons(user, practice: PracticePage) -> bool:
    """What was said while a sheet was not ready concerns its author and those who review."""
    return reads_every_review(user) or practice.author_id == user.pk


# ── trying ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def can_adopt(user, practice: PracticePage) -> bool:
    """Who is in the network tells how it went; the author has told already."""
    return is_in_network(user) and can_read(user, practice) and practice.author_id != user.pk


def visible_adoptions(user) -> QuerySet[Adoption]:
    """The reports that `user` may read: members, those of the practices they may read. Visitors see numbers."""
    reports = Adoption.objects.filter(removed_at=None)
    return reports.filter(practice__in=visible_practices(user)) if is_member(user) else reports.none()


def can_correct(user, adoption: Adoption) -> bool:
    """A report is corrected by who wrote it."""
    return adoption.person_id == user.pk and is_in_network(user)


def can_remove(user, adoption: Adoption) -> bool:
    """A report is taken off by who wrote it, or by a moderator with a reason."""
    return (adoption.person_id == user.pk and user.is_active) or is_moderator(user)


def adoption_for(user, pk: int) -> Adoption:
    """The only door to a report."""
    adoptions = visible_adoptions(user).select_related("practice__counts", "practice__locale", "person", "territory")
    return get_object_or_404(adoptions, pk=pk)
