"""Neighbours from shapes, from pairs, stored and read back; metres whatever the coordinate system."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis_app.statistics.metric import is_metric, to_metres
from gis_app.statistics.neighbours import Neighbours, nearest, queen, within
from tests.statistics.maps import chessboard, squares


def test_queen_finds_sides_and_corners():
    found = queen(squares(4, 3))
    assert (found.matrix != chessboard(4, 3).matrix).nnz == 0
    assert found.counts.tolist() == [3, 5, 5, 3, 5, 8, 8, 5, 3, 5, 5, 3]


@pytest.mark.parametrize("crs", [4326, 3857])
def test_degrees_and_web_mercator_are_measured_in_metres(crs):
    shapes = squares(6, 5).to_crs(crs)
    # At 11° north 1 km is 1,018 m in Web Mercator.
    assert (within(shapes, 1010).matrix != within(squares(6, 5), 1010).matrix).nnz == 0
    assert (queen(shapes).matrix != queen(squares(6, 5)).matrix).nnz == 0


def test_metric_systems_stay_and_others_keep_their_datum():
    assert to_metres(squares(2, 2)).crs == squares(2, 2).crs
    there_and_back = to_metres(squares(2, 2).to_crs(4326)).to_crs(4326)
    assert there_and_back.geom_equals_exact(squares(2, 2).to_crs(4326), 1e-9).all()
    assert not is_metric(gpd.GeoSeries(crs=3857).crs)
    assert not is_metric(gpd.GeoSeries(crs=4326).crs)
    assert is_metric(gpd.GeoSeries(crs=32648).crs)
    with pytest.raises(ValueError):
        to_metres(gpd.GeoSeries([shapely.Point(106, 11)]))


def test_a_corner_in_the_middle_of_an_edge_counts():
    shapes = gpd.GeoSeries([shapely.box(0, 0, 10, 10), shapely.box(10, 4, 20, 6)], crs=32648)
    assert queen(shapes).counts.tolist() == [1, 1]


def test_a_corner_in_the_middle_of_a_long_edge_in_degrees_counts():
    west = shapely.Polygon([(105, 10), (106, 10), (106, 12), (105, 12)])
    east = shapely.Polygon([(106, 11), (107, 10.5), (107, 11.5)])
    assert queen(gpd.GeoSeries([west, east], crs=4326)).counts.tolist() == [1, 1]
    slanted = shapely.Polygon([(105, 10), (106, 10), (107, 12), (105, 12)])
    corner = shapely.Polygon([(106.5, 11), (107.5, 10.5), (107.5, 11)])
    assert queen(gpd.GeoSeries([slanted, corner], crs=4326)).counts.tolist() == [1, 1]


def test_gaps_are_bridged_up_to_the_tolerance():
    shapes = gpd.GeoSeries([shapely.box(0, 0, 10, 10), shapely.box(12, 0, 20, 10)], crs=32648)
    assert queen(shapes).islands.tolist() == [0, 1]
    assert queen(shapes, tolerance_m=2.5).islands.tolist() == []


def test_missing_shapes_are_islands_of_queen_and_refused_by_centres():
    shapes = gpd.GeoSeries([*squares(3, 1), None, shapely.Polygon()], crs=squares(1, 1).crs)
    assert queen(shapes).islands.tolist() == [3, 4]
    for refused in (lambda: nearest(shapes, 2), lambda: within(shapes, 500)):
        with pytest.raises(ValueError):
            refused()


def test_nearest_gives_everyone_k_even_where_centres_coincide():
    shapes = gpd.GeoSeries([shapely.Point(0, 0).buffer(r) for r in (1, 2, 3, 4, 5)], crs=32648)
    found = nearest(shapes, 3)
    assert found.counts.tolist() == [3] * 5
    assert found.matrix.diagonal().sum() == 0
    for k in (0, 5):
        with pytest.raises(ValueError):
            nearest(shapes, k)


def test_beyond_the_distance_are_islands():
    shapes = gpd.GeoSeries([shapely.box(x, 0, x + 10, 10) for x in (0, 20, 500)], crs=32648)
    assert within(shapes, 20).islands.tolist() == [2]
    with pytest.raises(ValueError):
        within(shapes, 0)


@given(st.integers(1, 20), st.data())
def test_stored_and_read_back(size, data):
    unit = st.integers(0, size - 1)
    pairs = data.draw(st.lists(st.tuples(unit, unit), max_size=40))
    made = Neighbours.from_pairs(size, pairs, "given")
    again = Neighbours.from_arrays(*made.arrays(), made.definition)
    assert (made.matrix != again.matrix).nnz == 0
    assert (made.matrix != made.matrix.T).nnz == 0
    assert made.matrix.diagonal().sum() == 0
    assert made.size == size
    assert made.counts.sum() == made.matrix.sum()


def test_pairs_outside_are_refused():
    with pytest.raises(ValueError):
        Neighbours.from_pairs(3, [(0, 3)])
