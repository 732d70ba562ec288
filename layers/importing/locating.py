"""Which unit a point is in, for many points at once.

A tree over the units answers it in memory: the same join in PostgreSQL reads a unit's geometry again for
every point (measured: 12 s against 2 s for a million points).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import QuerySet
from numpy.typing import NDArray

from layers.importing.unit_grid import UNSURE, UnitGrid
from layers.models import AdminUnit, BoundarySet

NOWHERE = -1
#: Making a grid over the units costs about as much as locating so many points.
_WORTH_A_GRID = 100_000


@dataclass
class UnitIndex:
    """Units ready to be asked; they do not overlap except on their boundaries.

    Attributes:
        unit_ids: (n,) primary keys in the order of the codes, so that a smaller position is a smaller code.
        shapes: (n,) in the same order, prepared.
        tree: over the boxes of the shapes.
    """

    unit_ids: NDArray[np.int64]
    shapes: NDArray[np.object_]
    tree: shapely.STRtree
    _asked: int = 0

    @cached_property
    def _grid(self) -> UnitGrid:
        return UnitGrid(self.shapes, self.locate, NOWHERE)

    def locate_places(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return for each place (n,) the primary key of its unit, or `NOWHERE`; see `locate`."""
        self._asked += len(lon)
        if self._asked < _WORTH_A_GRID or not len(self.shapes):
            return self.locate(shapely.points(lon, lat))
        units = self._grid.units(lon, lat)
        unsure = units == UNSURE
        units[unsure] = self.locate(shapely.points(lon[unsure], lat[unsure]))
        return units

    def locate(self, points: NDArray[np.object_]) -> NDArray[np.int64]:
        """Return for each point (n,) the primary key of its unit, or `NOWHERE`.

        A point on a boundary belongs to every unit that meets there; the smallest code gets it.
        """
        positions = np.full(len(points), len(self.unit_ids), dtype=np.int64)
        # The tree's own predicate would prepare the points; here the communes are prepared, once.
        point, unit = self.tree.query(points)
        within = shapely.intersects(self.shapes[unit], points[point])
        np.minimum.at(positions, point[within], unit[within])
        return np.append(self.unit_ids, NOWHERE)[positions]


def unit_index(units: QuerySet[AdminUnit]) -> UnitIndex:
    """Return the index over units."""
    # As bytes: a shape that becomes an object of Django first takes twice as long.
    ordered = sorted(units.values_list("code", "pk", AsWKB("geometry")), key=itemgetter(0))
    shapes = shapely.from_wkb([bytes(shape) for _code, _pk, shape in ordered])
    shapely.prepare(shapes)
    keys = np.array([pk for _code, pk, _shape in ordered], dtype=np.int64)
    return UnitIndex(keys, shapes, shapely.STRtree(shapes))


def commune_index(boundary_set: BoundarySet) -> UnitIndex:
    """Return the index over the communes of a set."""
    return unit_index(AdminUnit.objects.communes().filter(boundary_set=boundary_set))


def commune_indexes() -> dict[int, UnitIndex]:
    """Return the index of each active set that has communes, by the set's primary key."""
    with_communes = AdminUnit.objects.communes().values("boundary_set_id")
    sets = BoundarySet.objects.active().filter(pk__in=with_communes).order_by("valid_from", "pk")
    return {boundary_set.pk: commune_index(boundary_set) for boundary_set in sets}
