"""«L’ho provata»: tell how a practice went, and keep the counts in step."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from portal.accounts.permissions import require
from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record
from portal.vocabulary.models import Territory

from ..events import ADOPTION_CHANGED, PRACTICE_ADOPTED
from ..models import Adoption, Condition, PracticeCount, PracticePage
from ..permissions import can_adopt, can_correct, can_remove

MOST_CONDITIONS = 3


class AlreadyTold(Exception):
    """This person has told about this practice for this day."""


class Gone(Exception):
    """The report was taken off a moment ago."""


@transaction.atomic
def report_adoption(
    practice: PracticePage,
    *,
    by,
    territory: Territory,
    tried_on: date,
    outcome: str,
    happened: str,
    changed: str = "",
    again: bool = True,
    conditions: Iterable[tuple[str, str]] = (),
) -> Adoption:
    """Tell how a practice went.

    Args:
        practice: a published practice of somebody else.
        by: who tried it; once a day.
        territory: where.
        tried_on: the day, today or before.
        outcome: an `Outcome`.
        happened, changed: in her words.
        again: whether she would do it again.
        conditions: up to three pairs of kind and text; a text that the practice has already counts once more.

    Raises:
        PermissionDenied: if `by` may not.
        AlreadyTold: if she told about that day.
        ValueError: if there are more than three conditions.
    """
    require(can_adopt(by, practice))
    # The row of the counts is taken first: who reports at the same moment waits here.
    if not PracticeCount.objects.select_for_update().filter(practice=practice):
        PracticeCount.objects.get_or_create(practice=practice)
    if practice.adoptions.filter(person=by, tried_on=tried_on, removed_at=None).exists():
        raise AlreadyTold
    adoption = Adoption.objects.create(
        practice=practice,
        person=by,
        territory=territory,
        tried_on=tried_on,
        outcome=outcome,
        happened=happened,
        changed=changed,
        again=again,
    )
    _count(practice, outcome, 1)
    _name_conditions(adoption, conditions)
    record(PRACTICE_ADOPTED, practice, by=by, adoption=adoption.pk, outcome=outcome)
    return adoption


@transaction.atomic
def correct_adoption(adoption: Adoption, *, by, conditions: Iterable[tuple[str, str]] = (), **fields) -> Adoption:
    """Correct what one has told.

    Args:
        adoption: her own.
        by: who wrote it.
        conditions: as they should be now.
        fields: territory, tried_on, outcome, happened, changed, again.

    Raises:
        PermissionDenied: if it is not hers.
        AlreadyTold: if she told about that day in another report.
        Gone: if it was taken off meanwhile.
    """
    require(can_correct(by, adoption))
    adoption = _present(adoption)
    others = Adoption.objects.filter(practice=adoption.practice, person=by, removed_at=None).exclude(pk=adoption.pk)
    if others.filter(tried_on=fields.get("tried_on", adoption.tried_on)).exists():
        raise AlreadyTold
    was = adoption.outcome
    for name in ("territory", "tried_on", "outcome", "happened", "changed", "again"):
        if name in fields:
            setattr(adoption, name, fields[name])
    adoption.save()
    _forget_conditions(adoption)
    _count(adoption.practice, was, -1)
    _count(adoption.practice, adoption.outcome, 1)
    _name_conditions(adoption, conditions)
    record(ADOPTION_CHANGED, adoption.practice, by=by, adoption=adoption.pk)
    return adoption


@transaction.atomic
def remove_adoption(adoption: Adoption, reason: str = "", *, by) -> None:
    """Take a report off: its writer when she likes, a moderator with a reason. It counts no more.

    Raises:
        PermissionDenied: if `by` may not.
        Gone: if it was taken off meanwhile.
        ValueError: if a moderator gives no reason.
    """
    require(can_remove(by, adoption))
    if adoption.person_id != by.pk and not reason.strip():
        raise ValueError("a moderator gives a reason")
    adoption = _present(adoption)
    _forget_conditions(adoption)
    adoption.removed_at, adoption.removed_by, adoption.removed_why = now(), by, reason.strip()[:300]
    adoption.save(update_fields=["removed_at", "removed_by", "removed_why"])
    _count(adoption.practice, adoption.outcome, -1)
    if adoption.person_id != by.pk:
        note("practice.adoption_removed", by=by, subject=adoption.practice, adoption=adoption.pk)
    record(ADOPTION_CHANGED, adoption.practice, by=by, adoption=adoption.pk, removed=True)


def _present(adoption: Adoption) -> Adoption:
    PracticeCount.objects.select_for_update().get(practice=adoption.practice_id)
    found = Adoption.objects.select_related("practice").filter(pk=adoption.pk, removed_at=None).first()
    if found is None:
        raise Gone
    return found


def _count(practice: PracticePage, outcome: str, more: int) -> None:
    tried_in = Adoption.objects.filter(practice=practice, removed_at=None).annotate(
        area=Coalesce("territory__parent", "territory")
    )
    PracticeCount.objects.filter(practice=practice).update(
        **{outcome: F(outcome) + more},
        tried=F("tried") + more,
        territories=tried_in.order_by().values("area").distinct().count(),
    )


def _name_conditions(adoption: Adoption, conditions: Iterable[tuple[str, str]]) -> None:
    found = {}
    for kind, text in conditions:
        text = " ".join(text.split()).rstrip(".;,")[:160]
        if text:
            found.setdefault((str(kind), text.lower()), text)
    if len(found) > MOST_CONDITIONS:
        raise ValueError("up to three conditions")
    if not found:
        return
    known = {(condition.kind, condition.text.lower()): condition for condition in adoption.practice.conditions.all()}
    named = [
        known.get((kind, key)) or Condition.objects.create(practice=adoption.practice, kind=kind, text=text)
        for (kind, key), text in found.items()
    ]
    adoption.conditions.set(named)
    Condition.objects.filter(pk__in=[condition.pk for condition in named]).update(counted=F("counted") + 1)


def _forget_conditions(adoption: Adoption) -> None:
    """Count the conditions of a report once less; what nobody says any more goes."""
    named = Condition.objects.filter(pk__in=adoption.conditions.values("pk"))
    keys = list(named.values_list("pk", flat=True))
    Condition.objects.filter(pk__in=keys).update(counted=F("counted") - 1)
    adoption.conditions.clear()
    Condition.objects.filter(pk__in=keys, counted=0).delete()
