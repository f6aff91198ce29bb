"""A form asks the guard: Ada writes; what is certain, probable or possible stops her or not by the field's mode."""

from datetime import timedelta

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clock import at, now
from portal.guard.forms import GuardedForm, tick_for
from portal.guard.kinds import CERTAIN, POSSIBLE, PROBABLE
from portal.guard.models import Override

SURE = "Il codice è RSSMRA85T10A562S."
LIKELY = "La signora Maria Rossi ha chiamato."
HINT = "ISEE di 9.234 euro."


class NoteForm(GuardedForm, forms.Form):
    guarded = {"text": "ask"}
    text = forms.CharField(label="Testo", widget=forms.Textarea)
    place = forms.CharField(required=False)


class CaseNoteForm(NoteForm):
    guarded = {"text": "case"}


class HelpForm(NoteForm):
    guarded = {"text": "hint"}


def sent(form_class, text: str, **more):
    query = QueryDict(mutable=True)
    query.update({"text": text, **more})
    return form_class(query)


@pytest.mark.parametrize(
    "form_class, text, passes, passes_with_tick",
    [
        (CaseNoteForm, SURE, False, False),
        (CaseNoteForm, LIKELY, False, True),
        (CaseNoteForm, HINT, True, True),
        (NoteForm, SURE, False, True),
        (NoteForm, LIKELY, False, True),
        (NoteForm, HINT, True, True),
        (HelpForm, SURE, True, True),
        (HelpForm, LIKELY, True, True),
    ],
)
def test_each_mode_stops_what_it_says(form_class, text, passes, passes_with_tick):
    assert sent(form_class, text).is_valid() is passes
    assert sent(form_class, text, guard_checked=tick_for(text)).is_valid() is passes_with_tick


def test_the_tick_vouches_for_what_was_shown_and_for_nothing_more():
    tick = sent(NoteForm, LIKELY).guard_tick

    assert sent(NoteForm, LIKELY, guard_checked=tick).is_valid()
    assert not sent(NoteForm, LIKELY + " Abita in via Roma 12.", guard_checked=tick).is_valid()
    assert not sent(NoteForm, LIKELY, guard_checked="on").is_valid()


def test_the_page_marks_the_part_and_offers_something_else_without_script():
    form = sent(NoteForm, LIKELY)
    form.is_valid()

    page = render_to_string("guard/_findings.html", {"form": form})

    assert "<mark>Maria Rossi</mark>" in page
    assert 'name="guard_replace" value="text|name|Maria Rossi"' in page
    assert f'value="{form.guard_tick}"' in page and "checked" not in page.split("guard_checked")[2:][:1]
    assert "Maria Rossi" in form.errors["text"][0]


def test_a_certain_thing_has_no_tick_in_a_case():
    form = sent(CaseNoteForm, SURE)
    form.is_valid()

    assert "guard_checked" not in render_to_string("guard/_findings.html", {"form": form})


def test_a_button_puts_something_else_and_the_form_comes_back():
    form = sent(NoteForm, LIKELY, guard_replace="text|name|Maria Rossi")

    assert not form.is_valid() and not form.errors
    assert form["text"].value() == "La signora [nome] ha chiamato."
    assert sent(NoteForm, form["text"].value()).is_valid()


def test_another_button_puts_a_made_up_name_that_raises_nothing():
    form = sent(CaseNoteForm, LIKELY, guard_rename="text|name|Maria Rossi")

    assert not form.is_valid()
    assert "Maria" not in form["text"].value()
    assert sent(CaseNoteForm, form["text"].value()).is_valid()


@pytest.mark.parametrize(
    "value", ["", "text", "text|name", "place|name|Maria Rossi", "none|x|y", "text|boh|Maria Rossi", "text|name|a"]
)
def test_a_button_that_makes_no_sense_changes_nothing(value):
    form = sent(NoteForm, LIKELY, guard_replace=value)

    assert not form.is_valid()
    assert form["text"].value() == LIKELY


def test_people_s_words_are_escaped():
    form = sent(NoteForm, "La signora Maria <script>alert(1)</script> Rossi, via Roma 1")
    form.is_valid()

    assert "<script>" not in render_to_string("guard/_findings.html", {"form": form})


def test_a_prefix_keeps_two_forms_apart():
    form = NoteForm(QueryDict("a-text=La+signora+Maria+Rossi"), prefix="a")
    form.is_valid()

    page = render_to_string("guard/_findings.html", {"form": form})
    assert 'name="a-guard_replace"' in page and 'name="a-guard_checked"' in page


def test_a_text_too_long_to_be_read_is_refused():
    form = sent(HelpForm, "a " * 10_001)

    assert not form.is_valid()


def test_what_was_confirmed_is_written_down_without_its_words(ada):
    form = sent(NoteForm, LIKELY + " Tel. 340 123 4567", guard_checked=tick_for(LIKELY + " Tel. 340 123 4567"))
    assert form.is_valid()

    assert form.note_override(by=ada, place="forum.message") == ""

    assert set(Override.objects.values_list("kind", "place", "author")) == {
        ("name", "forum.message", ada.pk),
        ("phone", "forum.message", ada.pk),
    }


def test_nothing_is_written_down_when_nothing_was_asked(ada):
    form = sent(NoteForm, "Una famiglia con due bambini.")
    form.is_valid()
    form.note_override(by=ada, place="forum.message")

    assert not Override.objects.exists()


def test_the_third_time_in_a_month_the_author_gets_a_tip(ada):
    tips = []
    for days in (40, 2, 1, 0):
        form = sent(NoteForm, LIKELY, guard_checked=tick_for(LIKELY))
        form.is_valid()
        with at(now() - timedelta(days=days)):
            tips.append(form.note_override(by=ada, place="forum.message"))

    assert [bool(tip) for tip in tips] == [False, False, False, True]


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_text_and_no_button_troubles_it(text, button, tick):
    for form_class in (NoteForm, CaseNoteForm, HelpForm):
        form = sent(form_class, text, guard_replace=f"text|name|{button}", guard_rename=button, guard_checked=tick)
        form.is_valid()
        render_to_string("guard/_findings.html", {"form": form})


def test_the_three_certainties_are_words():
    assert (CERTAIN, PROBABLE, POSSIBLE) == ("certain", "probable", "possible")
