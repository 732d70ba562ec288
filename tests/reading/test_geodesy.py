"""Areas and lengths on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from layers.reading import areas_m2, lengths_m

GEOD = pyproj.Geod(ellps="WGS84")
OUTER, INNER = shapely.box(106, 10, 107, 11), shapely.box(106.4, 10.4, 106.6, 10.6)


def test_holes_and_parts_count_as_they_should():
    ring = OUTER.difference(INNER)
    both = shapely.MultiPolygon([ring, INNER])
    area, hole, whole = areas_m2([ring, INNER, both])
    assert area + hole == pytest.approx(whole)
    assert whole == pytest.approx(areas_m2([OUTER])[0], rel=1e-12)


def test_the_direction_of_rings_does_not_matter():
    ring = OUTER.difference(INNER)
    assert areas_m2([ring.reverse()])[0] == pytest.approx(areas_m2([ring])[0])


def test_missing_is_not_zero():
    areas = areas_m2([None, shapely.Point(106, 10), shapely.Polygon()])
    assert np.isnan(areas[0])
    assert areas[1:].tolist() == [0, 0]


def test_lengths_are_those_of_geodesics_and_parts_are_not_joined():
    line = shapely.LineString([(106, 10), (106.5, 10.2), (107, 10)])
    far = shapely.LineString([(108, 12), (108, 13)])
    lengths = lengths_m([line, shapely.MultiLineString([line, far]), None, shapely.Point(106, 10)])
    assert lengths[0] == pytest.approx(GEOD.geometry_length(line))
    assert lengths[1] == pytest.approx(GEOD.geometry_length(line) + GEOD.geometry_length(far))
    assert np.isnan(lengths[2])
    assert lengths[3] == 0


def test_real_communes_sum_up(communes):
    shapes = communes.geometry.array
    expected = [abs(GEOD.geometry_area_perimeter(shape)[0]) for shape in shapes]
    np.testing.assert_allclose(areas_m2(shapes), expected, rtol=1e-9)
