"""Write a sheet, send it to be read, take it back."""

from collections.abc import Mapping
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from taggit.models import Tag
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, Revision, Site

from portal.accounts.permissions import require
from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record
from portal.vocabulary.models import Territory, Theme

from ..events import PRACTICE_SUBMITTED
from ..models import PracticeCount, PracticePage, PracticesIndexPage, Review, Withdrawal
from ..permissions import WRITTEN_IN, can_edit, can_withdraw, can_write
from .questions import unanswered

# What a writer decides; all but the title may be empty in a draft.
FIELDS = (
    "title", "summary", "kind", "setting", "minutes", "cost", *PracticePage.TEXTS,
    "audience", "themes", "territory", "tags",
)  # fmt: skip
REQUIRED = ("title", "summary", "setting", "minutes", *PracticePage.TEXTS, "themes", "territory")
# Words that stand in the address right after /pratiche/, so no sheet may have them.
TAKEN = {"mie", "scrivi", "bozze", "prove", "da-rivedere"}
_UNTITLED = "Bozza"


class NotReady(ValueError):
    """The sheet cannot be sent yet; `missing` names the fields that are empty, or still hold their question."""

    def __init__(self, missing: list[str]):
        super().__init__(", ".join(missing))
        self.missing = missing


class Over(Exception):
    """The round of review was decided, or taken back, a moment ago."""


class BeingRead(PermissionDenied):
    """The sheet was sent to be read: it changes only after its author takes it back."""


@transaction.atomic
def practices_index() -> PracticesIndexPage:
    """Give the library, the parent of every sheet; it is made the first time."""
    index = _library()
    if index is None:
        root = Site.objects.get(is_default_site=True).root_page
        _hold(root)
        locale = Locale.objects.get(language_code=WRITTEN_IN)
        index = _library() or root.add_child(
            instance=PracticesIndexPage(title="Pratiche", slug="pratiche", locale=locale)
        )
    return index


def _library() -> PracticesIndexPage | None:
    return PracticesIndexPage.objects.filter(locale__language_code=WRITTEN_IN).first()


def _hold(parent: Page) -> None:
    """Take a page's row before it gets a child: two who look for the next free place would find the same."""
    parent.numchild = Page.objects.select_for_update(no_key=True).only("numchild").get(pk=parent.pk).numchild


def _alone(practice: PracticePage) -> PracticePage:
    """Take a sheet's row, then read the sheet: who presses a button in another tab waits here.

    Raises:
        Http404: if it was thrown away meanwhile.
    """
    get_object_or_404(PracticePage.objects.select_for_update(of=("self",)), pk=practice.pk)
    # After a wait, the first reading gives what the joined row was before.
    return PracticePage.objects.get(pk=practice.pk)


@transaction.atomic
def write_practice(fields: Mapping, *, by, source_thread=None) -> PracticePage:
    """Begin a sheet: a draft that only its author sees.

    Args:
        fields: by name, those of `FIELDS`; themes and territory as words of the vocabulary or their slugs, tags as
            words. A story may also give `slug`, `example` and `facts`.
        by: the author.
        source_thread: the discussion that it is born of, with `pk` and `title`. A sheet born of a case gets none.

    Returns:
        The sheet; its words are in its latest revision until it is published.

    Raises:
        PermissionDenied: if `by` may not write practices.
    """
    require(can_write(by))
    practice = PracticePage(title=_UNTITLED, slug=f"bozza-{uuid4().hex[:12]}", author=by, owner=by, live=False)
    practice.has_unpublished_changes = True
    if source_thread is not None:
        practice.source_thread, practice.source_title = source_thread.pk, source_thread.title[:140]
    practice.example, practice.facts = bool(fields.get("example")), list(fields.get("facts") or [])
    index = practices_index()
    _hold(index)
    practice.locale_id = index.locale_id
    index.add_child(instance=practice)
    PracticeCount.objects.create(practice=practice)
    if fields.get("slug"):
        practice.slug = fields["slug"]
    _keep(practice, fields, by)
    return practice


@transaction.atomic
def save_draft(practice: PracticePage, fields: Mapping, *, by) -> Revision:
    """Keep what the author has written so far, over the draft that was there. What is published stays as it is.

    Raises:
        PermissionDenied: if it is not hers.
        BeingRead: if somebody is reading it now: she takes it back first.
    """
    require(can_edit(by, practice))
    # Read again: what the caller holds goes on saying what is published.
    sheet = _alone(practice)
    if open_review(sheet):
        raise BeingRead
    return _keep(sheet, fields, by)


def _keep(practice: PracticePage, fields: Mapping, by) -> Revision:
    for name in FIELDS:
        if name in fields:
            _put(practice, name, fields[name])
    last = practice.latest_revision
    # A text that was sent to be read, or is live, stays as it was: the next one is compared with it.
    free = last and last.user_id == by.pk and last.pk != practice.live_revision_id
    if free and Review.objects.filter(revision=last).exists():
        free = False
    revision = practice.save_revision(user=by, overwrite_revision=last if free else None, clean=False)
    Revision.objects.filter(pk=revision.pk).update(created_at=now())
    # The row shows nothing of a draft, not even its title.
    Page.objects.filter(pk=practice.pk).update(draft_title=F("title"), latest_revision_created_at=now())
    return revision


