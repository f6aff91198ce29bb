"""Any text in any form of the room: one clear sentence, never a 500."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses import forms
from courses.actions import agree_shadowing, declare_hours, plan_meeting
from portal.clock import now, today

LINK = "video_url"
ODD = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "9" * 5000,
    "-1",
    "1e9",
    "٣",
    "’",
    "<script>",
    "x" * 100_000,
    "2026-02-30",
    "25:61",
    "\ud800",
]
anything = st.one_of(st.sampled_from(ODD), st.text(max_size=60))


@pytest.fixture
def doors(ted, activators, place, beside, lara, nina, franca, giulio, quiz_lesson, browse):
    """Every form of the room: who sends it, where, and its fields."""
    line = declare_hours(place, area="visita", minutes=60, what="Sportello", happened_on=today(), by=lara)
    meeting = plan_meeting(ted, area="bollette", title="Prova", starts_at=now(), minutes=60, by=franca)
    agree_shadowing(beside, senior=giulio, by=giulio)
    answers = [f"q{question.pk}" for question in quiz_lesson.questions.all()]
    base = f"/corsi/persone/{beside.pk}/"
    register = f"/corsi/incontri/{meeting.pk}/registro/"
    time = ["hours", "minutes", "happened_on"]
    return [
        (browse(nina), "/corsi/corso-ted/candidatura/", ["wish"]),
        (browse(lara), "/corsi/corso-ted/libretto/dichiara/", [*time, "what", "area", "guard_replace"]),
        (browse(franca), f"/corsi/persone/{place.pk}/ore/", [*time, "what", "area"]),
        (browse(franca), f"/corsi/ore/{line.pk}/togli/", ["reason"]),
        (browse(franca), "/corsi/corso-ted/incontri/nuovo/", [*time[:2], "title", "area", "on", "at", "place", LINK]),
        (browse(franca), register, [f"mark-{place.pk}", f"lost-{place.pk}", "done", "close"]),
        (browse(lara), f"/corsi/incontri/{meeting.pk}/presente/", ["code"]),
        (browse(giulio), f"{base}affiancamento/accordo/", ["senior", "hours"]),
        (browse(giulio), f"{base}affiancamento/tempo/", [*time, "kind"]),
        (browse(giulio), f"{base}affiancamento/firma/", ["note"]),
        (browse(lara), f"{quiz_lesson.get_absolute_url()}risposte/", answers),
    ]  # fmt: skip


@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_a_form(doors, data):
    for browser, url, fields in doors:
        sent = {name: data.draw(anything, label=name).encode("utf-8", "replace").decode() for name in fields}

        assert browser.post(url, sent).status_code in (302, 403, 422, 429), (url, sent)


def test_a_long_paste_comes_back_whole_with_its_length(ted, nina, browse):
    for form in vars(forms).values():
        for name, field in getattr(form, "base_fields", {}).items():
            assert "maxlength" not in field.widget.attrs, (form, name)
    pasted = "Mi occupo di bollette. " * 60 + "Fine."

    page = browse(nina).post("/corsi/corso-ted/candidatura/", {"wish": pasted})

    shown = page.content.decode()
    assert page.status_code == 422 and pasted in shown
    assert f"È lungo {len(pasted)} caratteri: al massimo 600. Accorcialo." in shown


@pytest.mark.parametrize("page", ["x", "-1", "999999", "\x00", "9" * 400])
def test_odd_queries_are_tolerated(ted, franca, browse, page):
    assert browse(franca).get("/corsi/corso-ted/persone/", {"pagina": page, "stato": page}).status_code == 200
    assert browse(franca).get("/corsi/corso-ted/incontri/", {"pagina": page}).status_code == 200
