"""Hit rate, PAI and PEI of maps and of a board's selection."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_app.statistics.answers import Lacking
from gis_app.statistics.prediction import map_accuracy, selection_accuracy

TEN = np.arange(10.0)


def test_figures_by_hand():
    counts = np.array([0, 0, 0, 0, 0, 10, 10, 10, 20, 50], dtype=float)
    tenth, fifth = map_accuracy(TEN, counts, np.full(10, 3.0), shares=(0.1, 0.2))
    assert (tenth.hits, tenth.hit_rate, tenth.pai, tenth.pei) == (50, 0.5, 5.0, 1.0)
    assert (fifth.hits, fifth.hit_rate, fifth.pai) == (70, 0.7, pytest.approx(3.5))
    (worst,) = map_accuracy(-TEN, counts, np.ones(10), shares=(0.1,))
    assert (worst.hits, worst.pei) == (0, 0)


def test_the_place_that_crosses_the_limit_counts_in_part():
    (found,) = map_accuracy(TEN, np.full(10, 8.0), np.ones(10), shares=(0.15,))
    assert found.hits == pytest.approx(12)
    assert found.pai == pytest.approx(1)


def test_equal_scores_are_as_good_as_chance():
    counts = np.random.default_rng(1).poisson(20, 50)
    for each in map_accuracy(np.zeros(50), counts, np.random.default_rng(2).uniform(1, 9, 50)):
        assert each.pai == pytest.approx(1)


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 99), st.floats(0.1, 50)), min_size=10, max_size=40),
    st.floats(0.01, 1),
)
def test_no_map_is_better_than_the_best(rows, share):
    scores, counts, areas = np.array(rows).T
    found = map_accuracy(scores, counts, areas, shares=(share,))
    if counts.sum() < 20:
        assert found.lacking is Lacking.INCIDENTS
        return
    assert 0 <= found[0].pei <= 1 + 1e-9
    assert 0 <= found[0].hit_rate <= 1 + 1e-9
    assert found[0].pai == pytest.approx(found[0].hit_rate / share)


def test_unknown_scores_rank_last_and_unknown_counts_are_left_out():
    scores = np.append(TEN, np.nan)
    counts = np.append(np.full(10, 5.0), 50.0)
    (found,) = map_accuracy(scores, counts, np.ones(11), shares=(10 / 11,))
    assert found.hits == pytest.approx(50)
    counts[-1] = np.nan
    (found,) = map_accuracy(scores, counts, np.ones(11), shares=(0.1,))
    assert found.incidents == 50


def test_a_selection_is_compared_with_lots_and_with_the_best():
    counts = np.array([40, 30, 10, 10, 4, 2, 2, 1, 1, 0], dtype=float)
    chosen = np.isin(np.arange(10), [0, 2])
    found = selection_accuracy(chosen, counts, np.arange(1.0, 11.0))
    assert (found.selected, found.units, found.hits, found.incidents) == (2, 10, 50, 100)
    assert found.concentration == pytest.approx(2.5)
    assert found.best_hit_rate == pytest.approx(0.7)
    assert found.efficiency == pytest.approx(5 / 7)
    assert found.pai == pytest.approx(0.5 / (4 / 55))
    assert "20,0 %" in found.sentence("vi")
    assert "50,0 %" in found.sentence("vi")
    assert "70.0 %" in found.sentence("en")


def test_a_selection_without_areas_has_no_pai():
    found = selection_accuracy(TEN > 7, TEN)
    assert (found.pai, found.share_of_area) == (None, None)


def test_a_selected_commune_without_known_counts_is_told():
    counts = np.append(np.full(10, 5.0), np.nan)
    found = selection_accuracy(np.arange(11) > 8, counts)
    assert (found.selected, found.unknown) == (1, (10,))


def test_minimum_and_wrong_input():
    assert map_accuracy(TEN[:9], TEN[:9] * 9, np.ones(9)).lacking is Lacking.UNITS
    assert map_accuracy(TEN, np.ones(10), np.ones(10)).lacking is Lacking.INCIDENTS
    assert selection_accuracy(TEN > 99, TEN).lacking is Lacking.SELECTED
    assert selection_accuracy(TEN > 7, np.ones(10)).lacking is Lacking.INCIDENTS
    for scores, areas, shares in (
        (TEN[:9], np.ones(10), (0.1,)),
        (TEN, np.zeros(10), (0.1,)),
        (TEN, np.ones(10), (0.0,)),
        (TEN, np.ones(10), (1.5,)),
        (TEN, np.ones(9), (0.1,)),
    ):
        with pytest.raises(ValueError):
            map_accuracy(scores, TEN, areas, shares=shares)
    with pytest.raises(ValueError):
        selection_accuracy(TEN[:9] > 3, TEN)
