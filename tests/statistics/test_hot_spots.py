"""Gi* and local Moran: agreement with R's spdep, what is found, what is refused, who is left out."""

from __future__ import annotations

import itertools
import warnings

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_app.statistics.answers import Lacking, NotEnoughData
from gis_app.statistics.hot_spots import HotSpots, hot_spots, stability
from gis_app.statistics.local_moran import Association, LocalMoran, local_moran
from gis_app.statistics.neighbours import Neighbours, nearest, queen, within
from gis_app.statistics.permuting import Draws
from tests.statistics.maps import chessboard, squares


def noise(size: int, seed: int, mean: float = 12.0) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, size).astype(float)


def test_agrees_with_spdep(shared_data):
    wards = gpd.read_file(shared_data / "nottingham-wards.gpkg").set_index("ward_code")
    reference = pd.read_csv(shared_data / "nottingham-burglary-spdep-reference.csv", index_col="ward_code")
    reference = reference.loc[wards.index]
    neighbours = queen(wards.geometry)
    assert neighbours.counts.tolist() == reference["neighbours"].tolist()
    scores = hot_spots(reference["n"], neighbours)
    local = local_moran(reference["n"], neighbours)
    np.testing.assert_allclose(scores.z, reference["gi_star_z"], rtol=0, atol=1e-6)
    np.testing.assert_allclose(local.moran, reference["local_moran_i"], rtol=0, atol=1e-6)


def scores_by_definition(values: np.ndarray, neighbours: Neighbours) -> tuple[np.ndarray, np.ndarray]:
    """Gi* z and local Moran as Ord and Getis (1995) and Anselin (1995) write them, unit by unit."""
    n, mean, variance = len(values), values.mean(), values.var()
    z, moran = np.empty(n), np.zeros(n)
    for i in range(n):
        around = neighbours.matrix[[i]].indices
        weight = len(around) + 1
        z[i] = (values[around].sum() + values[i] - weight * mean) / np.sqrt(
            variance * (n * weight - weight**2) / (n - 1)
        )
        if len(around):
            moran[i] = (values[i] - mean) / variance * (values[around] - mean).mean()
    return z, moran


@st.composite
def maps(draw):
    size = draw(st.integers(10, 25))
    unit = st.integers(0, size - 2)
    pairs = draw(st.lists(st.tuples(unit, unit), min_size=size, max_size=4 * size))
    values = draw(st.lists(st.integers(0, 50), min_size=size, max_size=size))
    return np.array(values, dtype=float), Neighbours.from_pairs(size, pairs)


@settings(max_examples=60)
@given(maps())
def test_definitions_hold_on_any_map(drawn):
    values, neighbours = drawn
    scores = hot_spots(values, neighbours, permutations=99)
    local = local_moran(values, neighbours, permutations=99)
    if isinstance(scores, NotEnoughData):
        assert scores == local
        assert scores.sentence("vi").startswith("Chưa đủ dữ liệu")
        return
    z, moran = scores_by_definition(values, neighbours)
    full = neighbours.counts == neighbours.size - 1
    np.testing.assert_allclose(scores.z[~full], z[~full], atol=1e-9)
    np.testing.assert_allclose(local.moran, moran, atol=1e-9)
    assert scores.islands == tuple(neighbours.islands)
    assert np.isnan(scores.p[neighbours.islands]).all()
    tested = scores.p[neighbours.counts > 0]
    assert ((tested >= 2 / 100) & (tested <= 1)).all()


def test_permutations_draw_from_the_exact_distribution():
    """With 9 units and 3 neighbours there are 56 sets of others for each unit: count them all."""
    values = np.array([0, 1, 1, 2, 3, 5, 8, 13, 21], dtype=float)
    others = [
        [1, 2, 3],
        [4, 5, 6],
        [0, 3, 8],
        [7, 8, 0],
        [8, 7, 6],
        [0, 1, 2],
        [4, 5, 8],
        [1, 2, 4],
        [2, 3, 5],
    ]
    sums = values[others].sum(axis=1)
    permutations = 200_000
    tails = Draws.make(9, 3, permutations, seed=5).tails(values, sums, np.full(9, 3))
    for unit in range(9):
        drawn = np.array(
            [
                values[list(chosen)].sum()
                for chosen in itertools.combinations([i for i in range(9) if i != unit], 3)
            ]
        )
        assert tails.as_much[unit] / permutations == pytest.approx((drawn >= sums[unit]).mean(), abs=0.005)
        assert tails.as_little[unit] / permutations == pytest.approx((drawn <= sums[unit]).mean(), abs=0.005)


