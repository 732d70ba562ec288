"""Fits polygons together so that neighbours share their edges, and measures what that changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from layers.reading.geodesy import areas_m2

_METRES_PER_DEGREE = 111_195.0
_UNMOVED_M = 0.001


@dataclass(frozen=True, slots=True)
class Fitted:
    """Polygons (n,) that form a coverage, in the order they came, with what was done to each.

    Attributes:
        shapes: polygons or multipolygons in WGS 84 degrees; empty where nothing of a unit was left.
        area_before_m2: (n,) geodesic.
        area_after_m2: (n,) geodesic.
        moved_m: (n,) how far ground that was gained or lost reaches from the boundary that it had, in
            metres; infinite where nothing was left.
    """

    shapes: NDArray[np.object_]
    area_before_m2: NDArray[np.float64]
    area_after_m2: NDArray[np.float64]
    moved_m: NDArray[np.float64]

    @property
    def changed(self) -> NDArray[np.bool_]:
        """Return (n,) whether the unit is another one than before, to the millimetre."""
        return self.moved_m > _UNMOVED_M

    @property
    def vanished(self) -> NDArray[np.bool_]:
        """Return (n,) whether nothing of the unit is left."""
        return ~np.isfinite(self.moved_m)


def fit_together(polygons: ArrayLike, tolerance_m: float) -> Fitted:
    """Make a coverage of valid polygons (n,) in WGS 84 degrees.

    Ground that two units claim goes to the one with the longer common border; a gap up to the tolerance wide
    goes to the neighbour with the longest common border; vertices that differ by rounding become one. Wider
    gaps stay: they may be lakes or foreign ground.

    The tolerance is applied in degrees of latitude, so that it is up to 8 % smaller from east to west at the
    north end of Việt Nam; scaling to metres and back would tear shared vertices apart by rounding.
    """
    before = np.asarray(polygons, dtype=object)
    after = shapely.coverage_clean(before, gap_width=tolerance_m / _METRES_PER_DEGREE)
    return Fitted(after, areas_m2(before), areas_m2(after), _moved_m(before, after))


def _moved_m(before: NDArray[np.object_], after: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return how far the changed ground of each shape reaches; only of shapes that differ, it is slow."""
    moved = np.zeros(len(before))
    gone = shapely.is_empty(after)
    moved[gone] = np.inf
    same = shapely.equals_exact(shapely.normalize(before), shapely.normalize(after))
    for i in np.flatnonzero(~same & ~gone):
        latitude = np.radians(shapely.get_y(shapely.centroid(before[i])))
        scale = _METRES_PER_DEGREE * np.array([np.cos(latitude), 1.0])
        old, new = shapely.transform(np.array([before[i], after[i]]), lambda c, s=scale: c * s)
        moved[i] = max(_reach_m(new, old), _reach_m(old, new))
    return moved


def _reach_m(shape: shapely.Geometry, other: shapely.Geometry) -> float:
    """Return how far the ground of a shape, in metres, reaches out of another one.

    The furthest point of a strip is a corner of it. Ground that the other shape encloses has its corners on
    that shape's edge: there it is the middle that lies furthest away.
    """
    parts = shapely.get_parts(shapely.difference(shape, other))
    parts = parts[shapely.area(parts) > 0]
    if not len(parts):
        return 0.0
    corners = shapely.points(shapely.get_coordinates(parts))
    middles = shapely.length(shapely.maximum_inscribed_circle(parts))
    return float(max(shapely.distance(corners, other).max(), middles.max()))
