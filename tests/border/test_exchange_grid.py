"""The square kilometre tells no more than itself: anchored to the grid, the same for every pack."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis_app.border.exchange.grid import SIDE_M, Cell, cell_of

#: Independent of the program's own systems.
_UTM = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32648", always_xy=True)
#: The whole border with Cambodia, and some way to either side of it.
_PLACES = st.tuples(st.floats(102.5, 107.9), st.floats(10.0, 14.8))
_WITHIN = st.tuples(st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))


@given(_PLACES)
def test_every_place_lies_in_its_cell(place):
    cell = cell_of(*place)
    east, north = _UTM.transform(*place)
    # A micrometre of rounding at an edge is not a place in another cell.
    assert cell.east_km * SIDE_M - 1e-6 <= east <= (cell.east_km + 1) * SIDE_M + 1e-6
    assert cell.north_km * SIDE_M - 1e-6 <= north <= (cell.north_km + 1) * SIDE_M + 1e-6
    assert cell.outline.buffer(1e-7).covers(shapely.Point(*place))


@given(_PLACES, _WITHIN)
def test_all_places_of_a_cell_are_told_alike(place, share):
    """Whatever is told is a function of the cell: nothing in it leans towards the true place."""
    cell = cell_of(*place)
    other = (np.array([cell.east_km, cell.north_km]) + 1e-4 + np.array(share) * (1 - 2e-4)) * SIDE_M
    lon, lat = _UTM.transform(*other, direction="INVERSE")
    again = cell_of(lon, lat)
    assert again == cell
    assert again.outline.equals(cell.outline)
    assert again.middle == cell.middle
    assert again.name == cell.name


@given(_PLACES)
def test_a_cell_is_a_kilometre_wide_and_its_corners_are_whole_kilometres(place):
    corners = shapely.get_coordinates(cell_of(*place).outline)
    east, north = _UTM.transform(*corners.T)
    for metres in (*east, *north):
        assert abs(metres - round(metres / SIDE_M) * SIDE_M) < 0.02, "seven decimals of a degree"
    assert math.isclose(max(east) - min(east), SIDE_M, abs_tol=0.03)
    geod = pyproj.Geod(ellps="WGS84")
    area, _perimeter = geod.geometry_area_perimeter(shapely.Polygon(corners))
    assert 0.998e6 < abs(area) < 1.002e6, "on the ground too"


@given(_PLACES)
def test_the_middle_is_no_nearer_than_chance(place):
    """The distance from the middle to the place is what the grid gives, at most half a diagonal."""
    cell = cell_of(*place)
    east, north = _UTM.transform(*place)
    middle = _UTM.transform(*cell.middle)
    expected = math.hypot(east % SIDE_M - SIDE_M / 2, north % SIDE_M - SIDE_M / 2)
    told = math.hypot(east - middle[0], north - middle[1])
    assert math.isclose(told, expected, abs_tol=0.01)
    assert told <= SIDE_M / math.sqrt(2) + 0.01


def test_cells_are_named_by_their_south_west_corner():
    assert Cell(682, 1291).name == "48N 682 1291"
    lon, lat = _UTM.transform(682_000.5, 1_291_000.5, direction="INVERSE")
    assert cell_of(lon, lat) == Cell(682, 1291)