def _put(practice: PracticePage, name: str, value) -> None:
    if name == "themes":
        words = [word for word in value if not isinstance(word, str)]
        slugs = [word for word in value if isinstance(word, str)]
        practice.themes = [*words, *(Theme.objects.filter(slug__in=slugs) if slugs else ())]
    elif name == "territory":
        practice.territory = Territory.objects.get(slug=value) if isinstance(value, str) and value else value or None
    elif name == "tags":
        practice.tags.set(_tags(value), clear=True)
    elif name == "minutes":
        practice.minutes = value or None
    else:
        longest = PracticePage._meta.get_field(name).max_length
        setattr(practice, name, (value or "")[: min(longest, 140) if name == "title" else longest])


def _tags(words) -> list[Tag]:
    """Give the tags of these words, made where they are new: one query for those that are there."""
    names = list(dict.fromkeys(word.strip().lower()[:60] for word in words if word.strip()))
    known = {tag.low: tag for tag in Tag.objects.annotate(low=Lower("name")).filter(low__in=names)}
    return [known.get(name) or Tag.objects.create(name=name) for name in names]


def open_review(practice: PracticePage) -> Review | None:
    return Review.objects.filter(practice=practice, state__in=Review.OPEN).first()


@transaction.atomic
def submit_for_review(practice: PracticePage, *, by) -> Review:
    """Send the draft to be read. Sent twice, it is sent once.

    Raises:
        PermissionDenied: if it is not hers.
        NotReady: if something that a reader needs is empty, or is still the question of an empty sheet.
    """
    require(can_edit(by, practice))
    sheet = _alone(practice)
    waiting = open_review(practice)
    if waiting:
        return waiting
    # A page that was made in bulk has no revision yet.
    revision = sheet.latest_revision or _keep(sheet, {}, by)
    missing = [name for name in REQUIRED if not revision.content.get(name)] + unanswered(revision.content)
    if missing:
        raise NotReady(missing)
    before = Review.objects.filter(practice=practice).order_by("-pk").first()
    goes_back = before and before.state == Review.State.SENT_BACK
    review = Review.objects.create(
        practice=practice,
        revision=revision,
        submitted_by=by,
        # Who sent it back reads it again: she knows what she asked for.
        reviewer=before.reviewer if goes_back else None,
    )
    record(PRACTICE_SUBMITTED, practice, by=by, review=review.pk)
    return review


@transaction.atomic
def take_back(practice: PracticePage, *, by) -> None:
    """Take a sheet back before it is decided, to go on writing.

    Raises:
        PermissionDenied: if it is not hers.
        Over: if it was decided meanwhile.
    """
    require(can_edit(by, practice))
    taken = Review.objects.filter(practice=practice, state__in=Review.OPEN).update(
        state=Review.State.WITHDRAWN, closed_at=now()
    )
    if not taken:
        raise Over


@transaction.atomic
def discard_draft(practice: PracticePage, *, by) -> None:
    """Throw a draft away: the whole sheet if it was never published, else only the changes.

    Raises:
        PermissionDenied: if it is not hers.
        BeingRead: if somebody is reading it now.
    """
    require(can_edit(by, practice))
    practice = _alone(practice)
    if open_review(practice):
        raise BeingRead
    if not practice.was_published:
        practice.delete()
        return
    if practice.live_revision_id and practice.live:
        practice.revisions.filter(pk__gt=practice.live_revision_id).delete()
        Page.objects.filter(pk=practice.pk).update(
            latest_revision=practice.live_revision_id, has_unpublished_changes=False, draft_title=practice.title
        )


@transaction.atomic
def withdraw_practice(practice: PracticePage, reason: str, *, by) -> Withdrawal:
    """Take a published practice off the library. Its reports and its history stay, for when it comes back.

    Raises:
        PermissionDenied: if `by` is neither its author nor a moderator.
    """
    require(can_withdraw(by, practice))
    withdrawal = Withdrawal.objects.create(practice=practice, by=by, reason=reason[:1000])
    if practice.author_id != by.pk:
        note("practice.withdrawn", by=by, subject=practice)
    Review.objects.filter(practice=practice, state__in=Review.OPEN).update(
        state=Review.State.WITHDRAWN, closed_at=now()
    )
    # Wagtail says so by a signal, which becomes our event. The right is this act, as for publishing.
    for page in (practice, *practice.get_translations().live().specific()):
        UnpublishPageAction(page, user=by, log_action=False).execute(skip_permission_checks=True)
    return withdrawal


def free_slug(practice: PracticePage, title: str) -> str:
    """Find the address of a sheet that is published for the first time."""
    stem = slugify(title)[:80].strip("-") or "pratica"
    others = PracticePage.objects.filter(locale=practice.locale_id, slug__startswith=stem).exclude(pk=practice.pk)
    taken = TAKEN | set(others.values_list("slug", flat=True))
    slug, n = stem, 1
    while slug in taken:
        n += 1
        slug = f"{stem}-{n}"
    return slug
