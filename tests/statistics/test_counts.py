"""Two counts side by side: the exact interval, and no percentage on a small base."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from gis_app.statistics.counts import SMALLEST_BASE, change

COUNTS = st.integers(0, 2000)


@given(COUNTS, COUNTS)
def test_the_interval_is_that_of_scipys_exact_binomial_test(now, before):
    found = change(now, before)
    if now + before == 0:
        assert (found.low, found.high) == (0.0, math.inf)
        return
    interval = binomtest(now, now + before, 0.5).proportion_ci(0.95, method="exact")
    assert found.low == pytest.approx(interval.low / (1 - interval.low) if interval.low < 1 else math.inf)
    high = math.inf if interval.high == 1 else interval.high / (1 - interval.high)
    assert found.high == pytest.approx(high)


@given(COUNTS, COUNTS)
def test_turned_round_it_says_the_opposite(now, before):
    assert change(now, before).direction == -change(before, now).direction


def test_no_percentage_below_the_base():
    assert change(40, SMALLEST_BASE - 1).share is None
    assert change(30, SMALLEST_BASE).share == 0.5


@pytest.mark.parametrize("bad", [(-1, 3, 0.95), (3, -1, 0.95), (3, 3, 1.0), (3, 3, 0.0)])
def test_what_is_no_count_is_refused(bad):
    with pytest.raises(ValueError, match="no comparison"):
        change(bad[0], bad[1], confidence=bad[2])
