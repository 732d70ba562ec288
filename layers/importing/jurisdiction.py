"""Whose ground a file is about: what lies outside the jurisdiction of the one who brings it is kept out.

The command line on the server acts for the whole country; a page acts for an account.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.importing.boundaries import StagedBoundaries
from layers.importing.findings import Finding
from layers.importing.indicators import StagedIndicators
from layers.importing.sites import StagedSites
from layers.models import AdminUnit
from layers.scope import Scope

CODE = "outside_jurisdiction"


class Ground:
    """The ground of a jurisdiction: its units of all levels and boundary sets."""

    def __init__(self, scope: Scope) -> None:
        shapes = AdminUnit.objects.in_scope(scope).values_list("geometry", flat=True)
        self._shapes = shapely.from_wkb([bytes(shape.wkb) for shape in shapes])
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def touched_by(self, shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Return for each shape (n,) whether it touches the ground."""
        touched = np.zeros(len(shapes), dtype=bool)
        shape, unit = self._tree.query(shapes)
        meets = shapely.intersects(self._shapes[unit], shapes[shape])
        touched[shape[meets]] = True
        return touched


def boundaries_within(staged: StagedBoundaries, scope: Scope) -> StagedBoundaries:
    """Return the staged set with a finding for each unit that lies outside the scope.

    A unit is judged by a point inside it, so that slivers along the edge of a province refuse nothing.
    """
    if scope.everything or staged.units is None or staged.units.empty:
        return staged
    inner = shapely.point_on_surface(np.asarray(staged.units.geometry.array, dtype=object))
    outside = staged.units[~Ground(scope).touched_by(inner)]
    found = [
        Finding(int(row), "", CODE, {"say": "unit_outside", "name": name})
        for row, name in outside["full_name"].items()
    ]
    return replace(staged, findings=(*staged.findings, *found))


def sites_within(staged: StagedSites, scope: Scope) -> StagedSites:
    """Return the staged sites with a finding for each that does not touch the scope."""
    if scope.everything or staged.sites is None or staged.sites.empty:
        return staged
    shapes = np.asarray(staged.sites.geometry.array, dtype=object)
    rows = staged.sites.index[~Ground(scope).touched_by(shapes)]
    found = [Finding(int(row), "", CODE, {"say": "site_outside"}) for row in rows]
    return replace(staged, findings=(*staged.findings, *found))


def indicators_within(staged: StagedIndicators, scope: Scope) -> StagedIndicators:
    """Return the staged figures with a finding for each about a commune outside the scope."""
    if scope.everything or staged.values is None or staged.values.empty:
        return staged
    rows = staged.values.index[~staged.values["unit"].isin(scope.unit_ids)]
    found = [Finding(int(row), "", CODE, {"say": "figure_outside"}) for row in rows]
    return replace(staged, findings=(*staged.findings, *found))
