"""Open a case, keep its draft, word it anew."""

import json
from collections.abc import Mapping

from django.db import transaction

from portal.accounts.models import User
from portal.audit.actions import note
from portal.clock import now
from portal.guard.words import MADE_UP
from portal.journal.actions import record
from portal.vault.actions import new_key, seal, unseal

from ..events import CASE_CHANGED, CASE_OPENED
from ..models import BANDS, SEVERAL, Basis, Case, CaseDraft
from ..models.cases import draft_end
from ..permissions import can_open_case, can_reword, require
from .numbers import audit_name, touch
from .readers import locked
from .words import sealed


@transaction.atomic
def open_case(fields: Mapping, *, by: User, draft: CaseDraft | None = None) -> Case:
    """Bring a situation to peers. Nobody reads it until somebody is invited by name.

    Args:
        fields: pseudonym (one of the flowers and fruits), question, basis, themes; optional situation, tried_text,
            area (a territory that lies in no other), basis_month (the first of a month) and the bands of
            `models.bands.BANDS`.
        by: the owner, an operator.
        draft: what it was written in; it goes.

    Raises:
        PermissionDenied: if `by` may not own cases, or the draft is not hers.
        Identifies: if a text certainly names somebody.
        ValueError: if a band, the pseudonym, the area or the basis is none of those offered.
    """
    require(can_open_case(by) and (draft is None or draft.owner_id == by.pk))
    area = fields.get("area")
    if fields["pseudonym"] not in MADE_UP or fields["basis"] not in Basis.values or (area and area.parent_id):
        raise ValueError("not one of those offered")
    case = Case(
        owner=by,
        pseudonym=fields["pseudonym"],
        area=area,
        basis=fields["basis"],
        basis_month=fields.get("basis_month"),
        key=new_key(),
        **checked_bands(fields),
    )
    for name in ("question", "situation", "tried_text"):
        setattr(case, name, sealed(case, fields.get(name) or ""))
    case.save(force_insert=True)
    case.themes.set(fields["themes"])
    if draft:
        draft.delete()
    note("case.opened", by=by, case=audit_name(case))
    record(CASE_OPENED, case, by=by)
    return case


def checked_bands(fields: Mapping) -> dict:
    """Take the bands out of some fields; only those offered, never a value.

    Raises:
        ValueError: if one is not among those offered.
    """
    bands = {}
    for name, choices in BANDS.items():
        value = fields.get(name) or ([] if name in SEVERAL else "")
        given = list(value) if name in SEVERAL else [value] if value else []
        if not set(given) <= set(choices.values):
            raise ValueError(f"{name}: not one of the bands")
        bands[name] = given if name in SEVERAL else value
    return bands


@transaction.atomic
def reword_case(
    case: Case, *, question: str, situation: str, tried_text: str, outcome: str | None = None, by: User
) -> Case:
    """Word a case anew; what was hidden because one understood who it was is shown again.

    Args:
        case: an open one, or one whose words are hidden.
        question, situation, tried_text: the new words.
        outcome: the new words of the end, of a closed case.
        by: its owner.

    Raises:
        PermissionDenied: if `by` is not the owner, or it is closed and nothing is hidden.
        Identifies: if a text certainly names somebody.
    """
    case = locked(case)
    require(can_reword(by, case))
    case.question, case.situation = sealed(case, question), sealed(case, situation)
    case.tried_text, case.words_hidden_at = sealed(case, tried_text), None
    if outcome is not None and not case.is_open:
        case.outcome = sealed(case, outcome)
    case.save(update_fields=["question", "situation", "tried_text", "outcome", "words_hidden_at"])
    touch(case)
    record(CASE_CHANGED, case, by=by)
    return case


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def save_draft(fields: Mapping[str, list[str]], *, by: User, draft: CaseDraft | None = None) -> CaseDraft:
    """Keep a case that is being written, sealed, for seven days from now. The guard has been asked before.

    Args:
        fields: what the form holds, by name, as it was sent.
        by: its owner.
        draft: the one to write over.

    Raises:
        PermissionDenied: if `by` may not own cases, or the draft is not hers.
    """
    require(can_open_case(by) and (draft is None or draft.owner_id == by.pk))
    draft = draft or CaseDraft(owner=by, key=new_key())
    draft.words = seal(draft.key, json.dumps(fields, ensure_ascii=False))
    draft.saved_at, draft.expires_at = now(), draft_end()
    draft.save()
    return draft


def read_draft(draft: CaseDraft, *, by: User) -> dict[str, list[str]]:
    """Open a draft for its owner."""
    require(draft.owner_id == by.pk)
    return json.loads(unseal(draft.key, draft.words))


@transaction.atomic
def drop_draft(draft: CaseDraft, *, by: User) -> None:
    """Throw a draft away: rows and key."""
    require(draft.owner_id == by.pk)
    draft.delete()


def drop_old_drafts() -> int:
    """Throw away the drafts whose seven days are over."""
    return CaseDraft.objects.filter(expires_at__lte=now()).delete()[0]
