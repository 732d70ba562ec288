"""Empirical Bayes rates: agreement with esda, limits, what is left out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_app.statistics.answers import Lacking, NotEnoughData
from gis_app.statistics.neighbours import Neighbours
from gis_app.statistics.rates import empirical_bayes, spatial_empirical_bayes
from tests.statistics.maps import chessboard


def uneven(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """120 communes of very different size whose true rates differ too."""
    random = np.random.default_rng(seed)
    residents = random.integers(500, 60_000, 120).astype(float)
    return random.poisson(residents * random.gamma(4, 1 / 4000, 120)).astype(float), residents


def test_agrees_with_esda():
    from esda.smoothing import Empirical_Bayes, Spatial_Empirical_Bayes
    from libpysal.weights import WSP, WSP2W

    counts, residents = uneven()
    neighbours = chessboard(12, 10)
    expected = Empirical_Bayes(counts, residents).r.ravel() * 10_000
    np.testing.assert_allclose(empirical_bayes(counts, residents).steadied, expected, rtol=1e-9)
    weights = WSP2W(WSP(neighbours.matrix.tocsr()))
    expected = Spatial_Empirical_Bayes(counts, residents, weights).r.ravel() * 10_000
    found = spatial_empirical_bayes(counts, residents, neighbours)
    np.testing.assert_allclose(found.steadied, expected, rtol=1e-9)


def test_few_residents_are_pulled_further():
    counts, residents = uneven()
    rates = empirical_bayes(counts, residents)
    order = np.argsort(residents)
    assert (np.diff(rates.own_weight[order]) >= 0).all()
    np.testing.assert_allclose(
        rates.steadied, rates.mean + rates.own_weight * (rates.raw - rates.mean), rtol=1e-12
    )


def test_rates_that_chance_explains_are_all_the_mean():
    residents = np.full(40, 1000.0)
    rates = empirical_bayes(np.tile([3.0, 4.0], 20), residents)
    np.testing.assert_allclose(rates.steadied, 35.0)
    assert (rates.own_weight == 0).all()


def test_unknown_is_left_out_and_islands_get_the_global_estimate():
    counts, residents = uneven()
    residents[5], residents[6], counts[7] = 0, np.nan, np.nan
    pairs = [(i, i + 1) for i in range(20, 119)]
    found = spatial_empirical_bayes(counts, residents, Neighbours.from_pairs(120, pairs))
    of_all = empirical_bayes(counts, residents)
    assert found.unknown == (5, 6, 7)
    assert np.isnan(found.steadied[[5, 6, 7]]).all()
    assert set(range(20)) - {5, 6, 7} == set(found.islands)
    islands = list(found.islands)
    np.testing.assert_allclose(found.steadied[islands], of_all.steadied[islands])


def test_surroundings_without_incidents_have_rate_zero():
    counts, residents = uneven()
    counts[:60] = 0
    found = spatial_empirical_bayes(counts, residents, chessboard(12, 10))
    assert found.steadied[0] == 0
    assert found.empty == tuple(np.flatnonzero(counts == 0))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 10**6)), min_size=12, max_size=12))
def test_estimates_lie_between_the_own_rate_and_the_mean(rows):
    counts, residents = np.array(rows, dtype=float).T
    for rates in (
        empirical_bayes(counts, residents),
        spatial_empirical_bayes(counts, residents, chessboard(4, 3)),
    ):
        if isinstance(rates, NotEnoughData):
            assert rates.lacking is Lacking.INCIDENTS
            continue
        low, high = np.minimum(rates.raw, rates.mean), np.maximum(rates.raw, rates.mean)
        slack = 1e-9 * high
        assert ((rates.steadied >= low - slack) & (rates.steadied <= high + slack)).all()


def test_minimum_and_wrong_input():
    assert empirical_bayes([5.0] * 9, [100.0] * 9).lacking is Lacking.UNITS
    assert empirical_bayes([0.5] * 12, [100.0] * 12).lacking is Lacking.INCIDENTS
    assert empirical_bayes([5.0] * 12, [0.0] * 12).lacking is Lacking.UNITS
    for counts, residents in (([1.0] * 12, [1.0] * 11), ([-1.0] * 12, [1.0] * 12)):
        with pytest.raises(ValueError):
            empirical_bayes(counts, residents)
    with pytest.raises(ValueError):
        spatial_empirical_bayes([1.0] * 12, [1.0] * 12, chessboard(3, 3))
