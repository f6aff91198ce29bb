"""The library: who wrote what, who read it again, who tried it and how it went."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.accounts.models import User
from portal.accounts.permissions import is_moderator, is_trainer
from portal.clock import at
from portal.vocabulary.models import Territory, Theme
from practices.actions import (
    accept,
    add_translation,
    ask_reviewer,
    report_adoption,
    submit_for_review,
    take_review,
    write_practice,
)
from practices.models import Criterion, PracticePage

from .files import folder, moment, read

# The headings of a file, in the order of the sheet; the English ones stand in `<slug>.en.md`.
QUESTIONS = {
    "need": ("Il bisogno", "The need"),
    "people": ("Per chi", "Who it is for"),
    "steps": ("I passi", "The steps"),
    "resources": ("Che cosa serve", "What it takes"),
    "results": ("Che cosa cambia", "What changes"),
    "weak_points": ("Dove si inceppa", "Where it gets stuck"),
}
_HEADING = re.compile(r"^## +(.+?) *$", re.M)


def tell(cast: Mapping[str, User]) -> None:
    """Tell the practices in the order in which they were published, then who tried them, day by day."""
    words = {
        "themes": {theme.slug: theme for theme in Theme.objects.all()},
        "territories": {place.slug: place for place in Territory.objects.select_related("parent")},
    }
    paths = [path for path in folder("practices").glob("*.md") if not path.stem.endswith(".en")]
    files = sorted(((path, *read(path)) for path in paths), key=lambda file: -file[1]["days_ago"])
    practices = {}
    # Nothing here points at images or documents; the index of references would cost a third of the time.
    with disable_reference_index_auto_update():
        for path, meta, body in files:
            practices[meta["slug"]] = _write(cast, words, meta, answers(body, path))
        for path, meta, _body in files:
            with at(moment(max(0, meta["days_ago"] - 9), "10:15")):
                _translate(cast, practices[meta["slug"]], path)
    trials = [
        (trial["days_ago"], number, meta["slug"], trial)
        for _path, meta, _body in files
        for number, trial in enumerate(meta.get("adoptions") or [])
    ]
    for days_ago, _number, slug, trial in sorted(trials, key=lambda told: (-told[0], told[2], told[1])):
        _try(cast, words, practices[slug], days_ago, trial)


def answers(body: str, path: Path) -> dict[str, str]:
    """Take the six answers out of a file.

    Raises:
        ValueError: if one of the six headings is missing.
    """
    pieces = _HEADING.split(body)
    found = dict(zip(pieces[1::2], (text.strip() for text in pieces[2::2]), strict=True))
    texts = {
        name: next((found[heading] for heading in headings if heading in found), "")
        for name, headings in QUESTIONS.items()
    }
    missing = [headings[0] for name, headings in QUESTIONS.items() if not texts[name]]
    if missing:
        raise ValueError(f"{path}: nothing under {', '.join(missing)}")
    return texts


def _write(cast, words, meta: dict, texts: dict[str, str]) -> PracticePage:
    author, reviewer = cast[meta["author"]], cast[meta["reviewer"]]
    fields = {name: meta[name] for name in ("title", "slug", "summary", "kind", "setting", "minutes", "cost")}
    fields |= texts
    fields["themes"] = [words["themes"][slug] for slug in meta["themes"]]
    fields["territory"] = words["territories"][meta["territory"]]
    fields["tags"], fields["facts"] = meta.get("tags") or [], meta.get("facts") or []
    fields["example"] = bool(meta.get("example"))
    published = moment(meta["days_ago"], "11:30")
    with at(published - timedelta(days=6)):
        practice = write_practice(fields, by=author)
    with at(published - timedelta(days=5)):
        review = submit_for_review(practice, by=author)
    if not (is_moderator(reviewer) or is_trainer(reviewer)):
        with at(published - timedelta(days=4)):
            ask_reviewer(review, reviewer, by=_moderator(cast, author))
        review.refresh_from_db()
    with at(published - timedelta(days=1)):
        take_review(review, by=reviewer)
    with at(published):
        return accept(review, Criterion.values, by=reviewer)


def _moderator(cast, author: User) -> User:
    return next(person for person in cast.values() if is_moderator(person) and person.pk != author.pk)


def _translate(cast, practice: PracticePage, path: Path) -> None:
    english = path.with_name(f"{path.stem}.en.md")
    if not english.exists():
        return
    meta, body = read(english)
    fields = answers(body, english) | {name: meta[name] for name in ("title", "summary", "cost")}
    add_translation(practice, fields, by=_moderator(cast, practice.author))


def _try(cast, words, practice: PracticePage, days_ago: int, trial: dict) -> None:
    told = moment(days_ago, "17:20")
    conditions = [("works", text) for text in trial.get("works_when") or []]
    conditions += [("fails", text) for text in trial.get("fails_when") or []]
    with at(told):
        report_adoption(
            practice,
            by=cast[trial["by"]],
            territory=words["territories"][trial["territory"]],
            tried_on=told.date(),
            outcome=trial["outcome"],
            changed=trial.get("changed") or "",
            happened=trial["happened"],
            again=bool(trial["again"]),
            conditions=conditions,
        )
