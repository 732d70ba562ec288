"""Amounts as they are typed; what they are worth; how they are written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_app.plans.promises import Clause, Target
from gis_app.transformation.targets.amounts import AmountError, read_amount
from gis_app.transformation.targets.answers import value_of
from gis_app.transformation.targets.writing import exact, requirement


def target(comparator=">=", *thresholds, unit="%") -> Target:
    bounds = tuple(Fraction(t) for t in thresholds)
    return Target("T", "", "numeric", comparator, True, bounds, True, unit, "", True, True, 1, Clause("", ""))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("42", 42),
        (" 1 250 ", 1250),
        ("12,5", Decimal("12.5")),
        ("12.5", Decimal("12.5")),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1.250,5", Decimal("1250.5")),
        ("1,250.5", Decimal("1250.5")),
        (12.0, 12),
        (0.1 + 0.2, Decimal("0.3")),
        (7, 7),
    ],
)
def test_both_decimal_signs_and_thousands(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_is_nothing(nothing):
    assert read_amount(nothing) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.250", "amount_ambiguous"),
        ("1,250", "amount_ambiguous"),
        ("-3", "amount_negative"),
        (-3.0, "amount_negative"),
        ("bốn", "amount_unreadable"),
        ("1.25.0", "amount_unreadable"),
        ("=1+1", "amount_unreadable"),
        (float("nan"), "amount_unreadable"),
        (float("inf"), "amount_unreadable"),
        (True, "amount_unreadable"),
        ("12,345", "amount_ambiguous"),
        ("1234,567", "amount_too_fine"),
        ("9" * 30, "amount_too_large"),
    ],
)
def test_what_is_no_amount(text, code):
    with pytest.raises(AmountError) as refused:
        read_amount(text)
    assert refused.value.code == code


amounts = st.decimals(0, 10**9, places=2, allow_nan=False)


@given(amounts, amounts.filter(bool), st.integers(0, 100), st.sampled_from([">=", ">", "<", "<="]))
def test_a_share_is_compared_as_a_fraction(part, whole, bound, comparator):
    share = Fraction(part) / Fraction(whole)
    at_least, more = share >= Fraction(bound, 100), share > Fraction(bound, 100)
    expected = {">=": at_least, ">": more, "<": not at_least, "<=": not more}[comparator]
    asked = target(comparator, bound)
    assert asked.met_by(value_of(asked, part, whole)) is expected


def test_exactly_seventy_five_is_not_more_than_seventy_five():
    strict, plain = target(">", 75), target(">=", 75)
    value = value_of(strict, Decimal(3), Decimal(4))
    assert not strict.met_by(value)
    assert plain.met_by(value)


def test_changes_against_another_period():
    assert value_of(target(unit="% giảm"), Decimal(95), Decimal(100)) == 5
    assert value_of(target(unit="% thay đổi"), Decimal(95), Decimal(100)) == -5


@pytest.mark.parametrize(
    ("value", "thresholds", "written"),
    [
        (Fraction(875, 10), (80,), "87,5"),
        (Fraction(79_96, 100), (80,), "79,96"),
        (Fraction(1, 3) * 100, (80,), "33,3"),
        (Fraction(80), (80,), "80"),
    ],
)
def test_a_value_never_looks_like_the_bound_it_misses(value, thresholds, written):
    assert exact(value, tuple(map(Fraction, thresholds))) == written


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (target(">=", 80), "từ 80 % trở lên"),
        (target(">", 75), "trên 75 %"),
        (target("<", 15), "dưới 15 %"),
        (target("<=", 15), "không quá 15 %"),
        (target("==", 0, unit="dấu hiệu"), "không có dấu hiệu"),
        (target("between", 5, 10), "từ 5 % đến 10 %"),
    ],
)
def test_requirements_in_words(asked, written):
    assert requirement(asked) == written
