"""No text that people may type breaks a form, a filter or a comparison."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from practices.forms import AdoptionForm, AskForm, DecisionForm, RemoveForm, SheetForm, TranslationForm, WithdrawForm
from practices.permissions import askable
from practices.queries import pieces_between
from tests.house.test_doors import MATRIX

SLOW = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.sampled_from(["\x00", "<script>alert(1)</script>", "’; DROP TABLE", "a" * 100_000, "😀", "1e309", "[" * 5000]),
)


# Buttons alone: they send no word.
BUTTONS = {"practice_submit", "practice_take_back", "practice_discard", "review_take", "review_let_go"}


def posts(form) -> st.SearchStrategy:
    """Any text in any field of a form, or in none."""
    names = [*form.base_fields, "do", "guard_checked", "guard_replace"]
    return st.dictionaries(st.sampled_from(names), WORDS, max_size=8)


@given(was=st.text(max_size=200), now=st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_a_comparison_gives_both_texts_back(was, now):
    pieces = pieces_between(was, now)

    assert "".join(piece.words for piece in pieces if piece.kind != "ins") == was
    assert "".join(piece.words for piece in pieces if piece.kind != "del") == now


@pytest.mark.parametrize("text", ["a " * 40_000, "\n\n".join(["riga"] * 5000), "x" * 80_000])
def test_a_very_long_text_is_compared_in_a_moment(text):
    assert pieces_between(text, text + "fine")[-1].kind in ("ins", "")


@given(data=st.data())
@SLOW
def test_any_text_in_any_form_is_answered(data, practice, review_of_another, ada, bruno, dino, told, browse):
    report = practice.adoptions.first() or told(practice, bruno)
    draft, carla = review_of_another, review_of_another.submitted_by
    doors = [
        (ada, "practice_write", [], SheetForm),
        (ada, "practice_edit", [practice.pk], SheetForm),
        (carla, "practice_edit", [draft.practice_id], SheetForm),  # somebody is about to read it
        (bruno, "adoption_new", [practice.slug], AdoptionForm),
        (bruno, "adoption_edit", [report.pk], AdoptionForm),
        (dino, "adoption_remove", [report.pk], RemoveForm),
        (dino, "review_accept", [draft.pk], DecisionForm),
        (dino, "review_send_back", [draft.pk], DecisionForm),
        (dino, "review_ask", [draft.pk], AskForm),
        (dino, "practice_withdraw", [practice.slug], WithdrawForm),
        (dino, "practice_translate", [practice.slug], TranslationForm),
    ]
    posted = {name[10:] for name, rule in MATRIX.items() if name.startswith("practices:") and "post" in rule}
    assert posted | {"practice_withdraw"} == {name for _person, name, *_ in doors} | BUTTONS
    for person, name, args, form in doors:
        if form is RemoveForm or form is WithdrawForm:
            sent = {"reason": ""} | data.draw(
                st.fixed_dictionaries({"reason": st.sampled_from(["\x00", " ", "a" * 2000])})
            )
        else:
            sent = data.draw(posts(form))
        answer = browse(person).post(reverse(f"practices:{name}", args=args), sent)
        assert answer.status_code in (200, 302, 422), (name, sent)


@given(
    query=st.dictionaries(st.sampled_from(["tema", "territorio", "dove", "esito", "ordina", "pagina", "giro"]), WORDS)
)
@SLOW
def test_any_filter_is_answered(query, practice, ada, browse):
    query = {name: value[:2000] for name, value in query.items()}
    for address in (
        reverse("practices:practices"),
        practice.get_absolute_url(),
        reverse("practices:history", args=[practice.slug]),
    ):
        assert browse(ada).get(address, query).status_code == 200


@pytest.fixture
def review_of_another(carla):
    from practices.actions import submit_for_review, write_practice

    from .conftest import fields

    return submit_for_review(write_practice(fields(title="Un’altra"), by=carla), by=carla)


def test_who_is_asked_is_found_by_name_and_never_the_author(review_of_another, ada, carla):
    people = askable(review_of_another)

    assert AskForm({"person": "ferrero ada"}, people=people).is_valid()
    assert not AskForm({"person": "Carla Spina"}, people=people).is_valid()
    assert not AskForm({"person": "%"}, people=people).is_valid()
