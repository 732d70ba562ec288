"""Derived geometry of a set's units: the light shape for maps, and who borders whom over how many metres."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.reading.geodesy import lengths_m

#: Detail below this size is not visible on a map of a province (design: 0.1–0.2 MB per province).
DISPLAY_TOLERANCE_M = 50.0

#: A shorter common boundary is a meeting of corners, or noise of the drawing.
SHORTEST_SHARED_M = 1.0

#: A common boundary comes as one line for each of its edges; those of a whole country need a gigabyte.
_PAIRS_AT_A_TIME = 500

_METRES_PER_DEGREE = 111_195.0


class Neighbours(NamedTuple):
    """Two units, by position, and the geodesic length of the boundary they share in metres."""

    first: int
    second: int
    shared_m: float


def multipolygons(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return polygons and multipolygons all as multipolygons."""
    return np.array(
        [s if s.geom_type == "MultiPolygon" else shapely.MultiPolygon([s]) for s in shapes], dtype=object
    )


def display_shapes(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return valid multipolygons with less detail; neighbours still meet without gaps.

    Where the units are not a clean coverage (they overlap, or the vertices of a shared boundary differ) each
    is simplified on its own. A unit too small for the tolerance keeps its full shape.
    """
    flat, unflatten = _in_metres(shapes)
    if shapely.coverage_is_valid(flat):
        simple = shapely.coverage_simplify(flat, DISPLAY_TOLERANCE_M)
    else:
        simple = shapely.simplify(flat, DISPLAY_TOLERANCE_M, preserve_topology=True)
    lighter = unflatten(simple)
    usable = shapely.is_valid(lighter) & ~shapely.is_empty(lighter)
    return multipolygons(np.where(usable, lighter, shapes))


def _in_metres(shapes: NDArray[np.object_]):
    """Return the shapes on a plane in metres, and the function that takes them back to degrees.

    One scale for all units: at the ends of the country, 8° and 23° N, it is 5 % off in the east-west
    direction, which a tolerance bears.
    """
    _west, south, _east, north = shapely.total_bounds(shapes)
    scale = _METRES_PER_DEGREE * np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    return shapely.transform(shapes, lambda c: c * scale), lambda s: shapely.transform(s, lambda c: c / scale)


def shared_boundaries(shapes: NDArray[np.object_]) -> list[Neighbours]:
    """Return each pair of units once, with the length of the boundary they share.

    Only boundary that is drawn the same in both counts: in a file whose units were simplified one by one,
    neighbours lose part of it.
    """
    boundaries = shapely.boundary(shapes)
    first, second = shapely.STRtree(boundaries).query(boundaries, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    metres = np.zeros(len(first))
    for start in range(0, len(first), _PAIRS_AT_A_TIME):
        some = slice(start, start + _PAIRS_AT_A_TIME)
        metres[some] = lengths_m(shapely.intersection(boundaries[first[some]], boundaries[second[some]]))
    return [
        Neighbours(int(a), int(b), float(m))
        for a, b, m in zip(first, second, metres, strict=True)
        if m > SHORTEST_SHARED_M
    ]
