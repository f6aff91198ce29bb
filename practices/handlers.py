"""Wagtail's page signals become our events; who is concerned is told."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.signals import page_published, page_unpublished

from portal.accounts.permissions import moderators, trainers
from portal.clock import at
from portal.journal.actions import on, record
from portal.notifications.actions import notify

from .events import (
    ADOPTION_CHANGED,
    PRACTICE_ADOPTED,
    PRACTICE_PUBLISHED,
    PRACTICE_REVIEWED,
    PRACTICE_SUBMITTED,
    PRACTICE_WITHDRAWN,
    REVIEW_ASKED,
)
from .models import Adoption, PracticePage, Review
from .permissions import WRITTEN_IN


def _original(page: PracticePage) -> PracticePage | None:
    """The sheet as it was written: a translation has no life of its own."""
    if page.locale.language_code == WRITTEN_IN:
        return page
    return page.get_translations().filter(locale__language_code=WRITTEN_IN).specific().first()


@receiver(page_published, sender=PracticePage)
def practice_went_public(sender, instance: PracticePage, **kwargs) -> None:
    practice = _original(instance)
    if practice:
        record(PRACTICE_PUBLISHED, practice, language=instance.locale.language_code)


@receiver(page_unpublished, sender=PracticePage)
def practice_went_away(sender, instance: PracticePage, **kwargs) -> None:
    practice = _original(instance)
    if practice and practice.pk == instance.pk:
        record(PRACTICE_WITHDRAWN, practice)
    elif practice:
        record(PRACTICE_PUBLISHED, practice, language=WRITTEN_IN)


@on(PRACTICE_SUBMITTED)
def tell_the_reviewers(event) -> None:
    """A sheet waits: tell who has read it before, else everybody who may."""
    review = Review.objects.select_related("reviewer", "revision").filter(pk=event.labels["review"]).first()
    if review is None or review.state != Review.State.WAITING:
        return
    if review.reviewer:
        readers = [review.reviewer]
    else:
        readers = (moderators() | trainers()).exclude(pk=review.submitted_by_id).distinct()
    for reader in readers:
        with override(reader.language):
            text = _("Una scheda aspetta chi la rilegge: «%(title)s».") % {"title": review.title}
            _tell(event, reader, "practice.waiting", text, _review_url(review))


@on(REVIEW_ASKED)
def tell_who_was_asked(event) -> None:
    review = Review.objects.select_related("reviewer", "revision").filter(pk=event.labels["review"]).first()
    if review is None or not review.is_open or review.reviewer_id != event.labels["person"]:
        return
    with override(review.reviewer.language):
        text = _("Ti chiedono di rileggere una scheda: «%(title)s».") % {"title": review.title}
        _tell(event, review.reviewer, "practice.asked", text, _review_url(review))


@on(PRACTICE_REVIEWED)
def tell_the_author(event) -> None:
    practice = event.subject
    review = Review.objects.select_related("revision").filter(pk=event.labels["review"]).first()
    if review is None or practice.author is None:
        return
    with override(practice.author.language):
        if review.state == Review.State.ACCEPTED:
            text = _("La tua scheda è pubblicata: «%(title)s».") % {"title": review.title}
            url = practice.get_absolute_url()
        else:
            text = _("La tua scheda ha bisogno di qualche ritocco: «%(title)s».") % {"title": review.title}
            url = reverse("practices:practice_edit", args=[practice.pk])
        _tell(event, practice.author, "practice.reviewed", text, url)


@on(PRACTICE_WITHDRAWN)
def tell_that_it_was_withdrawn(event) -> None:
    """A moderator took it off: its author reads why among her sheets."""
    practice = event.subject
    withdrawal = practice.withdrawals.first()
    if practice.live or withdrawal is None or practice.author is None or withdrawal.by_id == practice.author_id:
        return
    with override(practice.author.language):
        text = _("La tua pratica è stata ritirata: «%(title)s». Qui trovi il motivo.") % {"title": practice.title}
        _tell(event, practice.author, "practice.withdrawn", text, reverse("practices:practices_mine"))


@on(PRACTICE_ADOPTED)
def tell_that_it_was_tried(event) -> None:
    practice = event.subject
    adoption = Adoption.objects.select_related("person").filter(pk=event.labels["adoption"], removed_at=None).first()
    if adoption is None or practice.author is None or not practice.live:
        return
    with override(practice.author.language):
        text = _("%(who)s ha provato la tua pratica «%(title)s»: %(outcome)s.") % {
            "who": adoption.person.short_name,
            "title": practice.title,
            "outcome": str(adoption.get_outcome_display()).lower(),
        }
        _tell(event, practice.author, "practice.adopted", text, practice.get_absolute_url())


@on(ADOPTION_CHANGED)
def tell_that_a_report_was_removed(event) -> None:
    if not event.labels.get("removed"):
        return
    adoption = Adoption.objects.select_related("person", "practice").filter(pk=event.labels["adoption"]).first()
    if adoption is None or adoption.removed_by_id == adoption.person_id:
        return
    with override(adoption.person.language):
        text = _("La tua prova su «%(title)s» è stata tolta. Qui trovi il motivo.") % {"title": adoption.practice.title}
        _tell(event, adoption.person, "practice.adoption_removed", text, reverse("practices:practices_mine"))


def _tell(event, reader, kind: str, text: str, url: str) -> None:
    """A notice bears the time of what it tells, however late it is delivered."""
    with at(event.happened_at):
        notify(reader, kind, text, url, event)


def _review_url(review: Review) -> str:
    return reverse("practices:review_show", args=[review.pk])
