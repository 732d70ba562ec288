"""Keeps the places of a coverage report, so that a page can list and draw them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from layers.importing.features import as_geos
from layers.models import AdminUnit, BoundarySet, CoverageDefect
from layers.reading.coverage import CoverageReport, Gap, MendedUnit, Overlap

_TOUCHING_DEGREES = 1e-7
Kind = CoverageDefect.Kind
Place = Overlap | Gap | MendedUnit


def store_defects(boundary_set: BoundarySet, units: Sequence[AdminUnit], report: CoverageReport) -> None:
    """Store every place of a report with the units that meet there.

    Args:
        boundary_set: the set that was just stored.
        units: its units, whose codes the report names.
        report: of these units.
    """
    key_of = {unit.code: unit.pk for unit in units}
    places: list[Place] = [*report.overlaps, *report.gaps, *report.mended]
    concerned = [[key_of[place.first], key_of[place.second]] for place in report.overlaps]
    concerned += _around(report.gaps, units)
    concerned += [[key_of[place.code]] for place in report.mended]
    defects = CoverageDefect.objects.bulk_create(
        (
            CoverageDefect(
                boundary_set=boundary_set,
                kind=_kind(place),
                **_measures(place),
            )
            for place in places
        ),
        batch_size=1000,
    )
    link = CoverageDefect.units.through
    link.objects.bulk_create(
        (
            link(coveragedefect_id=defect.pk, adminunit_id=unit)
            for defect, units_there in zip(defects, concerned, strict=True)
            for unit in units_there
        ),
        batch_size=5000,
    )


def _measures(place: Place) -> dict[str, Any]:
    """Return area, width and shape; of a unit that was mended what its area changed by, and where."""
    if isinstance(place, MendedUnit):
        point = as_geos(shapely.Point(place.lon, place.lat))
        return {"area_m2": place.change_m2, "width_m": 0.0, "geometry": point}
    return {"area_m2": place.area_m2, "width_m": place.width_m, "geometry": as_geos(place.geometry)}


def _kind(place: Place) -> CoverageDefect.Kind:
    if isinstance(place, MendedUnit):
        return Kind.INVALID
    if isinstance(place, Overlap):
        return Kind.OVERLAP_SLIVER if place.is_sliver else Kind.OVERLAP
    return Kind.GAP_SLIVER if place.is_sliver else Kind.GAP


def _around(gaps: Sequence[Gap], units: Sequence[AdminUnit]) -> list[list[int]]:
    """Return the keys of the units along each gap."""
    if not gaps:
        return []
    shapes = shapely.from_wkb([bytes(unit.geometry.wkb) for unit in units])
    tree = shapely.STRtree(shapes)
    found: list[list[int]] = [[] for _gap in gaps]
    holes = np.array([gap.geometry for gap in gaps], dtype=object)
    for gap, unit in tree.query(holes, predicate="dwithin", distance=_TOUCHING_DEGREES).T:
        found[gap].append(units[unit].pk)
    return found
