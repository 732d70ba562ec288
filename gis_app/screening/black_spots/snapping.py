"""Which place of which road each crash belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gis_app.screening.black_spots.junctions import foot, to_utm
from gis_app.screening.black_spots.lines import TOLERANCE_M, Floats, Ints, Lines

#: Roads whose distances differ by less are equally near (a road drawn twice, two roads on one line).
_EQUALLY_NEAR_M = 0.001
#: Distances in the projection may be this much longer than on the ellipsoid.
_STRETCH = 1.02
_AT_ONCE = 50_000
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Snapped:
    """Where crashes lie on roads: `crash` (s,) indices, `address` (s,), `distance_m` (s,) to the road."""

    crash: Ints
    address: Floats
    distance_m: Floats


class Snapper:
    """The straight pieces of all roads, ready to be asked for the nearest one."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._begin = lines.pieces()
        metres = to_utm(lines.lonlat)
        ends = np.stack([metres[self._begin], metres[self._begin + 1]], axis=1)
        self._tree = shapely.STRtree(shapely.linestrings(ends))

    def snap(self, lonlat: Floats, within_m: float) -> Snapped:
        """Return the nearest place on a road for all crashes (n, 2) at most `within_m` metres from one.

        Of roads equally near, the first by number is taken, then the place farthest west and south, then the
        lower kilometre (a road that crosses itself), so that crashes on a stretch that two roads share are
        all on the same one, in whatever order roads are stored.
        """
        found = [
            self._snap(lonlat, np.arange(begin, min(begin + _AT_ONCE, len(lonlat))), within_m)
            for begin in range(0, len(lonlat) if len(self._begin) else 0, _AT_ONCE)
        ]
        if not found:
            return Snapped(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0))
        return Snapped(*(np.concatenate(columns) for columns in zip(*found, strict=True)))

    def _snap(self, lonlat: Floats, crash: Ints, within_m: float) -> tuple[Ints, Floats, Floats]:
        lines = self._lines
        # Projected as the roads were: into their zone.
        points = shapely.points(to_utm(lonlat[crash], like=lines.lonlat))
        index, piece = self._tree.query(points, predicate="dwithin", distance=_STRETCH * within_m + 1)
        crash, vertex = crash[index], self._begin[piece]
        share, distance = foot(lonlat[crash], lines.lonlat[vertex], lines.lonlat[vertex + 1])
        nearest = np.full(len(points), np.inf)
        np.minimum.at(nearest, index, distance)
        near = distance <= np.minimum(nearest[index] + _EQUALLY_NEAR_M, within_m + TOLERANCE_M)
        crash, vertex, share, distance = crash[near], vertex[near], share[near], distance[near]
        start, end = lines.address[vertex], lines.address[vertex + 1]
        address = start + (end - start) * share
        line = lines.line[vertex]
        lon, lat = lines.places(address).round(_DECIMALS).T
        order = np.lexsort((address - lines.km_zero[line], lat, lon, lines.rank[lines.road[line]], crash))
        first = order[np.r_[True, crash[order][1:] != crash[order][:-1]]] if len(order) else order
        return crash[first], address[first], distance[first]
