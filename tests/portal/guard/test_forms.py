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


# ── what the form knows ──────────────────────────────────────────────────────────────────────────────────────────────


class KnowingForm(NoteForm):
    """Knows one colleague, called with @."""

    def guard_known(self, name, text):
        start = text.find("@Ada Ferrero")
        return [(start, start + len("@Ada Ferrero"))] if start >= 0 else []


@pytest.mark.parametrize(
    "text, passes",
    [
        ("@Ada Ferrero domani porti i moduli?", True),
        ("@Ada Ferrero Bernardini abita sola.", False),
        ("@Ada Ferrero: la signora Maria Rossi ha chiamato.", False),
        ("@Ada Ferrero, e poi Ada Ferrero da sola.", False),
        ("@Ada Ferrero RSSMRA85T10A562S", False),
    ],
)
def test_only_a_name_that_is_known_whole_and_there_is_not_reported(text, passes):
    assert sent(KnowingForm, text).is_valid() is passes


class NamedCaseForm(CaseNoteForm):
    pseudonym = forms.CharField(required=False)


@pytest.mark.parametrize("form_class, more", [(NamedCaseForm, {"pseudonym": "Ciclamino"}), (CaseNoteForm, {})])
def test_a_case_s_own_made_up_name_is_offered_and_no_other(form_class, more):
    def made(**fields):
        given = {} if more else {"pseudonym": "Ciclamino"}
        return form_class(QueryDict(mutable=True) | {"text": LIKELY, **more, **fields}, **given)

    form = made()
    form.is_valid()
    page = render_to_string("guard/_findings.html", {"form": form})
    assert "Usa il nome del caso: Ciclamino" in page and "Usa un nome inventato" not in page

    renamed = made(guard_rename="text|name|Maria Rossi")
    assert not renamed.is_valid() and renamed["text"].value() == "La signora Ciclamino ha chiamato."


def test_a_word_that_is_no_made_up_name_is_never_offered():
    form = CaseNoteForm(QueryDict("text=La+signora+Maria+Rossi"), pseudonym="Maria Rossi")

    assert form.guard_pseudonym == ""


MANY = "La signora Maria Rossi, tel. 340 123 4567, in via Roma 12. ISEE di 9.234 euro. Scrive a anna@example.org."


def test_one_button_replaces_all_that_stops_and_leaves_the_hints():
    form = sent(CaseNoteForm, MANY)
    form.is_valid()
    assert 'name="guard_replace_all"' in render_to_string("guard/_findings.html", {"form": form})

    form = sent(CaseNoteForm, MANY, guard_replace_all="1")

    assert not form.is_valid() and not form.errors
    assert form["text"].value() == (
        "La signora [nome], tel. [telefono tolto], in [indirizzo tolto]. ISEE di 9.234 euro. Scrive a [e-mail tolta]."
    )
    assert "[nome]», «[telefono tolto]" in render_to_string("guard/_findings.html", {"form": form})
    assert sent(CaseNoteForm, form["text"].value()).is_valid()


def test_with_nothing_to_replace_the_button_stores_nothing():
    form = sent(NoteForm, "Una famiglia con due bambini.", guard_replace_all="1")

    assert not form.is_valid() and not form.errors
    assert form["text"].value() == "Una famiglia con due bambini."


def test_one_part_needs_no_such_button():
    form = sent(NoteForm, LIKELY)
    form.is_valid()

    assert "guard_replace_all" not in render_to_string("guard/_findings.html", {"form": form})


def test_all_parts_are_shown_and_the_tick_vouches_for_no_other():
    text = "\n".join(f"La signora Maria Rossi, via Roma {n}." for n in range(1, 100))
    form = sent(NoteForm, text)
    form.is_valid()
    assert len(form.guard_shown) == 60 and len(form.guard_tick.split(".")) == 60

    again = sent(NoteForm, text, guard_checked=form.guard_tick)
    assert not again.is_valid()
    assert sent(NoteForm, text, guard_checked=tick_for(text)).is_valid()


def test_the_currency_goes_with_the_amount():
    form = sent(NoteForm, "ISEE di 9.234 euro, o € 9.234,50.", guard_replace="text|isee_amount|9.234 euro")

    assert not form.is_valid()
    assert form["text"].value() == "ISEE di [tra 6.000 e 12.000 euro], o € 9.234,50."


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_text_and_no_button_troubles_it(text, button, tick):
    for form_class in (NoteForm, CaseNoteForm, HelpForm):
        form = sent(form_class, text, guard_replace=f"text|name|{button}", guard_rename=button, guard_checked=tick)
        form.is_valid()
        sent(form_class, text, guard_replace_all=button).is_valid()
        render_to_string("guard/_findings.html", {"form": form})


def test_the_three_certainties_are_words():
    assert (CERTAIN, PROBABLE, POSSIBLE) == ("certain", "probable", "possible")
