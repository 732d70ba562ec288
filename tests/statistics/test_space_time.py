"""Knox: agreement with pointpats, planted series, shuffled times."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gis_app.statistics.answers import Lacking
from gis_app.statistics.space_time import knox
from tests.statistics.maps import VN2000

START = np.datetime64("2025-01-01T00:00")


def random_incidents(count: int, seed: int) -> tuple[gpd.GeoSeries, np.ndarray]:
    random = np.random.default_rng(seed)
    places = gpd.GeoSeries(shapely.points(random.uniform(0, 8000, (count, 2))), crs=VN2000)
    return places, START + random.integers(0, 365, count).astype("timedelta64[D]")


def with_series(seed: int = 3) -> tuple[gpd.GeoSeries, np.ndarray]:
    """40 pairs that are 100 m and two days apart, in 300 random incidents."""
    places, times = random_incidents(300, seed)
    near = places[:40].translate(100, 0)
    return pd.concat([places, near], ignore_index=True), np.concatenate(
        [times, times[:40] + np.timedelta64(2, "D")]
    )


def test_counts_agree_with_pointpats():
    from pointpats.spacetime import Knox

    places, times = with_series()
    days = (times - START).astype(float)[:, None] / (24 * 60)
    theirs = Knox(shapely.get_coordinates(places), days, delta=300, tau=7, permutations=0)
    ours = knox(places, times, within_m=300, within_days=7)
    assert ours.near_both == theirs.observed[0, 0]
    assert ours.near_place == theirs.observed[0].sum()
    assert ours.near_time == theirs.observed[:, 0].sum()
    assert ours.expected == pytest.approx(theirs.expected[0, 0])


def test_series_are_found_and_chance_is_not():
    places, times = with_series()
    found = knox(places, times, within_m=300, within_days=7)
    assert found.p <= 0.01
    assert found.ratio > 2
    assert f"{found.near_both} cặp vụ" in found.sentence("vi")
    assert "300 m" in found.sentence("en")
    values = [
        knox(*random_incidents(150, seed), within_m=600, within_days=10, permutations=99, seed=seed).p
        for seed in range(60)
    ]
    # 60 tests at 5 %: more than 9 significant by chance happen less than once in 1,000 times.
    assert sum(p <= 0.05 for p in values) <= 9


def test_limits_are_inclusive():
    places = gpd.GeoSeries(shapely.points([(x * 1000.0, 0) for x in range(20)]), crs=VN2000)
    times = START + np.arange(20).astype("timedelta64[D]")
    found = knox(places, times, within_m=1000, within_days=1)
    assert (found.near_both, found.near_place, found.near_time) == (19, 19, 19)
    assert found.p == pytest.approx(1 / 1000)


def test_shuffled_times_that_give_as_many_pairs_count_against_the_result():
    places, times = random_incidents(60, 2)
    found = knox(places, times, within_m=2000, within_days=1000, permutations=99)
    assert found.near_both == found.near_place
    assert found.p == 1.0


def test_incidents_without_a_time_are_left_out_and_told():
    places, times = with_series()
    times = pd.Series(times)
    times[:5] = pd.NaT
    found = knox(places, times.dt.tz_localize("Asia/Ho_Chi_Minh"), within_m=300, within_days=7)
    assert (found.incidents, found.without_time) == (335, 5)


def test_the_same_seed_gives_the_same_answer():
    places, times = random_incidents(200, 8)
    first, again = (knox(places, times, within_m=500, within_days=7, seed=4) for _ in range(2))
    assert first == again


def test_minimum_and_wrong_input():
    places, times = random_incidents(40, 1)
    assert knox(places[:19], times[:19], within_m=500, within_days=7).lacking is Lacking.INCIDENTS
    same = np.full(40, START)
    assert knox(places, same, within_m=500, within_days=7).lacking is Lacking.TIMES
    assert knox(places, times, within_m=1, within_days=7).lacking is Lacking.PAIRS
    with pytest.raises(ValueError, match="choose a smaller distance"):
        crowd = gpd.GeoSeries([shapely.Point(0, 0)] * 4000, crs=VN2000)
        knox(crowd, START + np.arange(4000).astype("timedelta64[D]"), within_m=10, within_days=7)
    for limits in ({"within_m": -1, "within_days": 7}, {"within_m": 100, "within_days": -1}):
        with pytest.raises(ValueError):
            knox(places, times, **limits)
    with pytest.raises(ValueError):
        knox(places, times[:-1], within_m=100, within_days=7)
