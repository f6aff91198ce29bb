"""The writer's desk and the reviewers': what is where."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from ..models import Adoption, PracticePage, Review
from ..permissions import own_sheets, visible_adoptions, visible_reviews
from .changes import Change, changes_between


@dataclass(frozen=True)
class State:
    """Where a sheet of one's own is, in words and as a badge."""

    code: str
    label: str
    badge: str


STATES = {
    "draft": State("draft", _("Bozza, la vedi solo tu"), "outline"),
    "waiting": State("waiting", _("Aspetta chi la rilegge"), "warn"),
    "in_review": State("in_review", _("La stanno rileggendo"), "warn"),
    "sent_back": State("sent_back", _("Da rivedere"), "warn"),
    "published": State("published", _("Pubblicata"), "ok"),
    "changing": State("changing", _("Pubblicata, con una modifica in bozza"), "ok"),
    "withdrawn": State("withdrawn", _("Ritirata"), "outline"),
}


def state_of(sheet: PracticePage, last: Review | None) -> State:
    """Say where a sheet is, from its row and its last round of review."""
    if last and last.is_open:
        return STATES[last.state]
    if last and last.state == Review.State.SENT_BACK and sheet.has_unpublished_changes:
        return STATES["sent_back"]
    if sheet.live:
        return STATES["changing" if sheet.has_unpublished_changes else "published"]
    return STATES["withdrawn" if sheet.was_published else "draft"]


def last_review(sheet: PracticePage) -> Review | None:
    """The last round of a sheet, from what was loaded with it if it was."""
    rounds = getattr(sheet, "rounds", None)
    if rounds is None:
        rounds = list(sheet.reviews.select_related("reviewer", "revision").order_by("-pk")[:1])
    return rounds[0] if rounds else None


def with_state(sheet: PracticePage) -> PracticePage:
    sheet.last = last_review(sheet)
    sheet.state = state_of(sheet, sheet.last)
    return sheet


def my_sheets(user) -> QuerySet[PracticePage]:
    """A person's sheets, drafts first as she left them, with their rounds."""
    rounds = Prefetch("reviews", Review.objects.select_related("reviewer").order_by("-pk"), to_attr="rounds")
    sheets = own_sheets(user).select_related("latest_revision", "counts").prefetch_related(rounds)
    return sheets.defer(*PracticePage.TEXTS).order_by("-latest_revision_created_at", "-pk")


def title_of(sheet: PracticePage) -> str:
    """The title as it was last written; the row of a draft has none."""
    return sheet.latest_revision.object_str if sheet.latest_revision else sheet.title


def my_adoptions(user) -> QuerySet[Adoption]:
    """What a person told, also what was taken off."""
    return Adoption.objects.filter(person=user.pk).select_related("practice", "territory", "removed_by")


def adoptions_of(practice: PracticePage, user) -> QuerySet[Adoption]:
    """Who tried a practice, the last first, as far as `user` may read."""
    return visible_adoptions(user).filter(practice=practice).select_related("person__territory", "territory")


def desk(user) -> QuerySet[Review]:
    """The sheets that wait or are being read, the oldest first."""
    reviews = visible_reviews(user).filter(state__in=Review.OPEN)
    return reviews.select_related("revision", "submitted_by__territory", "reviewer", "practice").order_by(
        "opened_at", "pk"
    )


def decided_by(user, limit: int = 10) -> QuerySet[Review]:
    """What a reviewer decided last."""
    decided = visible_reviews(user).filter(reviewer=user, closed_at__isnull=False)
    return decided.select_related("revision", "practice", "submitted_by").order_by("-closed_at")[:limit]


def compared_with(review: Review, *, among_published: bool = False) -> Revision | None:
    """The text that a round is compared with: that of the round before, else the one that is published.

    Args:
        review: a round.
        among_published: leave out the rounds that ended in nothing, for who may not read them.
    """
    before = Review.objects.filter(practice=review.practice_id, pk__lt=review.pk, revision__isnull=False)
    if among_published:
        before = before.filter(state=Review.State.ACCEPTED)
    before = before.exclude(state=Review.State.WITHDRAWN).select_related("revision").order_by("-pk").first()
    if before:
        return before.revision
    if review.state == Review.State.ACCEPTED:
        return None
    live = review.practice.live_revision
    return live if live and live.pk != review.revision_id else None


def what_changed(review: Review, *, among_published: bool = False) -> list[Change] | None:
    """What changed since the text was last seen; None when it is seen for the first time."""
    before = compared_with(review, among_published=among_published)
    if before is None or review.revision is None:
        return None
    return changes_between(before, review.revision)


def rounds_of(practice: PracticePage, *, with_reasons: bool) -> QuerySet[Review]:
    """The history of a practice, the newest first; what was said while it was not ready only for those concerned."""
    rounds = Review.objects.filter(practice=practice).select_related("reviewer", "revision", "practice__live_revision")
    if not with_reasons:
        rounds = rounds.filter(state=Review.State.ACCEPTED)
    return rounds.order_by("-pk")
