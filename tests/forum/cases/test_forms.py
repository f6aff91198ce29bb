"""Whatever is typed in a form of the cases, it is never a 500, and never lost. Ada owns, Bruna reads."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from forum.cases.actions import close_case, flag_words, invite, save_draft
from forum.cases.models import Case
from portal.clock import now
from tests.forum.cases.conftest import form_of
from tests.house.test_doors import MATRIX

anything = st.one_of(st.text(max_size=80), st.sampled_from(["\x00", "a" * 30_000, "‮", "é" * 300, "{{", "<b>"]))
RULES = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
FIELDS = [
    *form_of(), "second_theme", "isee", "tried", "tried_text", "basis_month", "coarser", "save_draft",
    "guard_replace", "guard_rename", "guard_checked",
]  # fmt: skip


@given(sent=st.dictionaries(st.sampled_from(FIELDS), anything, max_size=6))
@example(sent={"question": "a" * 100_000})
@example(sent={"pseudonym": "\x00", "basis_month": "٠٣/2026"})
@example(sent={"basis": "consent", "basis_month": "13/0000"})
@RULES
def test_opening(sent, ada, visit):
    assert visit(ada).post("/casi/nuovo/", form_of() | sent).status_code in (302, 422)


@given(kind=anything, text=anything, cid=anything, button=anything)
@RULES
def test_writing(kind, text, cid, button, case, bruno, visit):
    sent = {"kind": kind, "text": text, "cid": cid, "guard_replace": button, "guard_checked": button}

    assert visit(bruno).post(f"/casi/{case.code}/scrivi/", sent).status_code in (302, 422)


@given(text=anything, more=anything)
@settings(RULES, max_examples=5)
def test_the_rest(text, more, case, talk, ada, bruno, visit):
    """Words, network, reader, outcome, correction; after a closing that went through, the rest is refused."""
    browser = visit(ada)
    posts = {
        f"/casi/{case.code}/modifica/": {"question": text, "situation": more, "tried_text": more},
        f"/casi/{case.code}/chiedi-alla-rete/": {"channel": more, "title": text, "text": text, "cid": more},
        f"/casi/{case.code}/chi-legge/chiedi/": {"person": text},
        f"/casi/{case.code}/chiudi/": {"outcome_kind": more, "outcome": text},
    }
    for path, sent in posts.items():
        assert browser.post(path, sent).status_code in (302, 403, 422), path
    assert visit(bruno).post(f"/casi/{case.code}/voci/{talk[0].pk}/", {"text": text}).status_code in (302, 403, 422)
    assert browser.get(f"/casi/{case.code}/chi-legge/", {"q": text}).status_code == 200


@given(sent=st.dictionaries(st.sampled_from(FIELDS), anything, max_size=6))
@RULES
def test_going_on_with_a_draft(sent, ada, visit):
    draft = save_draft({"question": ["?"], "pseudonym": ["\x00"], "ages": ["x"], "theme": ["é" * 300]}, by=ada)
    browser = visit(ada)

    assert browser.get(f"/casi/bozze/{draft.pk}/").status_code == 200
    assert browser.post(f"/casi/bozze/{draft.pk}/", form_of() | sent).status_code in (302, 422)


@given(text=anything, more=anything)
@settings(RULES, max_examples=5)
def test_the_end_of_a_case_worded_anew(text, more, case, talk, ada, bruno, visit):
    case.refresh_from_db()  # the examples share it
    if case.is_open:
        flag_words(case, by=bruno)
        close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)
    Case.objects.filter(pk=case.pk).update(words_hidden_at=now())
    sent = {"question": text, "situation": more, "tried_text": more, "outcome": text, "guard_checked": more}

    assert visit(ada).post(f"/casi/{case.code}/modifica/", sent).status_code in (302, 422)
    closed = visit(ada).post(f"/casi/{case.code}/voci/{talk[1].pk}/ci-provo/", {"no": text}, follow=True)
    assert "Il caso è chiuso." in closed.content.decode()


# Buttons alone: they send no word.
BUTTONS = {
    "case_delete", "case_leave", "draft_drop", "entry_flag", "entry_show_again", "entry_take_up", "entry_withdraw",
    "invitation_accept", "invitation_decline", "practice_draft", "reader_remove", "words_flag",
}  # fmt: skip
FORMS = {
    "case_new", "draft_edit", "entry_create", "entry_edit", "case_edit", "network_ask", "reader_invite", "case_close",
}  # fmt: skip


def test_every_form_is_tried_here():
    posted = {name[6:] for name, rule in MATRIX.items() if name.startswith("cases:") and "post" in rule}

    assert posted == FORMS | BUTTONS


@pytest.mark.parametrize("path", ["bozze/x/", "x/", "x/voci/1/", f"{'b' * 20}/voci/nessuno/", f"{'é' * 5}/"])
def test_addresses_that_make_no_sense(path, ada, visit):
    assert visit(ada).get(f"/casi/{path}").status_code == 404


def test_what_was_typed_comes_back_with_the_error_above_the_field(ada, visit):
    answer = visit(ada).post("/casi/nuovo/", form_of(question="", situation="Una cosa lunga da riscrivere."))

    page = answer.content.decode()
    assert answer.status_code == 422 and "Una cosa lunga da riscrivere." in page
    assert "<title>Errore: Casi · Snodo</title>" in page and 'href="#id_question"' in page
    assert page.index('id="id_question_error"') < page.index('name="question"')


def test_too_much_of_it_is_said_with_the_text_still_there(case, bruno, visit, settings):
    settings.LIMITS_FACTOR = 0

    answer = visit(bruno).post(f"/casi/{case.code}/scrivi/", {"kind": "comment", "text": "Una riga."})

    assert answer.status_code == 422 and "Una riga." in answer.content.decode()


def test_a_colleague_who_cannot_be_asked_is_said_in_a_sentence(case, ada, lara, visit):
    answer = visit(ada).post(f"/casi/{case.code}/chi-legge/chiedi/", {"person": lara.handle}, follow=True)

    assert "Non troviamo questa persona fra gli operatori" in answer.content.decode()


def test_what_is_done_is_done_by_post_alone(case, ada, carla, visit):
    """By address one lands on the page that it is on: nothing happens, and nothing is told of a case."""
    invite(case, carla, by=ada)

    for path, page in {
        "invito/accetta/": "invito/", "invito/declina/": "invito/", "lascia/": "", "scrivi/": "", "pratica/": "",
        "si-capisce/": "", "chi-legge/chiedi/": "chi-legge/",
    }.items():  # fmt: skip
        for code in (case.code, "a" * 20):
            answer = visit(carla).get(f"/casi/{code}/{path}")
            assert (answer.status_code, answer.url) == (302, f"/casi/{code}/{page}"), path
    assert case.readers.get(person=carla).waits
