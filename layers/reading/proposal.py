"""Which coordinate systems a set of numbers can be in, given the territory they should lie in.

Nothing is chosen: the answer is a ranked list for a person to confirm. Systems that put the data
into the territory alike (5897 and 3405; 9210 and 9212) are all on it, each with how far apart it
and the first one put the same point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from layers.reading.crs import ZONES
from layers.reading.extent import inside, place
from layers.reading.geodesy import GEOD
from layers.reading.messages import Language, Value, sentence
from layers.reading.names import fold_name
from layers.reading.place_check import shown_metres

#: Zone in which the survey data of a province were made, by its name before July 2025 (domain
#: notes B.4; EPSG's areas of use agree). A merged province has several.
PROVINCE_ZONES: Mapping[str, int] = {
    fold_name(name): epsg
    for name, epsg in {
        "Bà Rịa - Vũng Tàu": 5899,
        "Đồng Nai": 5899,
        "Bình Phước": 9212,
        "Bình Dương": 9210,
        "Hồ Chí Minh": 9210,
        "Đồng Tháp": 5897,
        "Tiền Giang": 9210,
    }.items()
}
#: Proposals that place fewer points than this share in the territory are not made. Low, because a
#: neighbouring zone, 27 or 54 km off, must be seen beside the right one.
_LEAST_SHARE = 0.2
_SAMPLE = 2_000

Extent = tuple[float, float, float, float]
Coordinates = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CrsProposal:
    """One system that the numbers fit.

    Attributes:
        epsg: code of a supported system.
        swapped: whether the first number is the northing (or latitude).
        share_inside: share of the finite points that then lie in the territory, 0 to 1.
        metres_from_first: median distance between where this and the first proposal of the list
            put a point.
        usual: whether it is the zone in which one of the named provinces keeps its survey data.
    """

    epsg: int
    swapped: bool
    share_inside: float
    metres_from_first: float
    usual: bool

    def sentence(self, language: Language = "vi") -> str:
        """Return what choosing it would mean."""
        code = "crs_proposed_swapped" if self.swapped else "crs_proposed"
        if self.metres_from_first >= 0.5:
            code = f"{code}_apart"
        zone = ZONES[self.epsg]
        params: dict[str, Value] = {
            "label": zone.label,
            "epsg": f"EPSG:{self.epsg}",
            "share": round(100 * self.share_inside, 1),
            "metres": shown_metres(self.metres_from_first),
        }
        return sentence(code, params, language)


def propose_crs(
    x: ArrayLike,
    y: ArrayLike,
    territory: Extent | Sequence[shapely.Geometry],
    provinces: Sequence[str] = (),
) -> list[CrsProposal]:
    """Systems in which at least a fifth of the points lies in the territory, best first.

    Args:
        x: (n,) first numbers as the file has them, in metres or degrees; NaN where missing.
        y: (n,) second numbers.
        territory: west, south, east, north; or polygons; in WGS 84 degrees.
        provinces: names, of before or after the reform, whose zones go before others that fit as
            well.

    Returns:
        Proposals by share (to a percent), then not swapped, then usual, then VN-2000 before
        WGS 84; empty when nothing fits.
    """
    first, second = _sample(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    if len(first) == 0:
        return []
    usual = {PROVINCE_ZONES[key] for key in map(fold_name, provinces) if key in PROVINCE_ZONES}
    area = territory if isinstance(territory, tuple) else _prepared(territory)
    found: list[tuple[CrsProposal, Coordinates]] = []
    for epsg in ZONES:
        for swapped in (False, True):
            points = place(second, first, epsg) if swapped else place(first, second, epsg)
            share = float(_within(points, area).mean())
            if share >= _LEAST_SHARE:
                found.append((CrsProposal(epsg, swapped, share, 0.0, epsg in usual), points))
    found.sort(key=_rank)
    return [
        CrsProposal(p.epsg, p.swapped, p.share_inside, _median_metres(points, found[0][1]), p.usual)
        for p, points in found
    ]


def _rank(candidate: tuple[CrsProposal, Coordinates]) -> tuple[float, bool, bool, bool, int]:
    proposal = candidate[0]
    zone = ZONES[proposal.epsg]
    share = -round(proposal.share_inside, 2)
    return share, proposal.swapped, not proposal.usual, not zone.vn2000 and not zone.geographic, zone.epsg


def _sample(x: Coordinates, y: Coordinates) -> tuple[Coordinates, Coordinates]:
    """Finite points, evenly thinned."""
    finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if len(finite) > _SAMPLE:
        finite = finite[np.linspace(0, len(finite) - 1, _SAMPLE).astype(int)]
    return x[finite], y[finite]


def _prepared(polygons: Sequence[shapely.Geometry]) -> shapely.Geometry:
    whole = shapely.union_all(np.asarray(polygons, dtype=object))
    shapely.prepare(whole)
    return whole


def _within(points: Coordinates, area: Extent | shapely.Geometry) -> NDArray[np.bool_]:
    if isinstance(area, tuple):
        return inside(points, area)
    answer = np.zeros(len(points), dtype=bool)
    sound = np.isfinite(points).all(axis=1)
    answer[sound] = shapely.intersects_xy(area, points[sound, 0], points[sound, 1])
    return answer


def _median_metres(points: Coordinates, others: Coordinates) -> float:
    sound = np.isfinite(points).all(axis=1) & np.isfinite(others).all(axis=1)
    if not sound.any():
        return float("inf")
    return float(np.median(GEOD.inv(*points[sound].T, *others[sound].T)[2]))
