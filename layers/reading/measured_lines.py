"""Lines with metres along them: where a point stands beside a line, and which place a measure names.

Pure: the lines come in as arrays. Metres are geodesic, counted along each line as it is drawn, from its first
vertex. A line of several parts that do not meet is counted part after part; the gaps count nothing. Places on
an edge are exact to a metre for edges up to 20 km.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

from layers.reading.geodesy import GEOD

#: Distances of the search are true within this share, some 300 km around the middle of the lines.
_SEARCH_ERROR = 0.0015
_SAME_PLACE_M = 0.001


@dataclass(frozen=True, slots=True)
class Feet:
    """The nearest place on any of the lines for each of n points.

    Attributes:
        line: (n,) index of the line; the first of two that are equally near.
        along_m: (n,) metres along that line.
        distance_m: (n,) metres from the point to it.
        lon, lat: (n,) the place in WGS 84 degrees.
    """

    line: NDArray[np.int64]
    along_m: NDArray[np.float64]
    distance_m: NDArray[np.float64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


class MeasuredLines:
    """Lines that lie within some 300 km of one another, with the metres at each vertex.

    Args:
        lines: (m,) LineString or MultiLineString in WGS 84. Parts are joined where one starts at the other's
            end; parts that stay apart keep their order.

    Raises:
        ValueError: without a line, or where one is empty.
    """

    def __init__(self, lines: ArrayLike) -> None:
        shapes = np.atleast_1d(np.asarray(lines, dtype=object))
        if not len(shapes) or any(shape is None or shape.is_empty for shape in shapes):
            raise ValueError("no line to measure along")
        starts, ends, metres, owners = [], [], [], []
        self._lengths: list[float] = []
        for owner, shape in enumerate(shapes):
            reached = 0.0
            for part in shapely.get_parts(_joined(shape)):
                vertices = shapely.get_coordinates(part)
                steps = _steps(vertices)
                starts.append(vertices[:-1])
                ends.append(vertices[1:])
                metres.append(reached + np.r_[0.0, np.cumsum(steps)[:-1]])
                owners.append(np.full(len(steps), owner))
                reached += float(steps.sum())
            self._lengths.append(reached)
        self._start, self._end = np.concatenate(starts), np.concatenate(ends)
        self._metres, self._owner = np.concatenate(metres), np.concatenate(owners)
        self._steps = GEOD.inv(*self._start.T, *self._end.T)[2]
        middle = (self._start.min(axis=0) + self._start.max(axis=0)) / 2
        self._to_plane = pyproj.Transformer.from_crs(
            "EPSG:4326",
            pyproj.CRS.from_proj4(f"+proj=tmerc +lat_0={middle[1]} +lon_0={middle[0]} +ellps=WGS84"),
            always_xy=True,
        )
        planar = np.stack([self._plane(self._start), self._plane(self._end)], axis=1)
        self._tree = shapely.STRtree(shapely.linestrings(planar))

    def __len__(self) -> int:
        return len(self._lengths)

    def length_m(self, line: int) -> float:
        """Return the metres at the end of a line: computed from the drawing, never an official length."""
        return self._lengths[line]

    def feet(self, lon: ArrayLike, lat: ArrayLike) -> Feet:
        """Return the nearest place on the lines for each of n points in WGS 84 degrees."""
        points = np.column_stack([np.atleast_1d(lon), np.atleast_1d(lat)]).astype(float)
        planar = shapely.points(self._plane(points))
        (who, _nearest), rough = self._tree.query_nearest(planar, all_matches=False, return_distance=True)
        reach = np.zeros(len(points))
        reach[who] = rough * (1 + 2 * _SEARCH_ERROR) + _SAME_PLACE_M
        point, segment = self._tree.query(planar, predicate="dwithin", distance=reach)
        share, away = _beside(points[point], self._start[segment], self._end[segment])
        # Of the segments that may be nearest, the truly nearest; of equals the one drawn first.
        order = np.lexsort((segment, np.round(away / _SAME_PLACE_M), point))
        best = order[np.r_[True, point[order][1:] != point[order][:-1]]]
        segment, share = segment[best], share[best]
        along = self._metres[segment] + share * self._steps[segment]
        places = self._start[segment] + share[:, None] * (self._end[segment] - self._start[segment])
        return Feet(self._owner[segment], along, away[best], *places.T)

    def at(self, line: int, metres: float) -> tuple[float, float]:
        """Return longitude and latitude of a measure; beyond an end, the end."""
        ((lon, lat),) = self.places(line, [metres]).tolist()
        return lon, lat

    def places(self, line: int, metres: ArrayLike) -> NDArray[np.float64]:
        """Return longitude and latitude (n, 2) of n measures of a line; beyond an end, the end."""
        wanted = np.asarray(metres, dtype=float)
        mine = np.flatnonzero(self._owner == line)
        index = mine[np.maximum(np.searchsorted(self._metres[mine], wanted, side="right") - 1, 0)]
        steps = self._steps[index]
        share = np.clip((wanted - self._metres[index]) / np.where(steps > 0, steps, 1), 0, 1)
        found: NDArray[np.float64] = self._start[index] + share[:, None] * (
            self._end[index] - self._start[index]
        )
        return found

    def vertices(self, line: int) -> list[NDArray[np.float64]]:
        """Return the vertices of each part of a line as (n, 3): longitude, latitude, metres along."""
        mine = np.flatnonzero(self._owner == line)
        apart = np.flatnonzero(np.any(self._end[mine[:-1]] != self._start[mine[1:]], axis=1)) + 1
        found = []
        for part in np.split(mine, apart):
            last = part[-1]
            end = np.r_[self._end[last], self._metres[last] + self._steps[last]]
            found.append(np.vstack([np.column_stack([self._start[part], self._metres[part]]), end]))
        return found

    def to_plane(self, shapes: ArrayLike) -> NDArray[np.object_]:
        """Return shapes in WGS 84 degrees in metres of the lines' plane, true within 0.15 % around them."""
        flat: NDArray[np.object_] = shapely.transform(np.asarray(shapes, dtype=object), self._plane)
        return flat

    def between(self, line: int, start_m: float, end_m: float) -> shapely.MultiLineString:
        """Return the stretch of a line between two measures, in one part or more.

        Raises:
            ValueError: where the stretch holds nothing of the line.
        """
        mine = np.flatnonzero(self._owner == line)
        begins, steps = self._metres[mine], self._steps[mine]
        low = np.clip((start_m - begins) / np.where(steps > 0, steps, 1), 0, 1)
        high = np.clip((end_m - begins) / np.where(steps > 0, steps, 1), 0, 1)
        kept = high > low
        if not kept.any():
            raise ValueError(f"nothing of the line between {start_m} m and {end_m} m")
        start, run = self._start[mine], self._end[mine] - self._start[mine]
        pieces = np.stack([start + low[:, None] * run, start + high[:, None] * run], axis=1)[kept]
        merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(pieces)), directed=True)
        return shapely.multilinestrings(shapely.get_parts(merged))

    def _plane(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(self._to_plane.transform(degrees[:, 0], degrees[:, 1]))


def _joined(shape: shapely.Geometry) -> shapely.Geometry:
    """Join parts that continue one another, if that leaves one line; else keep the parts as they are."""
    flat = shapely.force_2d(shape)
    merged = shapely.line_merge(flat, directed=True)
    return merged if isinstance(merged, shapely.LineString) else flat


def _steps(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(GEOD.inv(*vertices[:-1].T, *vertices[1:].T)[2], dtype=float)


def _beside(
    points: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for pairs of point and segment the share along the segment and the metres to it.

    Each pair is drawn around its point with true directions and distances from there, so that the distance
    is the geodesic one.
    """
    from_x, from_y = _around(points, start)
    to_x, to_y = _around(points, end)
    run_x, run_y = to_x - from_x, to_y - from_y
    square = run_x**2 + run_y**2
    share = np.clip(-(from_x * run_x + from_y * run_y) / np.where(square > 0, square, 1), 0, 1)
    away = np.hypot(from_x + share * run_x, from_y + share * run_y)
    return share, away


def _around(
    centres: NDArray[np.float64], places: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    azimuth, _back, metres = GEOD.inv(*centres.T, *places.T)
    angle = np.radians(azimuth)
    return metres * np.sin(angle), metres * np.cos(angle)
