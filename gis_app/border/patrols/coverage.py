"""How much of a border line routes came near, and where none did. No Django, nothing of the database.

The line is looked at in pieces of at most `PIECE_M`; a piece is covered when its middle lies within the reach
of a route. Distances are those of the lines' own plane (`MeasuredLines`), true within 0.15 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.reading.measured_lines import MeasuredLines

#: Fine against the reach of a patrol, coarse against the vertices of a line.
PIECE_M = 50.0
#: A degree of longitude or latitude is longer everywhere in Việt Nam, by a hundredth and more.
SHORTEST_DEGREE_M = 100_000.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line in metres as drawn; `routes` are the indexes of the routes that came near it."""

    from_m: float
    to_m: float
    routes: frozenset[int]

    @property
    def length_m(self) -> float:
        """Return its length on the drawing."""
        return self.to_m - self.from_m

    @property
    def covered(self) -> bool:
        """Say whether any route came near."""
        return bool(self.routes)


def parts(
    lines: MeasuredLines,
    line: int,
    routes: Sequence[shapely.Geometry],
    reach_m: float,
    *,
    from_m: float = 0.0,
    to_m: float | None = None,
) -> list[Part]:
    """Return a stretch of a line in order, cut wherever other routes cover it.

    The routes are lines in WGS 84 degrees, `reach_m` is how near one must come; the stretch runs from
    `from_m` to `to_m` of the line, to its end by default.

    Raises:
        ValueError: for a reach that is not positive.
    """
    if not reach_m > 0:
        raise ValueError(f"no reach of {reach_m} m")
    end = lines.length_m(line) if to_m is None else min(to_m, lines.length_m(line))
    count = max(1, int(np.ceil((end - from_m) / PIECE_M)))
    ends = np.linspace(from_m, end, count + 1)
    near = _near(lines, line, (ends[:-1] + ends[1:]) / 2, routes, reach_m)
    found, at = [], 0
    for routes_near, pieces in groupby(near):
        until = at + sum(1 for _piece in pieces)
        found.append(Part(float(ends[at]), float(ends[until]), routes_near))
        at = until
    return found


def covered_share(found: Sequence[Part]) -> float | None:
    """Return the share of the length that is covered, None without any length."""
    whole = sum(part.length_m for part in found)
    return sum(part.length_m for part in found if part.covered) / whole if whole > 0 else None


def near_points(
    lines: MeasuredLines, points: NDArray[np.float64], routes: Sequence[shapely.Geometry], reach_m: float
) -> NDArray[np.bool_]:
    """Say for each of n points (n, 2) in degrees whether a route came within the reach."""
    if not len(points) or not routes:
        return np.zeros(len(points), dtype=bool)
    tree = shapely.STRtree(lines.to_plane(routes))
    near = np.zeros(len(points), dtype=bool)
    near[tree.query(lines.to_plane(shapely.points(points)), predicate="dwithin", distance=reach_m)[0]] = True
    return near


def _near(
    lines: MeasuredLines,
    line: int,
    middles: NDArray[np.float64],
    routes: Sequence[shapely.Geometry],
    reach_m: float,
) -> list[frozenset[int]]:
    places = lines.places(line, middles)
    around = _around(places, routes, reach_m)
    if not len(around):
        return [frozenset()] * len(middles)
    tree = shapely.STRtree(lines.to_plane(shapely.points(places)))
    found: list[set[int]] = [set() for _middle in middles]
    near = np.asarray(routes, dtype=object)[around]
    pairs = tree.query(lines.to_plane(near), predicate="dwithin", distance=reach_m)
    for route, piece in zip(around[pairs[0]].tolist(), pairs[1].tolist(), strict=True):
        found[piece].add(route)
    return [frozenset(each) for each in found]


def _around(
    places: NDArray[np.float64], routes: Sequence[shapely.Geometry], reach_m: float
) -> NDArray[np.int64]:
    """Return the indexes of the routes whose box comes near that of the places; the others are too far."""
    if not routes:
        return np.empty(0, dtype=np.int64)
    room = reach_m / SHORTEST_DEGREE_M
    (west, south), (east, north) = places.min(axis=0) - room, places.max(axis=0) + room
    left, bottom, right, top = shapely.bounds(np.asarray(routes, dtype=object)).T
    return np.flatnonzero((left <= east) & (right >= west) & (bottom <= north) & (top >= south))
