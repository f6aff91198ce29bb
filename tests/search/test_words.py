"""Italian words: forms, accents, apostrophes, amounts, and what a person's search means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.italian import folded, forms, indexed, read, root, tidy, tokens
from search.engines.marks import Marker


@pytest.mark.parametrize(
    "one, other",
    [
        ("bolletta", "bollette"),
        ("distacco", "distacchi"),
        ("famiglia", "famiglie"),
        ("anziano", "anziani"),
        ("anziana", "anziani"),
        ("ufficio", "uffici"),
        ("amico", "amici"),
        ("rata", "rate"),
        ("casa", "case"),
        ("caso", "casi"),
        ("energia", "energie"),
        ("contatore", "contatori"),
        ("straniero", "stranieri"),
        ("debito", "debiti"),
        ("operatrice", "operatori"),
        ("arancia", "arance"),
        ("luogo", "luoghi"),
    ],
)
def test_a_word_knows_its_other_forms(one, other):
    assert other in forms(one)
    assert one in forms(other)


def test_short_words_that_differ_by_gender_stay_apart():
    assert not forms("caso") & forms("casa")
    assert root("caso") == root("casa") == ""


def test_words_of_one_family_share_a_root():
    assert root("rateizzazione") == root("rateizzare") != ""
    assert root("pagamento") == root("pagare") != ""


def test_accents_and_apostrophes_of_every_kind_are_the_same():
    assert tokens(tidy("Perché")) == tokens(tidy("perche")) == tokens(tidy("perche\u0301"))
    for apostrophe in "'’‘ʼ`´":
        assert tokens(tidy(f"l{apostrophe}ISEE")) == ["l", "isee"]


def test_folding_keeps_every_letter_in_its_place():
    text = "È l’energia però: perché città 😀 ﬁne ß Ǆ İ ΐ"

    assert len(folded(text)) == len(text)


@given(st.text())
def test_folding_keeps_the_length_of_any_text(text):
    assert len(folded(text)) == len(text)


def test_an_amount_is_found_with_and_without_its_point():
    assert "9796" in tokens(indexed("soglia di 9.796 €"))
    assert "9.796" in tokens(indexed("soglia di 9.796 €"))


def test_small_words_are_left_out_unless_there_is_nothing_else():
    assert [str(part) for part in read("la bolletta della famiglia")] == ["bolletta", "famiglia"]
    assert [str(part) for part in read("perché")] == ["perche"]


def test_words_in_quotes_stay_together():
    (phrase, word) = read("«bonus sociale» gas")

    assert phrase.is_exact and phrase.words == ("bonus", "sociale")
    assert word.words == ("gas",)


def test_signs_of_query_languages_mean_nothing():
    assert [str(part) for part in read("bolletta OR title:* -rate^2 (gas~")] == [
        "bolletta",
        "or",
        "title",
        "rate",
        "2",
        "gas",
    ]


def test_a_search_is_cut_at_two_hundred_characters_and_ten_words():
    assert len(read(" ".join(f"parola{n}" for n in range(100)))) <= 10
    assert sum(len(str(part)) for part in read("x" * 100_000)) <= 200


def marked(words: str, text: str) -> str:
    return "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in Marker(read(words)).whole(text))


def test_found_words_are_marked_in_every_form():
    text = "Le bollette dell’energia però: perché l’ISEE"

    assert marked("bolletta isee perche", text) == "Le [bollette] dell’energia però: perché l’[ISEE]"
    assert marked("energia", text) == "Le bollette dell’[energia] però: perché l’ISEE"


def test_quoted_words_are_marked_together_only():
    assert marked("«bonus sociale»", "Il bonus e il Bonus sociale") == "Il bonus e il [Bonus sociale]"


def test_the_piece_shown_is_the_one_with_most_of_the_words():
    text = (
        "Una bolletta. "
        + "Parole che non servono. " * 60
        + "Il distacco e la bolletta insieme. "
        + "Altre parole. " * 60
    )

    pieces = Marker(read("bolletta distacco")).piece(text)

    assert [piece.text for piece in pieces if piece.is_found] == ["distacco", "bolletta"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert sum(len(piece.text) for piece in pieces) < 300


@given(st.text(max_size=80), st.text(max_size=400))
def test_marking_any_text_gives_the_text_back(words, text):
    marker = Marker(read(words))

    assert "".join(piece.text for piece in marker.whole(text)) == text
    marker.piece(text, 40)
