"""Points by the hundred thousand are located through a grid; the answer is that of the shapes themselves."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from scipy import ndimage
from shapely import affinity

from layers.importing.locating import NOWHERE, UnitIndex
from layers.importing.unit_grid import UNSURE, UnitGrid, connected


def ring_with_hole() -> shapely.Polygon:
    return shapely.Point(106.5, 10.5).buffer(0.3).difference(shapely.Point(106.5, 10.5).buffer(0.1))


def index_over(shapes: list[shapely.Geometry]) -> UnitIndex:
    array = np.array(shapes, dtype=object)
    shapely.prepare(array)
    return UnitIndex(np.arange(100, 100 + len(shapes)), array, shapely.STRtree(array))


LAYOUTS = {
    "a hole, and an island in it": [ring_with_hole(), shapely.Point(106.5, 10.5).buffer(0.05)],
    "neighbours along a slanting line": [
        shapely.Polygon([(106, 10), (106.4, 10), (106.7, 11), (106, 11)]),
        shapely.Polygon([(106.4, 10), (107, 10), (107, 11), (106.7, 11)]),
    ],
    "two parts far apart, one of them thinner than a cell": [
        shapely.MultiPolygon([shapely.box(106, 10, 106.3, 10.2), shapely.box(107, 10, 107.00001, 11)]),
        shapely.box(106.3, 10, 106.6, 10.2),
    ],
    "a long narrow country": [
        affinity.rotate(shapely.box(106, 10, 106.05, 13), 20),
        affinity.rotate(shapely.box(106.05, 10, 106.06, 13), 20, origin=(106.025, 11.5)),
    ],
}


@pytest.mark.parametrize("shapes", LAYOUTS.values(), ids=LAYOUTS)
def test_every_point_is_where_the_shapes_say(shapes: list[shapely.Geometry]) -> None:
    index = index_over(shapes)
    west, south, east, north = shapely.total_bounds(index.shapes)
    rng = np.random.default_rng(5)
    corners = shapely.get_coordinates(index.shapes)
    # All over and beyond, on the corners, and a hair beside them.
    lon = np.concatenate([rng.uniform(west - 0.1, east + 0.1, 120_000), corners[:, 0], corners[:, 0] + 1e-9])
    lat = np.concatenate([rng.uniform(south - 0.1, north + 0.1, 120_000), corners[:, 1], corners[:, 1]])
    expected = index.locate(shapely.points(lon, lat))
    assert {NOWHERE, *index.unit_ids.tolist()} >= set(expected.tolist()) > {NOWHERE}
    assert (index.locate_places(lon, lat) == expected).all()


def test_few_points_are_left_to_the_shapes() -> None:
    index = index_over(LAYOUTS["neighbours along a slanting line"])
    grid = UnitGrid(index.shapes, index.locate, NOWHERE)
    rng = np.random.default_rng(6)
    answers = grid.units(rng.uniform(106, 107, 10_000), rng.uniform(10, 11, 10_000))
    assert (answers == UNSURE).mean() < 0.05


@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.9, 1])
@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (60, 80)])
def test_areas_are_those_that_hang_together_by_their_sides(shape, share):
    mask = np.random.default_rng(7).random(shape) < share
    areas, count = connected(mask)
    expected, expected_count = ndimage.label(mask)
    assert count == expected_count
    pairs = set(zip(areas.ravel().tolist(), expected.ravel().tolist(), strict=True))
    assert len(pairs) == count + (not mask.all())
    assert ((areas == 0) == ~mask).all()
