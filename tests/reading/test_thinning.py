"""A thinned route stays within the metres that are promised, both ways."""

from __future__ import annotations

import numpy as np
import pyproj
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.reading.thinning import thinned

_STEPS = st.lists(st.tuples(st.floats(-40, 40), st.floats(-40, 40)), min_size=2, max_size=60)


@given(_STEPS, st.sampled_from([2.0, 5.0, 25.0]))
def test_no_place_lies_further_off_than_promised(steps, within):
    metres = np.cumsum([(0, 0), *steps], axis=0)
    if np.ptp(metres, axis=0).max() < 2:
        return
    plane = pyproj.Transformer.from_crs(4326, 32648, always_xy=True)
    places = np.column_stack(plane.transform(*np.add(metres, (660_000, 1_310_000)).T, direction="INVERSE"))
    route = shapely.multilinestrings([shapely.LineString(places)])
    thin = thinned(route, within)
    flat, flat_thin = (
        shapely.transform(each, lambda at: np.column_stack(plane.transform(*at.T))) for each in (route, thin)
    )
    assert shapely.hausdorff_distance(flat, flat_thin, densify=0.05) <= within * 1.01 + 0.2
    assert shapely.get_num_coordinates(thin) <= shapely.get_num_coordinates(route)


def test_a_straight_way_keeps_its_ends_alone():
    route = shapely.MultiLineString([[(106.5, 11.9), (106.501, 11.9), (106.502, 11.9)]])
    assert thinned(route).wkt == "MULTILINESTRING ((106.5 11.9, 106.502 11.9))"


def test_a_loop_smaller_than_the_tolerance_is_not_lost():
    loop = [(106.5, 11.9), (106.50002, 11.9), (106.50002, 11.90002), (106.5, 11.9)]
    assert thinned(shapely.MultiLineString([loop])).length > 0