def test_p_values_agree_with_esda():
    from esda import G_Local

    # Values without ties: esda does not count them in the lower tail.
    neighbours, values = chessboard(12, 10), np.random.default_rng(3).gamma(2.0, size=120)
    ours = hot_spots(values, neighbours)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        theirs = G_Local(
            values,
            neighbours.graph(with_self=True),
            transform="B",
            star=None,
            permutations=9999,
            n_jobs=1,
            seed=7,
        )
    np.testing.assert_allclose(ours.z, theirs.Zs, atol=1e-12)
    # Two independent draws of 9,999: five standard errors of their difference.
    np.testing.assert_allclose(ours.p, np.minimum(1, 2 * theirs.p_sim), atol=0.071)
    small = ours.p < 0.1
    np.testing.assert_allclose(ours.p[small], 2 * theirs.p_sim[small], atol=0.031)


def test_a_planted_hot_spot_is_found_and_nothing_else():
    values, planted = noise(120, 11), [52, 53, 54, 64, 65, 66, 76, 77, 78]
    values[planted] += 20
    answer = hot_spots(values, chessboard(12, 10))
    assert isinstance(answer, HotSpots)
    assert answer.kind[65] == 1
    touched = set(planted)
    for unit in planted:
        touched.update(chessboard(12, 10).matrix[[unit]].indices.tolist())
    assert set(np.flatnonzero(answer.kind == 1)) <= touched
    assert not (answer.kind == -1).any()


def test_a_planted_cold_spot_is_found():
    values = noise(120, 11, mean=40)
    values[[52, 53, 54, 64, 65, 66, 76, 77, 78]] = 0
    answer = hot_spots(values, chessboard(12, 10))
    assert answer.kind[65] == -1
    assert answer.empty == (52, 53, 54, 64, 65, 66, 76, 77, 78)


def test_one_high_commune_among_low_ones_is_no_hot_spot():
    values = np.full(120, 10.0) + np.arange(120) % 2
    around = chessboard(12, 10).matrix[[65]].indices
    values[around] = 0
    values[65] = 80
    assert hot_spots(values, chessboard(12, 10)).kind[65] != 1
    assert local_moran(values, chessboard(12, 10)).kind[65] == Association.HIGH_AMONG_LOW


def test_local_moran_tells_the_four_kinds_apart():
    values = noise(400, 2, mean=30)
    board = np.arange(400).reshape(20, 20)
    values[board[2:6, 2:6].ravel()] = 90
    values[board[12:17, 12:17].ravel()] = 1
    values[board[3, 3]] = 0
    kind = local_moran(values, chessboard(20, 20)).kind.reshape(20, 20)
    assert kind[4, 4] == Association.HIGH_AMONG_HIGH
    assert kind[3, 3] == Association.LOW_AMONG_HIGH
    assert kind[14, 14] == Association.LOW_AMONG_LOW


def test_the_same_seed_gives_the_same_answer_and_another_seed_nearly():
    values, neighbours = noise(120, 4), chessboard(12, 10)
    first, again = (hot_spots(values, neighbours, seed=5) for _ in range(2))
    other = hot_spots(values, neighbours, seed=6)
    np.testing.assert_array_equal(first.p, again.p)
    assert first.note == again.note
    assert not np.array_equal(first.p, other.p)


def test_unknown_is_not_zero():
    values, neighbours = noise(120, 11), chessboard(12, 10)
    values[[0, 1, 12]] = np.nan
    answer = hot_spots(values, neighbours)
    assert answer.unknown == (0, 1, 12)
    assert np.isnan(answer.z[[0, 1, 12]]).all()
    kept = ~np.isnan(values)
    alone = hot_spots(values[kept], neighbours.among(kept))
    np.testing.assert_array_equal(answer.z[kept], alone.z)
    zeros = hot_spots(np.nan_to_num(values), neighbours)
    assert abs(zeros.z[13] - answer.z[13]) > 0.1


