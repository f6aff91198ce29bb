"""Reading a course from files: what is told by the file, and what is refused with the name of the file."""

import pytest

from courses.imports import html, read_course, read_lesson
from portal.demo.story.files import folder

HEAD = "---\ntitle: Una lezione\nslug: una\nminutes: 20\ncompletion: {completion}\n---\n"
QUIZ = """::: quiz
questions:
  - question: "Quale?"
    options:
      - {text: "Prima", right: false}
      - {text: "Seconda", right: true}
      - {text: "Terza", right: false}
    explanation: "Perché sì."
:::
"""


def written(tmp_path, body: str, completion: str = "read"):
    path = tmp_path / "01-una.md"
    path.write_text(HEAD.format(completion=completion) + body, encoding="utf-8")
    return path


def test_a_lesson_is_parted_at_its_fences(tmp_path):
    body = f"Ciao **tu**.\n\n::: note warning\nAttento.\n:::\n\nAncora.\n\n{QUIZ}"

    lesson = read_lesson(written(tmp_path, body, "quiz"))

    assert [block["type"] for block in lesson.blocks] == ["text", "note", "text", "quiz"]
    assert lesson.blocks[0]["value"] == "<p>Ciao <strong>tu</strong>.</p>"
    assert lesson.blocks[1]["value"] == {"kind": "warning", "text": "<p>Attento.</p>"}
    assert lesson.questions == [
        {
            "text": "Quale?",
            "first": "Prima",
            "second": "Seconda",
            "third": "Terza",
            "fourth": "",
            "right": 2,
            "explanation": "Perché sì.",
        }
    ]


def test_a_video_brings_its_words(tmp_path):
    body = (
        '::: video\ntitle: La visita\nurl: https://video.example.org/1\nminutes: 4\ntranscript: "Si **entra**."\n:::\n'
    )

    (video,) = read_lesson(written(tmp_path, body)).blocks

    assert video["value"]["transcript"] == "<p>Si <strong>entra</strong>.</p>"


@pytest.mark.parametrize(
    "body, completion, wrong",
    [
        ("::: quiz\nquestions: []\n", "read", "is not closed"),
        ("::: note strana\nx\n:::\n", "read", "no such note"),
        ("::: grafico\nx\n:::\n", "read", "no such block"),
        (":::\n", "read", "out of place"),
        ("::: note example\n::: note example\n:::\n", "read", "out of place"),
        ("::: quiz\nquestions: [x\n:::\n", "read", "01-una.md"),
        ("::: video\ntitle: x\n:::\n", "read", "url"),
        (QUIZ.replace("right: true", "right: false"), "quiz", "one of them right"),
        ("Solo testo.", "quiz", "has no questions"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path, body, completion, wrong):
    with pytest.raises(ValueError, match="01-una.md") as refused:
        read_lesson(written(tmp_path, body, completion))

    assert wrong in str(refused.value)


def test_a_file_without_front_matter_is_refused(tmp_path):
    path = tmp_path / "x.md"
    path.write_text("Solo testo.")

    with pytest.raises(ValueError, match="front matter is missing"):
        read_lesson(path)


def test_html_is_only_what_the_editor_knows():
    assert (
        html("# T\n\n<script>x</script>[a](javascript:x) [b](https://b.it)")
        == 'T\n\n<p><a>a</a> <a href="https://b.it">b</a></p>'
    )


@pytest.mark.parametrize("name", ["corso-ted", "corso-attivatori"])
def test_the_courses_of_the_demo_are_whole(name):
    course = read_course(folder("courses") / name)

    lessons = [lesson for module in course.modules for lesson in module.lessons]
    assert len(lessons) >= 12
    assert {module.meta["slug"] for module in course.modules} == set(course.meta["minutes_by_area"])
    assert set(course.english) <= {lesson.meta["slug"] for lesson in lessons}
    if name == "corso-attivatori":
        assert sum(course.meta["minutes_by_area"].values()) == 105 * 60
