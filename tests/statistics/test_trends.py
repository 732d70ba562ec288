"""Trend classes: every definition, the order among them, months without data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_app.statistics.answers import Lacking, NotEnoughData
from gis_app.statistics.trends import Trend, Trends, classify, trends
from tests.statistics.maps import chessboard

PLANTED = [52, 53, 54, 64, 65, 66, 76, 77, 78]


@pytest.mark.parametrize(
    ("kinds", "tau", "p", "expected"),
    [
        ("000000000001", 0.0, 0.9, Trend.NEW),
        ("-00000000001", 0.0, 0.9, Trend.NEW),
        ("000000000011", 0.0, 0.9, Trend.CONSECUTIVE),
        ("001111111111", 0.0, 0.9, Trend.CONSECUTIVE),
        ("111111111111", 0.6, 0.01, Trend.INTENSIFYING),
        ("111111111111", 0.6, 0.051, Trend.PERSISTENT),
        ("011111111111", 0.6, 0.05, Trend.INTENSIFYING),
        ("111111111111", np.nan, np.nan, Trend.PERSISTENT),
        ("111111111111", -0.6, 0.01, Trend.DIMINISHING),
        ("000100000001", 0.0, 0.9, Trend.SPORADIC),
        ("000100-00001", 0.0, 0.9, Trend.OSCILLATING),
        ("111111111110", 0.0, 0.9, Trend.HISTORICAL),
        ("111111111100", 0.0, 0.9, Trend.NONE),
        ("000100000000", 0.0, 0.9, Trend.NONE),
        ("000000000000", 0.9, 0.01, Trend.NONE),
        ("00000000001", 0.0, 0.9, Trend.UNKNOWN),
        ("00000000000-", 0.0, 0.9, Trend.COLD_NEW),
        ("----------0-", -0.6, 0.01, Trend.COLD_INTENSIFYING),
        ("------------", 0.6, 0.01, Trend.COLD_DIMINISHING),
        ("-----------0", 0.0, 0.9, Trend.COLD_HISTORICAL),
        ("-0010000000-", 0.0, 0.9, Trend.COLD_OSCILLATING),
        ("000-0000000-", 0.0, 0.9, Trend.COLD_SPORADIC),
        ("-----------1", 0.0, 0.9, Trend.NEW),
    ],
)
def test_definitions(kinds, tau, p, expected):
    verdicts = np.array([{"0": 0, "1": 1, "-": -1}[each] for each in kinds])
    assert classify(verdicts, tau, p) is expected


def test_a_unit_unknown_in_the_last_month_is_unknown():
    assert classify(np.ones(20, dtype=int), 0.0, 1.0, last_known=False) is Trend.UNKNOWN


@given(st.lists(st.sampled_from([-1, 0, 1]), min_size=12, max_size=40), st.floats(-1, 1), st.floats(0, 1))
def test_cold_is_the_mirror_of_hot(kinds, tau, p):
    verdicts = np.array(kinds)
    hot, cold = classify(verdicts, tau, p), classify(-verdicts, -tau, p)
    if Trend.HISTORICAL in (hot, cold) or hot in (Trend.NONE, Trend.UNKNOWN):
        return
    mirrored = hot.removeprefix("cold_") if hot.startswith("cold_") else f"cold_{hot}"
    assert cold == mirrored


def months(count: int, planted_from: int, until: int, seed: int = 2) -> np.ndarray:
    table = np.random.default_rng(seed).poisson(10, (120, count)).astype(float)
    table[PLANTED, planted_from:until] += 25
    return table


def test_planted_developments_are_recognised():
    def kind_of_the_middle(*planted: int) -> Trend:
        answer = trends(months(12, *planted), chessboard(12, 10), permutations=999)
        assert isinstance(answer, Trends)
        return answer.kind[65]

    assert kind_of_the_middle(0, 12) is Trend.PERSISTENT
    assert kind_of_the_middle(11, 12) is Trend.NEW
    assert kind_of_the_middle(8, 12) is Trend.CONSECUTIVE
    assert kind_of_the_middle(0, 11) is Trend.HISTORICAL
    growing = months(14, 0, 14)
    growing[PLANTED] += np.arange(14) * 25
    assert trends(growing, chessboard(12, 10), permutations=999).kind[65] is Trend.INTENSIFYING


def test_quiet_months_have_no_hot_spot_and_unknown_months_are_left_out():
    table = months(14, 0, 14)
    table[:, 3] = 0
    table[:, 5] = np.nan
    table[7, 13] = np.nan
    answer = trends(table, chessboard(12, 10), permutations=999)
    assert answer.left_out == (5,)
    assert (answer.known_months[65], answer.hot_months[65]) == (13, 12)
    assert answer.kind[7] is Trend.UNKNOWN
    assert np.isnan(answer.z[:, [3, 5]]).all()


def test_minimum_and_wrong_input():
    answer = trends(months(11, 0, 11), chessboard(12, 10), permutations=99)
    assert answer == NotEnoughData(Lacking.PERIODS, 11, 12)
    assert "12 tháng" in answer.sentence("vi")
    with pytest.raises(ValueError):
        trends(np.zeros(12), chessboard(4, 3))
    with pytest.raises(ValueError):
        trends(np.zeros((11, 12)), chessboard(4, 3))
