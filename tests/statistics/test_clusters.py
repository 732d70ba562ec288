"""HDBSCAN clusters: planted groups, duplicates, minimum."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis_app.statistics.answers import Lacking
from gis_app.statistics.clusters import Clusters, clusters
from tests.statistics.maps import VN2000


def groups(seed: int = 5) -> np.ndarray:
    """A dense market, a sparser road, and incidents all over."""
    random = np.random.default_rng(seed)
    market = random.normal([2000, 2000], 60, (60, 2))
    road = np.column_stack([np.linspace(6000, 9000, 40), 7000 + random.normal(0, 40, 40)])
    return np.vstack([market, road, random.uniform(0, 40_000, (40, 2))])


def series(coordinates: np.ndarray) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapely.points(coordinates + np.array([400_000, 1_200_000])), crs=VN2000)


@pytest.mark.parametrize("crs", [VN2000, 4326])
def test_planted_groups_are_found_largest_first(crs):
    answer = clusters(series(groups()).to_crs(crs), least_incidents=15)
    assert isinstance(answer, Clusters)
    assert np.bincount(answer.label[:60] + 1).argmax() == 1
    assert np.bincount(answer.label[60:100] + 1).argmax() == 2
    assert (np.diff(answer.outlines["incidents"]) <= 0).all()
    assert answer.outlines["incidents"].sum() == (answer.label >= 0).sum()
    assert answer.alone == pytest.approx((answer.label < 0).mean())
    assert (answer.strength[answer.label < 0] == 0).all()


def test_incidents_at_one_place_are_a_cluster_that_says_so():
    at_the_office = np.vstack([groups(), np.full((50, 2), 30_000.0)])
    answer = clusters(series(at_the_office))
    label = answer.label[-1]
    assert label >= 0
    assert (answer.label[-50:] == label).all()
    assert answer.outlines.loc[label, "places"] < answer.outlines.loc[label, "incidents"] / 5
    assert (answer.strength[-50:] == 1).all()
    assert np.isfinite(answer.strength).all()


def test_minimum_and_wrong_input():
    assert clusters(series(groups()[:29])).lacking is Lacking.INCIDENTS
    assert clusters(series(np.full((60, 2), 5.0))).lacking is Lacking.PLACES
    with pytest.raises(ValueError):
        clusters(series(groups()), least_incidents=1)
    with pytest.raises(ValueError):
        clusters(gpd.GeoSeries(shapely.points(groups())))
