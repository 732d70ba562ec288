"""Systems proposed from the numbers and the territory."""

from __future__ import annotations

import numpy as np
import pytest

from layers.reading import propose_crs
from layers.reading.crs import from_wgs84

TERRITORY = (106.4, 10.5, 107.6, 12.3)
RANDOM = np.random.default_rng(3)
LON, LAT = RANDOM.uniform(106.4, 107.6, 500), RANDOM.uniform(10.5, 12.3, 500)


@pytest.mark.parametrize("epsg", [9210, 9212, 5899, 3405, 4326])
def test_the_right_system_is_proposed_with_all_points_inside(epsg):
    x, y = from_wgs84(LON, LAT, epsg).T
    found = {(p.epsg, p.swapped): p for p in propose_crs(x, y, TERRITORY)}
    assert found[epsg, False].share_inside == 1


def test_swapped_numbers_are_proposed_swapped():
    x, y = from_wgs84(LON, LAT, 9212).T
    best = propose_crs(y, x, TERRITORY)[0]
    assert (best.epsg, best.swapped) == (9212, True)
    assert "đổi chỗ" in best.sentence("vi")


def test_systems_that_look_alike_are_all_there_with_their_distance():
    x, y = from_wgs84(LON, LAT, 5897).T
    found = {p.epsg: p for p in propose_crs(x, y, TERRITORY)}
    assert {5897, 3405, 32648} <= set(found)
    assert {round(found[5897].metres_from_first, -2), round(found[3405].metres_from_first, -2)} == {0, 400}


def test_the_neighbouring_zone_is_on_the_list():
    x, y = from_wgs84(LON, LAT, 9212).T
    found = {p.epsg: p.metres_from_first for p in propose_crs(x, y, TERRITORY)}
    assert found[9210] == pytest.approx(54_500, abs=300)


def test_the_zone_of_the_province_goes_first_among_equals():
    x, y = from_wgs84(106.95 + (LON - 107) / 100, LAT, 9210).T
    assert propose_crs(x, y, TERRITORY)[0].epsg != 9212
    assert propose_crs(x, y, TERRITORY, provinces=["Bình Phước"])[0].epsg == 9212


def test_polygons_as_territory(communes):
    shapes = communes.geometry
    inside = shapes.representative_point()
    x, y = from_wgs84(inside.x, inside.y, 9212).T
    best = propose_crs(x, y, list(shapes))[0]
    assert (best.epsg, best.share_inside) == (9212, 1.0)


@pytest.mark.parametrize("numbers", [[], [np.nan], [np.inf], [1e300], [0.0]])
def test_numbers_that_are_nowhere_get_no_proposal(numbers):
    assert propose_crs(numbers, numbers, TERRITORY) == []