def test_a_commune_whose_neighbours_are_all_unknown_is_an_island():
    values = noise(30, 1)
    neighbours = Neighbours.from_pairs(30, [(i, i + 1) for i in range(29)])
    values[1] = np.nan
    answer = hot_spots(values, neighbours)
    assert answer.islands == (0,)
    assert answer.kind[0] == 0
    assert np.isnan(answer.p[0])


@pytest.mark.parametrize(
    ("values", "neighbours", "lacking"),
    [
        (np.arange(9.0), chessboard(3, 3), Lacking.UNITS),
        ([np.nan] * 3 + list(range(9)), chessboard(4, 3), Lacking.UNITS),
        ([0] * 10 + [5, 3], chessboard(4, 3), Lacking.NONZERO_UNITS),
        ([0] * 12, chessboard(4, 3), Lacking.NONZERO_UNITS),
        ([4] * 12, chessboard(4, 3), Lacking.DIFFERENT_VALUES),
        (np.arange(12.0), Neighbours.from_pairs(12, [(0, 1), (2, 3)]), Lacking.UNITS_WITH_NEIGHBOURS),
    ],
)
def test_too_little_is_answered_and_told(values, neighbours, lacking):
    for answer in (hot_spots(values, neighbours), local_moran(values, neighbours)):
        assert isinstance(answer, NotEnoughData)
        assert answer.lacking is lacking
        assert "Chưa đủ dữ liệu" in answer.sentence("vi")
        assert "Not enough data" in answer.sentence("en")


@pytest.mark.parametrize("values", [[1.0] * 11, [-1.0] * 12, [np.inf] * 12, np.ones((12, 2))])
def test_wrong_input_is_refused(values):
    with pytest.raises(ValueError):
        hot_spots(values, chessboard(4, 3))


@pytest.mark.parametrize("options", [{"rate": 0.0}, {"rate": 1.0}, {"permutations": 0}])
def test_wrong_options_are_refused(options):
    with pytest.raises(ValueError):
        local_moran(noise(12, 1), chessboard(4, 3), **options)


def test_a_small_hot_spot_in_a_whole_country_is_found():
    values = noise(3321, 1, mean=8)
    values[[1000, 1001, 1081, 1082, 1083]] += 12
    neighbours = chessboard(81, 41)
    answer = hot_spots(values, neighbours)
    assert answer.permutations == 132_839
    assert answer.note.needed_together == 1
    assert answer.kind[1001] == 1
    assert hot_spots(values, neighbours, permutations=9999).note.needed_together == 14


def test_the_note_says_when_permutations_are_too_few():
    values, neighbours = noise(120, 11), chessboard(12, 10)
    few = hot_spots(values, neighbours, permutations=99).note
    enough = hot_spots(values, neighbours).note
    assert (few.needed_together, enough.needed_together) == (48, 1)
    assert any("48 đơn vị" in sentence and "4.799" in sentence for sentence in few.sentences("vi"))
    just_enough = hot_spots(values, neighbours, permutations=few.enough_permutations).note
    one_less = hot_spots(values, neighbours, permutations=few.enough_permutations - 1).note
    assert (just_enough.needed_together, one_less.needed_together) == (1, 2)
    assert enough.tested == 120
    assert enough.by_chance == pytest.approx(6)


def test_stability_is_the_share_of_definitions():
    shapes, values = squares(12, 10), noise(120, 11)
    values[[52, 53, 54, 64, 65, 66, 76, 77, 78]] += 20
    alone = Neighbours.from_pairs(120, [])
    shares = stability(values, [queen(shapes), nearest(shapes, 8), within(shapes, 1500), alone])
    assert shares[65] == 1.0
    assert shares[0] == 0.0
    assert isinstance(stability(values, [alone]), NotEnoughData)
    with pytest.raises(ValueError):
        stability(values, [])


def test_kinds_and_lengths():
    answer = local_moran(noise(120, 4), chessboard(12, 10))
    assert isinstance(answer, LocalMoran)
    assert set(answer.kind) <= {int(each) for each in Association}
