"""Who a programme is for: thresholds included, nothing held against a family, never a bare no."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.pacts.eligibility import (
    HIGHEST,
    Answers,
    Criteria,
    Negative,
    NotAnAmount,
    Other,
    TooHigh,
    check,
    euros,
    money,
)

CRITERIA = Criteria(Decimal("6000"), Decimal("12000"))


def found(isee, child="yes", vulnerable="no", others=()):
    amount = None if isee is None else Decimal(isee)
    return check(CRITERIA, Answers(amount, child, vulnerable, frozenset(others)))


@pytest.mark.parametrize(
    "isee, seems, met",
    [
        ("0", "not_now", False),
        ("5999.99", "not_now", False),
        ("6000", "yes", True),
        ("9500", "yes", True),
        ("12000", "yes", True),
        ("12000.01", "not_now", False),
        (None, "maybe", None),
    ],
)
def test_both_thresholds_are_included(isee, seems, met):
    result = found(isee)

    assert result.seems == seems
    assert result.findings[1].met is met


@pytest.mark.parametrize(
    "child, vulnerable, met, seems",
    [
        ("yes", "yes", True, "yes"),
        ("yes", "no", True, "yes"),
        ("no", "yes", True, "yes"),
        ("yes", "unknown", True, "yes"),
        ("unknown", "yes", True, "yes"),
        ("unknown", "no", None, "maybe"),
        ("no", "unknown", None, "maybe"),
        ("unknown", "unknown", None, "maybe"),
        ("no", "no", False, "not_now"),
    ],
)
@pytest.mark.parametrize("isee", ["6000", "12000"])
def test_a_child_or_an_elderly_or_disabled_member_is_enough(isee, child, vulnerable, met, seems):
    result = found(isee, child, vulnerable)

    assert result.findings[0].met is met
    assert result.seems == seems


def test_the_other_elements_never_count():
    for isee in ("5999.99", "6000", "12000.01", None):
        for child in ("yes", "no", "unknown"):
            assert found(isee, child).seems == found(isee, child, others=Other.values).seems
    assert found("6000", others=["care", "housing"]).others == (Other.HOUSING, Other.CARE)


def test_every_finding_says_why_and_what_to_check():
    for isee in ("5999.99", "9500", "12000.01", None):
        for child in ("yes", "no", "unknown"):
            result = found(isee, child)
            assert result.label.startswith("Con questi dati sembra")
            assert all(finding.sentence and finding.check for finding in result.findings)


def test_above_it_speaks_of_the_isee_corrente_and_below_of_other_aids():
    above, below = found("12000.01"), found("5999.99")

    assert "ISEE corrente" in above.findings[1].check and not above.is_below
    assert "5.999,99" in below.findings[1].sentence and below.is_below
    assert not found(None).is_below and not found("6000").is_below


# ── amounts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text, amount",
    [
        ("9500", "9500"),
        ("9.500", "9500"),
        ("9.500,50", "9500.50"),
        ("€ 9.500", "9500"),
        ("€9.500", "9500"),
        ("9.500 €", "9500"),
        ("9500 euro", "9500"),
        ("9500,5", "9500.5"),
        ("9 500", "9500"),
        ("9\u00a0500,00", "9500"),
        ("  9500  ", "9500"),
        ("0", "0"),
        ("-0", "0"),
        ("5.999,99", "5999.99"),
        ("999.999,99", "999999.99"),
    ],
)
def test_amounts_are_read_the_italian_way(text, amount):
    assert euros(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_nothing_is_not_known(text):
    assert euros(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "9,500.50", "9,500", "9500.50", "9.50", "9.5000", "95.00,1", "1.000 000", "circa 9500", "novemila", "€", "1e4",
        "9'500", "9500,505", ",5", "9500,", "٩٥٠٠", "NaN", "9500\x00", "--5", "-",
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_not_guessed(text):
    with pytest.raises(NotAnAmount):
        euros(text)


def test_negative_and_absurd_amounts_are_told_apart():
    with pytest.raises(Negative):
        euros("-9.500")
    with pytest.raises(Negative):
        euros("€ −1")
    with pytest.raises(TooHigh):
        euros("1.000.000")
    with pytest.raises(NotAnAmount):
        euros("9" * 400)


amounts = st.decimals(0, HIGHEST, places=2, allow_nan=False, allow_infinity=False)


@given(amounts, st.sampled_from([".", " ", ""]), st.sampled_from(["", "€ ", "euro "]))
def test_an_amount_that_is_written_is_read_back(amount, grouping, currency):
    written = f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", grouping)

    assert euros(currency + written) == amount
    assert euros(money(amount)) == amount


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_is_refused(text):
    try:
        amount = euros(text)
    except NotAnAmount:
        return
    assert amount is None or 0 <= amount <= HIGHEST
