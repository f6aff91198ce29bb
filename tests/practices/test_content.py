"""The files of the demo's library keep the rules of the room, so that the story can be told."""

from collections import Counter

import pytest

from portal.demo.story.files import folder, read
from portal.demo.story.practices import answers
from practices.actions.adopting import MOST_CONDITIONS
from practices.models import Outcome, PracticePage

FILES = sorted(path for path in folder("practices").glob("*.md") if not path.stem.endswith(".en"))
PEOPLE = {read(path)[0]["key"] for path in folder("people").glob("*.md")}


def test_there_are_as_many_as_were_asked():
    metas = [read(path)[0] for path in FILES]
    trials = [len(meta.get("adoptions") or []) for meta in metas]

    assert len(metas) >= 30 and sum(trials) >= 60 and sum(n >= 8 for n in trials) >= 3
    assert sum(meta["kind"] == "failed" for meta in metas) >= 3
    assert len({meta["slug"] for meta in metas}) == len(metas)
    assert len(list(folder("practices").glob("*.en.md"))) >= 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sheet_has_its_six_answers_and_believable_people(path):
    meta, body = read(path)

    answers(body, path)
    assert len(meta["summary"]) <= 250 and len(meta["title"]) <= 140 and len(meta["cost"]) <= 80
    assert meta["setting"] in PracticePage.Setting.values and meta["kind"] in PracticePage.Kind.values
    assert {meta["author"], meta["reviewer"]} <= PEOPLE and meta["author"] != meta["reviewer"]
    assert 1 <= len(meta["themes"]) <= 3
    days = Counter()
    for trial in meta.get("adoptions") or []:
        assert trial["by"] in PEOPLE - {meta["author"]} and trial["outcome"] in Outcome.values
        assert len(trial.get("works_when") or []) + len(trial.get("fails_when") or []) <= MOST_CONDITIONS
        assert trial["days_ago"] < meta["days_ago"]
        days[trial["by"], trial["days_ago"]] += 1
    assert not days or max(days.values()) == 1
