"""Six cases: who brings them, who is asked, what they say, how two of them end."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import uuid4

from forum.cases.actions import (
    accept_invitation,
    close_case,
    comment,
    invite,
    open_case,
    read_case,
    recommend,
    tell_news,
)
from forum.cases.models import Basis, Case
from portal.accounts.models import User
from portal.clock import at, today
from portal.vocabulary.models import Territory, Theme

from .files import folder, moment, read

_HEADING = re.compile(r"^## +(.+?) *$", re.M)
# --- paolo · +1 · 10:40 · consiglio
_SAID = re.compile(r"^--- (\w+) · \+(\d+) · (\d{1,2}:\d\d)(?: · (consiglio|aggiornamento))?\s*$", re.M)
_VERBS = {None: comment, "consiglio": recommend, "aggiornamento": tell_news}
BANDS = (
    "household",
    "ages",
    "isee",
    "health",
    "supplies",
    "arrears",
    "debt",
    "cut_risk",
    "housing",
    "heating",
    "tried",
)


def tell(cast: Mapping[str, User]) -> None:
    """Tell the cases in the order in which they were opened."""
    areas = {area.slug: area for area in Territory.objects.filter(parent=None)}
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    files = [read(path) for path in sorted(folder("cases").glob("*.md"))]
    for meta, body in sorted(files, key=lambda file: -file[0]["days_ago"]):
        _tell(cast, areas, themes, meta, body)


def _tell(cast: Mapping[str, User], areas: dict, themes: dict, meta: dict, body: str) -> None:
    parts = _parts(body)
    owner, day = cast[meta["owner"]], meta["days_ago"]
    fields = {name: meta.get(name) for name in BANDS} | {
        "pseudonym": meta["pseudonym"],
        "area": areas[meta["area"]],
        "themes": [themes[slug] for slug in meta["themes"]],
        "basis": meta["basis"],
        "situation": parts["Situazione"],
        "tried_text": parts["Che cosa abbiamo provato"],
        "question": parts["La domanda"],
    }
    with at(moment(day, "8:15")):
        fields["basis_month"] = date(today().year, today().month, 1) if meta["basis"] == Basis.CONSENT else None
        case = open_case(fields, by=owner)
        invitations = [invite(case, cast[key], by=owner) for key in [*meta["readers"], *meta.get("invited", [])]]
    for minutes, reader in zip(range(20, 60, 9), invitations[: len(meta["readers"])], strict=False):
        with at(moment(day, f"8:{minutes}")):
            accept_invitation(reader, by=reader.person)
            read_case(case.code, by=reader.person)
    for key, days, hour, kind, text in _said(parts.get("Discussione", "")):
        with at(moment(max(0, day - days), hour)):
            case.refresh_from_db()
            _VERBS[kind](case, text, cid=uuid4(), by=cast[key])
            read_case(case.code, by=owner)
    if meta["stage"] == Case.State.CLOSED:
        with at(moment(meta["closed_days_ago"], "17:20")):
            case.refresh_from_db()
            close_case(case, outcome_kind=meta["outcome_kind"], outcome=meta["outcome"].strip(), by=owner)


def _parts(body: str) -> dict[str, str]:
    """Cut a file at its headings."""
    pieces = _HEADING.split(body)
    return dict(zip(pieces[1::2], (text.strip() for text in pieces[2::2]), strict=True))


def _said(text: str) -> Iterator[tuple[str, int, str, str | None, str]]:
    """Give each entry of the discussion: who, days after the opening, hour, kind, words."""
    pieces = _SAID.split(text)
    for key, days, hour, kind, words in zip(*(pieces[n::5] for n in range(1, 6)), strict=True):
        yield key, int(days), hour, kind, words.strip()
