"""What the guard finds (privacy.md P3), on 400 texts made for it and on the tricks that hide a code."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.guard.detect import Identifies, find, placeholder, refuse_certain

CORPUS = yaml.safe_load((Path(__file__).parent / "corpus.yaml").read_text(encoding="utf-8"))
CERTAIN_KINDS = {"fiscal_code", "iban", "email", "supply_code", "dsu_number"}
CLEAN = [entry["text"] for entry in CORPUS if "kind" not in entry]
DIRTY = [entry for entry in CORPUS if "kind" in entry]


def stopped(text: str) -> list[tuple[str, str, str]]:
    """What makes a form come back: the certain and the probable, as (kind, certainty, part)."""
    return [(f.kind, f.certainty, text[f.start : f.end]) for f in find(text) if f.certainty != "possible"]


def found(entry: dict) -> bool:
    start = entry["text"].index(entry["part"])
    end = start + len(entry["part"])
    certain = entry["kind"] in CERTAIN_KINDS
    return any(
        f.kind == entry["kind"]
        and f.start < end
        and start < f.end
        and f.certainty in {"certain", certain or "probable"}
        for f in find(entry["text"])
    )


def recall(entries: list[dict]) -> float:
    return sum(map(found, entries)) / len(entries)


# ── the figures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_corpus_is_400_texts_half_of_them_clean():
    assert (len(CLEAN), len(DIRTY)) == (200, 200)
    assert len({entry["text"] for entry in CORPUS}) == 400


def test_certain_kinds_are_found():
    assert recall([entry for entry in DIRTY if entry["kind"] in CERTAIN_KINDS]) >= 0.99


def test_probable_kinds_are_found():
    assert recall([e for e in DIRTY if e["kind"] not in CERTAIN_KINDS and e["kind"] != "name"]) >= 0.95


def test_names_are_found():
    assert recall([entry for entry in DIRTY if entry["kind"] == "name"]) >= 0.85


def test_clean_texts_are_left_alone():
    assert sum(bool(stopped(text)) for text in CLEAN) <= len(CLEAN) * 0.10
    assert not [text for text in CLEAN if any(certainty == "certain" for _, certainty, _ in stopped(text))]


# ── tricks and shapes ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        "RSSMRA85T10A562S",
        "rssmra85t10a562s",
        "RSS MRA 85T10 A562S",
        "RSS.MRA.85T10.A562S",
        "RSSMRA\n85T10A562S",
        "RSSMRA85\u200bT10\u00adA562S",
        "ＲＳＳＭＲＡ８５Ｔ１０Ａ５６２Ｓ",
        "RSSМRА85Т10А562S",  # Cyrillic М, А, Т
        "R S S M R A 8 5 T 1 0 A 5 6 2 S",
        "CFRSSMRA85T10A562S",
    ],
)
def test_a_fiscal_code_is_found_however_it_is_written(written):
    text = f"il codice è {written} e basta"

    (kind, certainty, part), *_ = stopped(text)

    assert (kind, certainty) == ("fiscal_code", "certain")
    assert part.strip(".").replace("CF", "", 1) in text


def test_a_fiscal_code_with_a_wrong_letter_is_probable():
    assert stopped("CF RSSMRA85T10A562T")[0][:2] == ("fiscal_code", "probable")


@pytest.mark.parametrize(
    "written",
    ["DE89 3704 0044 0532 0130 00 la rata", "DE89370400440532013000", "FR14 2004 1010 0505 0001 3M02 606 casa"],
)
def test_a_foreign_account_is_found_without_the_words_that_follow(written):
    assert stopped(written)[0][:2] == ("iban", "certain")
    assert "rata" not in stopped(written)[0][2] and "casa" not in stopped(written)[0][2]


def test_an_address_of_the_mail_is_found_spelt_out():
    for written in ("maria.rossi (at) libero.it", "maria[at]libero[dot]it", "maria chiocciola libero punto it"):
        assert stopped(f"scrivete a {written}")[0][0] == "email", written


@pytest.mark.parametrize(
    "text",
    [
        "Numero verde 800 166 654, dal cellulare 06 164 164; INPS 803 164.",
        "Lo sportello apre 09.00-12.30 e 14.30-17.00.",
        "La delibera 2/2026/R/com e la 355/2025/R/rif.",
        "La legge 328 del 2000, l’articolo 12, il d.lgs. 147/2017.",
        "In via telefonica 3 volte, via mail 2, nel corso dei 6 mesi, corso TED 2, in corso da 3 anni.",
        "Circolo Arci Cerreto Guidi, Reggio Emilia, scuola Don Milani, Fondazione Compagnia di San Paolo.",
        "Grazie Samira, brava Elena. Ciao Nello!",
        "La famiglia Fiordaliso e la signora Mimosa.",
        "Il marito lavora, la moglie INPS no, il figlio ISEE sì, la nonna Anche.",
        "",
    ],
)
def test_the_words_of_the_trade_stop_nobody(text):
    assert stopped(text) == []


def test_an_isee_amount_and_a_date_are_only_hints_and_a_known_threshold_is_nothing():
    kinds = {
        (f.kind, f.certainty) for f in find("ISEE di 9.234 euro, rinnovato il 12/03/2026. La soglia è ISEE 9.796 euro.")
    }

    assert kinds == {("isee_amount", "possible"), ("date", "possible")}
    assert placeholder("isee_amount", "9.234") == "[tra 6.000 e 12.000 euro]"
    assert placeholder("isee_amount", "5.100,50") == "[meno di 6.000 euro]"
    assert placeholder("isee_amount", "31000") == "[più di 12.000 euro]"


@pytest.mark.parametrize(
    "written", ["9.234 euro", "9.234,50 euro", "9234€", "9.234 €", "€ 9.234", "euro 9.234", "9.234 eur", "9.234"]
)
def test_an_isee_amount_takes_its_currency_with_it(written):
    (finding,) = find(f"ISEE di {written} nel nucleo")

    assert f"ISEE di {written} nel nucleo"[finding.start : finding.end] == written
    assert placeholder("isee_amount", written) == "[tra 6.000 e 12.000 euro]"


def test_a_day_of_birth_is_probable_and_the_birthday_of_a_desk_is_not():
    assert stopped("è nata il 12 marzo 1985")[0][0] == "birth_date"
    assert stopped("lo sportello è nato il 12 marzo 2020") == []


def test_the_surest_of_two_that_overlap_stays_and_places_are_those_of_the_text():
    text = "IBAN\u200b IT60 X054 2811 1010 0000 0123 456 per la sig.ra Amina Hassan"

    iban, name = find(text)

    assert text[iban.start : iban.end] == "IT60 X054 2811 1010 0000 0123 456"
    assert text[name.start : name.end] == "Amina Hassan"


def test_an_action_refuses_what_is_certain_and_what_is_too_long_to_read():
    refuse_certain("Una famiglia con due bambini", "La signora Maria Rossi")  # probable: the form asks, not the action
    with pytest.raises(Identifies):
        refuse_certain("va bene", "CF RSSMRA85T10A562S")
    with pytest.raises(Identifies):
        refuse_certain("a" * 20_001)


# ── whatever comes ───────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_text_troubles_it(text):
    for finding in find(text):
        assert 0 <= finding.start < finding.end <= len(text)


HOSTILE = [
    "A ",
    "3 4 0 ",
    "0 ",
    "Maria Rossi ",
    "via di di ",
    "IT60 X054 ",
    "a@a.",
    "nato il ",
    "½²ª",
    "\ufdfa",
    "Maria de la ",
    "LLL8",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_twenty_thousand_hostile_characters_end_soon(piece):
    """A generous bound that only catches what grows with the square; `tests/bench/guard.py` has the real figures."""
    text = (piece * 20_000)[:20_000]

    begun = time.process_time()
    find(text)

    assert time.process_time() - begun < 1.0
