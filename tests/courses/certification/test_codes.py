"""Codes: unguessable, readable, forgiving."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.certification.models import grouped, is_code, new_code, normalised
from courses.certification.models.codes import ALPHABET, LENGTH


def test_a_code_has_at_least_128_bits_and_no_look_alikes():
    assert LENGTH * math.log2(len(ALPHABET)) >= 128
    assert not set(ALPHABET) & set("01ILOUQSZBG")
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_codes_are_written_in_groups_of_four_and_never_twice():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(r"(\w{4}-){6}\w{4}", grouped(code)) for code in codes)


TYPED = [
    lambda code: code,
    lambda code: grouped(code),
    lambda code: grouped(code).lower(),
    lambda code: grouped(code).replace("-", " "),
    lambda code: f"  {grouped(code)}\n",
    lambda code: grouped(code).replace("-", "–"),
    lambda code: "\u00a0".join(code),
    lambda code: f"https://snodo.example.org/attestati/{grouped(code)}/",
    lambda code: f"http://localhost:8000/en/attestati/{grouped(code)}.pdf",
    lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code),
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_code_is_read_however_it_is_typed(typed):
    code = new_code()

    assert normalised(typed(code)) == code


def test_look_alike_letters_are_read_as_the_letter_that_is_used():
    code = "D725" + "68VA" * 6

    assert normalised("Oizs" + "gbua" * 6) == code
    assert normalised("0LZS" + "6BUA" * 6) == code


@given(st.text(max_size=400))
def test_any_text_is_read_without_trouble(text):
    signs = normalised(text)

    assert len(signs) <= 64 and signs == signs.upper()
    assert is_code(signs) in (True, False)
