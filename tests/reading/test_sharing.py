"""Totals carried over by shares: sums are kept, intervals hold the estimates, identity changes nothing."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.reading.sharing import Share, carry_over, share_out

amounts = st.one_of(
    st.integers(0, 100_000).map(float), st.floats(0, 1e6, allow_nan=False, allow_subnormal=False)
)


@st.composite
def successions(draw):
    """Draw totals of old units and complete shares of each over some of up to six new units."""
    olds = draw(st.integers(1, 8))
    news = draw(st.integers(1, 6))
    totals, shares = {}, []
    for old in range(olds):
        totals[old] = draw(st.one_of(st.none(), amounts))
        weight_of = draw(st.dictionaries(st.integers(100, 99 + news), st.floats(0.01, 1), min_size=1))
        targets, weights = list(weight_of), list(weight_of.values())
        shares += [Share(old, new, w / sum(weights)) for new, w in zip(targets, weights, strict=True)]
    return totals, shares, range(100, 100 + news)


@given(amounts, st.lists(st.floats(0.001, 1), min_size=1, max_size=8), st.booleans())
def test_the_parts_of_a_total_add_up_to_it(total, weights, all_of_it):
    scale = sum(weights) * (1 if all_of_it else 1.5)
    parts = share_out(total, [weight / scale for weight in weights])
    assert math.fsum(parts) == pytest.approx(total, rel=1e-12)
    assert all(part >= 0 for part in parts)
    if all_of_it:
        assert parts[-1] == 0
    if float(total).is_integer():
        assert math.fsum(parts) == total
        assert all(part.is_integer() for part in parts)
        assert all(abs(p - total * w / scale) < 1 for p, w in zip(parts, weights, strict=False))


# How fast a case is drawn says something about the machine only.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(successions())
def test_sums_are_kept_and_intervals_hold_the_estimates(case):
    totals, shares, new_units = case
    carried = carry_over(totals, shares, new_units)
    known = math.fsum(total for total in totals.values() if total is not None)
    values = [c.value for c in carried.totals.values()]
    if None not in totals.values():
        given_on = math.fsum(value for value in values if value is not None)
        assert given_on + carried.outside == pytest.approx(known, rel=1e-12)
    for total in carried.totals.values():
        if total.value is None:
            assert total.high is None and total.low >= 0
        else:
            assert total.low <= total.value * (1 + 1e-12) + 1e-9
            assert total.value <= total.high * (1 + 1e-12) + 1e-9


@given(st.dictionaries(st.integers(), st.one_of(st.none(), amounts), min_size=1))
def test_identity_changes_nothing(totals):
    carried = carry_over(totals, [Share(unit, unit, 1.0) for unit in totals], totals)
    assert {unit: total.value for unit, total in carried.totals.items()} == totals
    assert not any(total.estimated for total in carried.totals.values())
    assert carried.outside == 0


def test_a_divided_unit_gives_an_interval_from_none_to_all_of_it():
    shares = [Share("a", "x", 0.75), Share("a", "y", 0.25), Share("b", "x", 1.0)]
    carried = carry_over({"a": 10.0, "b": 5.0}, shares, ["x", "y"])
    x, y = carried.totals["x"], carried.totals["y"]
    # 7.5 and 2.5 cases are no cases: the tie of remainders goes to the part named first.
    assert (x.value, x.low, x.high, x.estimated) == (13.0, 5.0, 15.0, True)
    assert (y.value, y.low, y.high) == (2.0, 0.0, 10.0)


def test_unknown_stays_unknown_with_what_is_certain_as_lower_bound():
    shares = [Share("a", "x", 1.0), Share("b", "x", 0.5), Share("b", "y", 0.5)]
    carried = carry_over({"a": 4.0, "b": None}, shares, ["x", "y", "z"])
    x, y, z = (carried.totals[unit] for unit in "xyz")
    assert (x.value, x.low, x.high) == (None, 4.0, None)
    assert (y.value, y.low, y.high) == (None, 0.0, None)
    assert z.value is None  # nothing is known of where its ground came from


def test_ground_of_unknown_origin_makes_a_total_unknown():
    carried = carry_over({"a": 4.0}, [Share("a", "x", 1.0)], ["x"], unknown_origin=["x"])
    assert (carried.totals["x"].value, carried.totals["x"].low) == (None, 4.0)


def test_what_has_no_successor_is_outside():
    carried = carry_over({"a": 4.0, "b": 6.0}, [Share("a", "x", 0.5)], ["x"])
    assert carried.totals["x"].value == 2.0
    assert carried.outside == 8.0
