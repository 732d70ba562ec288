"""Stores the units of a set that is not yet in force, with all that is derived from their shapes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from layers.boundary_sets.defects import store_defects
from layers.importing.features import as_geos
from layers.importing.shapes import display_shapes, multipolygons, shared_boundaries
from layers.models import AdminUnit, BoundarySet, UnitAdjacency
from layers.reading.coverage import CoverageReport
from layers.reading.geodesy import areas_m2


def store_units(
    boundary_set: BoundarySet,
    drafts: Sequence[AdminUnit],
    shapes: NDArray[np.object_],
    report: CoverageReport,
) -> list[AdminUnit]:
    """Give the drafts their shapes and store them with neighbours and defects.

    Args:
        boundary_set: stored, not in force.
        drafts: units without geometry, area and validity.
        shapes: (n,) their polygons in WGS 84 degrees.
        report: of these shapes.
    """
    shapes = multipolygons(shapes)
    for unit, shape, light, area in zip(
        drafts, shapes, display_shapes(shapes), areas_m2(shapes), strict=True
    ):
        unit.boundary_set = boundary_set
        unit.geometry = as_geos(shape)
        unit.display_geometry = as_geos(light)
        unit.area_m2 = float(area)
        unit.valid_from = boundary_set.valid_from
        unit.valid_to = boundary_set.valid_to
    units = AdminUnit.objects.bulk_create(drafts, batch_size=50)
    if units and units[0].level == AdminUnit.Level.COMMUNE:
        _store_neighbours(units, shapes)
    store_defects(boundary_set, units, report)
    return units


def _store_neighbours(units: Sequence[AdminUnit], shapes: NDArray[np.object_]) -> None:
    UnitAdjacency.objects.bulk_create(
        (
            UnitAdjacency(unit=units[a], neighbour=units[b], shared_m=pair.shared_m)
            for pair in shared_boundaries(shapes)
            for a, b in ((pair.first, pair.second), (pair.second, pair.first))
        ),
        batch_size=5000,
    )
