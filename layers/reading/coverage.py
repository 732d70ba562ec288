"""How well a set of polygons covers its ground: overlaps, gaps, slivers, invalid members.

Boundary sets should fit like a mosaic. The report says where they do not, and by how many square
metres; whether to use the set all the same is for a person to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from layers.reading.geodesy import areas_m2, lengths_m

#: Smaller overlaps and gaps come from rounding of coordinates, not from the boundaries.
MIN_AREA_M2 = 1.0

#: A strip narrower than this is a sliver: two drawings of one line, not ground in dispute. Half a millimetre,
#: the accuracy of a drawn line, on a map 1:25 000.
SLIVER_WIDTH_M = 12.5


@dataclass(frozen=True, slots=True)
class Overlap:
    """Ground that two units both claim; geometry in WGS 84 degrees."""

    first: str
    second: str
    area_m2: float
    width_m: float
    geometry: shapely.Geometry

    @property
    def is_sliver(self) -> bool:
        """Whether it is no more than an inaccuracy of drawing."""
        return self.width_m < SLIVER_WIDTH_M


@dataclass(frozen=True, slots=True)
class Gap:
    """Ground enclosed by the set that no unit claims; geometry in WGS 84 degrees."""

    area_m2: float
    width_m: float
    geometry: shapely.Geometry

    @property
    def is_sliver(self) -> bool:
        """Whether it is no more than an inaccuracy of drawing."""
        return self.width_m < SLIVER_WIDTH_M


@dataclass(frozen=True, slots=True)
class MendedUnit:
    """A unit whose shape was made valid, where that was needed, and by how much its area changed."""

    code: str
    lon: float
    lat: float
    change_m2: float


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Answer of `coverage_report`; largest overlaps and gaps first.

    Attributes:
        count: number of units looked at.
        invalid: codes of units that are missing, empty or invalid, and so left out below.
        overlaps: pairs of units that overlap by at least the least area.
        gaps: enclosed holes of at least the least area. A gap that is open to the outside cannot
            be told from the outer boundary.
        area_m2: sum of the geodesic areas of the valid units.
        mended: units that were made valid before; whoever reads the file knows them.
    """

    count: int
    invalid: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    gaps: tuple[Gap, ...]
    area_m2: float
    mended: tuple[MendedUnit, ...] = ()

    @property
    def overlap_m2(self) -> float:
        """Sum of the areas of all overlapping pairs, in m²."""
        return sum(overlap.area_m2 for overlap in self.overlaps)

    @property
    def gap_m2(self) -> float:
        """Sum of the areas of all gaps, in m²."""
        return sum(gap.area_m2 for gap in self.gaps)

    @property
    def is_clean(self) -> bool:
        """Whether the units came valid and neither overlap nor leave gaps."""
        return not (self.invalid or self.mended or self.overlaps or self.gaps)

    def as_dict(self) -> dict[str, object]:
        """Figures and codes without geometry, for JSON."""
        return {
            "count": self.count,
            "invalid": list(self.invalid),
            "mended": [
                {"code": m.code, "lon": m.lon, "lat": m.lat, "change_m2": round(m.change_m2, 1)}
                for m in self.mended
            ],
            "overlaps": [
                {"first": o.first, "second": o.second, "area_m2": round(o.area_m2, 1)} for o in self.overlaps
            ],
            "gaps": [{"area_m2": round(gap.area_m2, 1)} for gap in self.gaps],
            "area_m2": round(self.area_m2, 1),
            "overlap_m2": round(self.overlap_m2, 1),
            "gap_m2": round(self.gap_m2, 1),
            "overlap_slivers": sum(overlap.is_sliver for overlap in self.overlaps),
            "gap_slivers": sum(gap.is_sliver for gap in self.gaps),
        }


def coverage_report(
    polygons: ArrayLike, codes: Sequence[str], min_area_m2: float = MIN_AREA_M2
) -> CoverageReport:
    """Report on polygons (n,) in WGS 84 degrees whose units have these codes (n,).

    Args:
        polygons: polygons or multipolygons; missing and invalid ones are named, not used.
        codes: one for each polygon.
        min_area_m2: overlaps and gaps below this are passed over.
    """
    shapes = np.asarray(polygons, dtype=object)
    names = np.asarray([str(code) for code in codes], dtype=object)
    sound = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes) & shapely.is_valid(shapes)
    usable, usable_names = shapes[sound], names[sound]
    overlaps = _overlaps(usable, usable_names, min_area_m2)
    return CoverageReport(
        count=len(shapes),
        invalid=tuple(names[~sound]),
        overlaps=tuple(sorted(overlaps, key=lambda o: -o.area_m2)),
        gaps=tuple(sorted(_gaps(usable, min_area_m2), key=lambda g: -g.area_m2)),
        area_m2=float(areas_m2(usable).sum()),
    )


def _overlaps(shapes: NDArray[np.object_], names: NDArray[np.object_], min_area_m2: float) -> list[Overlap]:
    """Pairs whose interiors meet.

    Neighbours of a clean mosaic share whole edges, which GEOS finds much faster than it cuts
    polygons; only pairs in which one has an edge that does not match are cut. Of a unit inside
    another only the inner one has such an edge.
    """
    faulty = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    left, right = shapely.STRtree(shapes).query(shapes[faulty], predicate="intersects")
    left = faulty[left]
    pairs = np.column_stack([np.minimum(left, right), np.maximum(left, right)])[left != right]
    left, right = np.unique(pairs, axis=0).T
    common = polygonal(shapely.intersection(shapes[left], shapes[right]))
    areas = areas_m2(common)
    large = np.flatnonzero(areas >= min_area_m2)
    widths = mean_widths_m(common[large], areas[large])
    return [
        Overlap(names[left[i]], names[right[i]], float(areas[i]), float(width), common[i])
        for i, width in zip(large, widths, strict=True)
    ]


def _gaps(shapes: NDArray[np.object_], min_area_m2: float) -> list[Gap]:
    parts = shapely.get_parts(shapely.union_all(shapes))
    rings, part = shapely.get_rings(parts, return_index=True)
    inner = np.r_[False, part[1:] == part[:-1]] if len(rings) else np.zeros(0, dtype=bool)
    holes = shapely.polygons(rings[inner])
    areas = areas_m2(holes)
    large = np.flatnonzero(areas >= min_area_m2)
    widths = mean_widths_m(holes[large], areas[large])
    return [Gap(float(areas[i]), float(width), holes[i]) for i, width in zip(large, widths, strict=True)]


def mean_widths_m(shapes: NDArray[np.object_], areas: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return twice the area over the perimeter, in metres: the width of a long strip, half that of a disc.

    Args:
        shapes: (n,) polygons in WGS 84 degrees.
        areas: (n,) their geodesic areas in m².
    """
    perimeters = lengths_m(shapes) if len(shapes) else np.zeros(0)
    return 2 * areas / np.maximum(perimeters, 1e-9)


def polygonal(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the polygonal part of each shape (n,): cut polygons may leave lines and points as well."""
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    result = shapes.copy()
    for i in np.flatnonzero(mixed):
        parts = shapely.get_parts(shapes[i])
        result[i] = shapely.union_all(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
    return result
