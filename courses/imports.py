"""Read a course from files: Markdown with front matter, and blocks fenced by `::: kind` … `:::`. Pure: no database.

    <course>/course.md
    <course>/<NN>-<area>/module.md
    <course>/<NN>-<area>/<NN>-<lesson>.md
    <course>/en/<lesson>.md                 a translation, with the slug of its lesson

Inside a block stands Markdown (`note example|warning|check`) or YAML (`quiz`, `video`, `image`).
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import nh3
import yaml
from markdown import Markdown

FENCE = re.compile(r"^:::[ \t]*(\w*)[ \t]*(\w*)[ \t]*$")
NOTES = {"example", "warning", "check"}
# What the admin's editor knows too (`blocks.FEATURES`), so that a lesson made from a file can be edited there.
_cleaner = nh3.Cleaner(
    tags={"p", "br", "h3", "h4", "strong", "em", "b", "i", "ul", "ol", "li", "a"},
    attributes={"a": {"href"}},
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
)
# The C loader is four times quicker, where it was built.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class LessonText:
    """A lesson as it was written: its blocks, as a StreamField keeps them, and its questions."""

    meta: dict
    blocks: list[dict]
    questions: list[dict]
    folder: Path


@dataclass(frozen=True)
class ModuleText:
    meta: dict
    body: str
    lessons: list[LessonText]


@dataclass(frozen=True)
class CourseText:
    """A course as it was written, with its translated lessons by slug."""

    meta: dict
    body: str
    modules: list[ModuleText]
    english: dict[str, LessonText] = field(default_factory=dict)


def read_course(folder: Path) -> CourseText:
    """Read a whole course.

    Args:
        folder: where `course.md` stands.

    Raises:
        ValueError: naming the file and what is wrong in it.
    """
    meta, body = read_file(folder / "course.md")
    modules = [_read_module(inner) for inner in sorted(folder.iterdir()) if (inner / "module.md").is_file()]
    english = {text.meta["slug"]: text for text in map(read_lesson, sorted((folder / "en").glob("*.md")))}
    return CourseText(meta, html(body), modules, english)


def _read_module(folder: Path) -> ModuleText:
    meta, body = read_file(folder / "module.md")
    lessons = [read_lesson(path) for path in sorted(folder.glob("*.md")) if path.name != "module.md"]
    return ModuleText(meta, html(body), lessons)


def read_lesson(path: Path) -> LessonText:
    """Read one lesson.

    Raises:
        ValueError: naming the file and what is wrong in it.
    """
    meta, body = read_file(path)
    try:
        blocks, questions = _blocks(body)
    except (KeyError, TypeError, yaml.YAMLError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error
    if meta.get("completion") == "quiz" and not questions:
        raise ValueError(f"{path}: the lesson is done by answering, and has no questions")
    return LessonText(meta, blocks, questions, path.parent)


def read_file(path: Path) -> tuple[dict, str]:
    """Part a file's front matter from its text.

    Raises:
        ValueError: if the front matter is missing or is no YAML.
    """
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise ValueError(f"{path}: the front matter is missing")
    try:
        meta = yaml.load(parts[1], Loader=_Loader)  # noqa: S506  a safe loader, whichever it is
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: {error}") from error
    return meta, parts[2].strip()


def html(text: str) -> str:
    """Turn trusted Markdown into the few tags that the editor knows."""
    return _cleaner.clean(Markdown(extensions=["sane_lists"]).convert(text))


def _blocks(body: str) -> tuple[list[dict], list[dict]]:
    """Part the text at its fences, and give the blocks with the questions of the quiz."""
    blocks: list[dict] = []
    questions: list[dict] = []
    kind, word, lines = "text", "", []

    def close() -> None:
        text = "\n".join(lines).strip()
        if kind == "quiz":
            questions.extend(_questions(yaml.load(text, Loader=_Loader)))  # noqa: S506  a safe loader
            blocks.append({"type": "quiz", "value": None})
        elif text or kind != "text":
            blocks.append({"type": kind, "value": _value(kind, word, text)})
        lines.clear()

    for line in body.splitlines():
        fence = FENCE.match(line)
        if not fence:
            lines.append(line)
            continue
        if bool(fence[1]) is (kind != "text"):
            raise ValueError(f"the fence {line!r} is out of place")
        close()
        kind, word = (fence[1], fence[2]) if fence[1] else ("text", "")
    if kind != "text":
        raise ValueError(f"the block {kind!r} is not closed")
    close()
    return blocks, questions


def _value(kind: str, word: str, text: str):
    if kind == "text":
        return html(text)
    if kind == "note":
        if word not in NOTES:
            raise ValueError(f"no such note: {word!r}")
        return {"kind": word, "text": html(text)}
    if kind in ("video", "image"):
        said = yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader
        if kind == "image":
            return {"file": said["file"], "alt": said["alt"], "caption": said.get("caption", "")}
        return {
            "title": said["title"],
            "url": said["url"],
            "minutes": said.get("minutes"),
            "transcript": html(said["transcript"]),
        }
    raise ValueError(f"no such block: {kind!r}")


def _questions(quiz: dict) -> list[dict]:
    """Give the fields of each question; exactly one of its three or four answers is right."""
    found = []
    for asked in quiz["questions"]:
        words = [option["text"] for option in asked["options"]]
        right = [number for number, option in enumerate(asked["options"], start=1) if option["right"]]
        if len(right) != 1 or len(words) not in (3, 4):
            raise ValueError(f"{asked['question']!r} needs three or four answers, one of them right")
        first, second, third, fourth = [*words, ""][:4]
        found.append(
            {
                "text": asked["question"],
                "first": first,
                "second": second,
                "third": third,
                "fourth": fourth,
                "right": right[0],
                "explanation": asked["explanation"],
            }
        )
    return found
