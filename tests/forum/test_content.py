"""The files of the demo's channels: they can be told, and say what they promise."""

from types import SimpleNamespace

from portal.demo.story import forum as story
from portal.demo.story.files import folder, read
from portal.demo.story.people import files


def test_every_discussion_can_be_told():
    cast = {meta["key"]: SimpleNamespace(handle=meta["key"] + "-x") for meta, _ in files()}
    talks = [
        story._talk(path, *read(path), cast)
        for path in sorted(folder("forum").glob("*/*.md"))
        if path.name != "channel.md"
    ]

    for talk in talks:
        moments = [when for _, when, _ in talk.said]
        assert moments == sorted(moments) and len(set(moments)) == len(moments), talk.path
        assert {author for author, _, _ in talk.said} <= set(cast), talk.path
        assert all(text.strip() for _, _, text in talk.said), talk.path
        assert talk.meta.get("accepted", 2) in range(2, max(3, len(talk.said) + 1)), talk.path
        assert len(talk.meta["title"]) <= 140, talk.path
    assert len(talks) == 40 and sum(talk.meta["status"] == "solved" for talk in talks) == 15
    assert len(list(folder("forum").glob("*/channel.md"))) == 8
