"""Which part of each old unit lies in which new one, and which parts are only two drawings of one line.

Two sets seldom draw a common boundary alike, so that every old unit overlaps its new neighbours in thin
strips. A part counts as such a strip, a *sliver*, when it is less than `sliver_share` of the old unit or
narrower than `sliver_width_m` on average. The width is estimated from the drawings unless it is given: new
boundaries mostly follow old ones, so that the distance from one to the other says how far the drawings
differ. Two exact drawings give a width of zero, and only the share decides.

The ground of the slivers goes to the parts that remain, in proportion. Ground that lies in no new unit is
judged alike: a strip of it is nobody's, more of it is a remainder, and the shares then add up to less than 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from layers.reading.coverage import mean_widths_m
from layers.reading.geodesy import areas_m2

SLIVER_SHARE = 0.01

#: Lines further apart than this are not two drawings of one boundary.
MOST_MISFIT_M = 1000.0

#: How much of the new boundaries lies within the misfit that is estimated.
_MISFIT_QUANTILE = 0.9
_MOST_SAMPLES = 50_000
_METRES_PER_DEGREE = 111_195.0
_WHOLE = 1e-9

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of old units that new ones took over; arrays (n,) in the order of the old units.

    Attributes:
        old: position of the old unit.
        new: position of the new unit.
        area_m2: geodesic area of the common ground.
        share: of the old unit's ground, slivers shared out; 0 for a sliver.
        width_m: mean width of the common ground.
        sliver: whether it is only a misfit of two drawings.
        outside: per old unit (m,), the share that lies in no new unit; 0 where that is a sliver.
        misfit_m: the width below which a part was taken for a sliver.
    """

    old: Ints
    new: Ints
    area_m2: Floats
    share: Floats
    width_m: Floats
    sliver: NDArray[np.bool_]
    outside: Floats
    misfit_m: float


def overlay(
    old_polygons: ArrayLike,
    new_polygons: ArrayLike,
    sliver_share: float = SLIVER_SHARE,
    sliver_width_m: float | None = None,
) -> Parts:
    """Overlay old polygons (m,) with new ones (k,), all valid, in WGS 84 degrees.

    Args:
        old_polygons: units before.
        new_polygons: units after.
        sliver_share: parts below this share of the old unit are slivers.
        sliver_width_m: parts narrower than this are slivers; estimated where None.
    """
    old = np.asarray(old_polygons, dtype=object)
    new = np.asarray(new_polygons, dtype=object)
    misfit = misfit_m(old, new) if sliver_width_m is None else sliver_width_m
    o, n, common = _common_ground(old, new)
    whole = areas_m2(old)
    areas = areas_m2(common)
    met = areas > 0
    o, n, common, areas = o[met], n[met], common[met], areas[met]
    widths = mean_widths_m(common, areas)
    raw = np.minimum(areas / whole[o], 1.0)
    sliver = (raw < sliver_share) | (widths < misfit)
    # Most of a unit is no misfit, however narrow the unit is.
    sliver[raw > 0.5] = False
    left = _left_over(old, whole, o, common, raw, sliver_share, misfit)
    kept = np.where(sliver, 0.0, raw)
    total = np.bincount(o, kept, len(old)) + left
    share = np.divide(kept, total[o], out=np.zeros(len(o)), where=total[o] > 0)
    share[share > 1 - _WHOLE] = 1.0
    outside = np.divide(left, total, out=np.ones(len(old)), where=total > 0)
    return Parts(o, n, areas, share, widths, sliver, outside, float(misfit))


def misfit_m(old: NDArray[np.object_], new: NDArray[np.object_]) -> float:
    """Return within which distance of an old boundary 90 % of the new boundaries run, in metres.

    New boundaries more than `MOST_MISFIT_M` away from any old one are really new and left out.
    """
    scale = _plane(np.concatenate([old, new]))
    lines = shapely.boundary(shapely.transform(old, lambda c: c * scale))
    points = shapely.get_coordinates(new)[:: max(1, shapely.get_num_coordinates(new).sum() // _MOST_SAMPLES)]
    _pairs, metres = shapely.STRtree(lines).query_nearest(
        shapely.points(points * scale), max_distance=MOST_MISFIT_M, return_distance=True, all_matches=False
    )
    return float(np.quantile(metres, _MISFIT_QUANTILE)) if len(metres) else 0.0


def _plane(shapes: NDArray[np.object_]) -> Floats:
    """Return metres per degree of longitude and latitude in the middle of the shapes."""
    _west, south, _east, north = shapely.total_bounds(shapes)
    return _METRES_PER_DEGREE * np.array([np.cos(np.radians((south + north) / 2)), 1.0])


def _common_ground(
    old: NDArray[np.object_], new: NDArray[np.object_]
) -> tuple[Ints, Ints, NDArray[np.object_]]:
    """Return the pairs whose ground meets and that ground; an old unit inside a new one is not cut."""
    o, n = shapely.STRtree(new).query(old, predicate="intersects")
    order = np.lexsort((n, o))
    o, n = o[order], n[order]
    shapely.prepare(new)
    inside = shapely.covers(new[n], old[o])
    common = old[o]
    common[~inside] = shapely.intersection(old[o[~inside]], new[n[~inside]])
    return o, n, common


def _left_over(
    old: NDArray[np.object_],
    whole: Floats,
    o: Ints,
    common: NDArray[np.object_],
    raw: Floats,
    sliver_share: float,
    misfit: float,
) -> Floats:
    """Return the share (m,) of each old unit in no new unit; 0 where it is no more than a sliver."""
    left: Floats = np.clip(1.0 - np.bincount(o, raw, len(old)), 0.0, 1.0).astype(np.float64)
    starts = np.searchsorted(o, np.arange(len(old) + 1))
    for i in np.flatnonzero(left >= sliver_share):
        covered = shapely.union_all(common[starts[i] : starts[i + 1]])
        rest = np.array([shapely.difference(old[i], covered)])
        area = areas_m2(rest)
        narrow = left[i] < 0.5 and mean_widths_m(rest, area)[0] < misfit
        left[i] = 0.0 if narrow else area[0] / whole[i]
    left[left < sliver_share] = 0.0
    return left
