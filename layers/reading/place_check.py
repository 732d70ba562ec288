"""Whether each feature falls in the commune that its own attribute names.

This is the strongest check there is on a coordinate system: numbers can lie in the right province and yet
54 km off (a neighbouring zone), 358 m off (5897 for 3405) or 225 m off (a forgotten datum). The
answer gives the distance of every row, and `layers.reading.place_diagnosis` says which mistake
fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from layers.reading.geodesy import GEOD
from layers.reading.messages import Value
from layers.reading.names import fold_name, nfc
from layers.reading.problems import Problem

#: Boundaries of two sources differ by this much; a row nearer to its commune is not wrong.
TOLERANCE_M = 100.0
#: A polygon that shares less than this much of its area with the commune it names is wrong.
LEAST_OVERLAP = 0.5

Metres = NDArray[np.float64]
Shapes = NDArray[np.object_]


class Communes:
    """Reference communes, found by code or by name.

    Args:
        codes: (m,) official codes.
        names: (m,) names in any spelling, with or without the type of unit.
        geometries: (m,) polygons in WGS 84.
    """

    def __init__(self, codes: Sequence[str], names: Sequence[str], geometries: ArrayLike) -> None:
        self.geometries: Shapes = np.asarray(geometries, dtype=object)
        self.names = [nfc(str(name)) for name in names]
        shapely.prepare(self.geometries)
        self._by_claim: dict[str, list[int]] = {}
        for position, (code, name) in enumerate(zip(codes, self.names, strict=True)):
            for key in {nfc(str(code)), fold_name(name), fold_name(name, keep_type=True)}:
                self._by_claim.setdefault(key, []).append(position)

    def named(self, claim: object) -> list[int]:
        """Positions of the communes that a cell can mean; several where names repeat."""
        if claim is None or claim != claim:
            return []
        text = nfc(str(claim))
        for key in (text, fold_name(text, keep_type=True), fold_name(text)):
            if key and key in self._by_claim:
                return self._by_claim[key]
        return []


@dataclass(frozen=True, slots=True)
class PlaceCheck:
    """Answer of `check_places`, one entry for each of the n rows.

    Attributes:
        commune: (n,) position of the commune that the row means; -1 where its claim is unknown.
        metres: (n,) distance to it: 0 inside; of polygons that of a point on their surface; NaN
            where the claim is unknown or the geometry missing.
        overlap: (n,) share of a polygon's area that lies in it; NaN for other geometry.
        wrong: (n,) rows farther than the tolerance, or overlapping too little.
    """

    commune: NDArray[np.int64]
    metres: Metres
    overlap: Metres
    wrong: NDArray[np.bool_]

    @property
    def compared(self) -> int:
        """Number of rows whose claim is known."""
        return int(np.isfinite(self.metres).sum())

    @property
    def wrong_count(self) -> int:
        """Number of rows that do not fall where they say."""
        return int(self.wrong.sum())

    @property
    def median_m(self) -> float:
        """Median distance of the compared rows in metres; NaN without any."""
        known = self.metres[np.isfinite(self.metres)]
        return float(np.median(known)) if len(known) else float("nan")

    @property
    def worst_m(self) -> float:
        """Largest distance of the compared rows in metres; NaN without any."""
        known = self.metres[np.isfinite(self.metres)]
        return float(known.max()) if len(known) else float("nan")

    def summary(self) -> Problem:
        """One sentence with count, median and worst distance; an error when rows are wrong."""
        if not self.compared:
            return Problem(None, None, "places_not_compared")
        params: dict[str, Value] = {
            "compared": self.compared,
            "wrong": self.wrong_count,
            "median": shown_metres(self.median_m),
            "worst": shown_metres(self.worst_m),
        }
        return Problem(None, None, "places_differ" if self.wrong_count else "places_agree", params)

    def problems(self, rows: Sequence[int], claims: Sequence[object], column: str) -> list[Problem]:
        """One warning for each wrong row, with its distance."""
        found = []
        for position in np.flatnonzero(self.wrong).tolist():
            params: dict[str, Value] = {
                "value": nfc(str(claims[position])),
                "metres": shown_metres(float(self.metres[position])),
            }
            found.append(Problem(int(rows[position]), column, "place_differs", params))
        return found


def check_places(
    geometries: ArrayLike,
    claims: Sequence[object],
    communes: Communes,
    tolerance_m: float = TOLERANCE_M,
) -> PlaceCheck:
    """Compare where features lie with the communes they name.

    Args:
        geometries: (n,) points, lines or polygons in WGS 84.
        claims: (n,) code or name in each row.
        communes: the reference.
        tolerance_m: rows nearer than this count as right.
    """
    shapes: Shapes = np.asarray(geometries, dtype=object)
    commune = np.full(len(shapes), -1, dtype=np.int64)
    metres = np.full(len(shapes), np.nan)
    candidates = [communes.named(claim) for claim in claims]
    usable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    usable &= np.isfinite(shapely.bounds(shapes)).all(axis=1)
    for choice in range(max(map(len, candidates), default=0)):
        rows = np.array([i for i, c in enumerate(candidates) if len(c) > choice and usable[i]], dtype=int)
        if len(rows) == 0:
            continue
        meant = np.array([candidates[i][choice] for i in rows])
        away = distances_m(_on_surface(shapes[rows]), communes.geometries[meant])
        nearer = ~(away >= metres[rows])
        metres[rows[nearer]] = away[nearer]
        commune[rows[nearer]] = meant[nearer]
    overlap = overlap_shares(shapes, commune, communes)
    wrong = (metres > tolerance_m) | (overlap < LEAST_OVERLAP)
    return PlaceCheck(commune, metres, overlap, wrong)


def distances_m(points: Shapes, areas: Shapes) -> Metres:
    """Metres from each point to its area, 0 inside.

    The nearest place is sought on a plane squeezed by the cosine of the points' mean latitude, then
    measured on the ellipsoid: over 100 km, in Việt Nam, that is right to 1 %.
    """
    away = np.zeros(len(points))
    outside = np.flatnonzero(~shapely.intersects(areas, points))
    groups: dict[int, list[int]] = {}
    for i in outside.tolist():
        groups.setdefault(id(areas[i]), []).append(i)
    for rows in groups.values():
        places = shapely.get_coordinates(points[rows])
        squeeze = np.array([np.cos(np.radians(places[:, 1].mean())), 1.0])
        area = shapely.transform(areas[rows[0]], lambda c, s=squeeze: c * s)
        shapely.prepare(area)
        # A line starts on the prepared area and ends in the point.
        lines = shapely.shortest_line(area, shapely.points(places * squeeze))
        near = shapely.get_coordinates(lines)[::2] / squeeze
        away[rows] = GEOD.inv(*places.T, *near.T)[2]
    return away


def overlap_shares(shapes: Shapes, commune: NDArray[np.int64], communes: Communes) -> Metres:
    """Share of each polygon's area in the commune at position ``commune``; NaN for other shapes."""
    share = np.full(len(shapes), np.nan)
    polygonal = np.isin(shapely.get_type_id(shapes), (3, 6)) & (commune >= 0)
    rows = np.flatnonzero(polygonal)
    rows = rows[shapely.is_valid(shapes[rows]) & (shapely.area(shapes[rows]) > 0)]
    common = shapely.intersection(shapes[rows], communes.geometries[commune[rows]])
    share[rows] = shapely.area(common) / shapely.area(shapes[rows])
    return share


def _on_surface(shapes: Shapes) -> Shapes:
    return np.asarray(shapely.point_on_surface(shapes), dtype=object)


def shown_metres(metres: float) -> Value:
    """Metres as a sentence gives them: three digits that count, whole from 100 m on."""
    rounded = float(f"{metres:.3g}")
    return round(rounded) if abs(rounded) >= 100 else rounded
