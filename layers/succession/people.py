"""Which population grid says how the people of old units went over to new ones."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.importing.features import as_geos
from layers.importing.grid_sums import grid_sums
from layers.models import Raster
from layers.reading.coverage import polygonal
from layers.reading.crs import parse_epsg


@dataclass(frozen=True)
class PopulationGrid:
    """A stored grid of people per cell, ready to be asked."""

    raster: Raster

    def people_in(self, shapes: NDArray[np.object_]) -> NDArray[np.float64]:
        """Return the people on the ground of shapes (n,) in WGS 84 degrees.

        NaN stands where the grid lacks values, and for a shape without ground.
        """
        ground = polygonal(shapes)
        people = np.full(len(shapes), np.nan)
        real = shapely.area(ground) > 0
        if real.any():
            people[real], _covered = grid_sums(self.raster.path, parse_epsg(self.raster.crs), ground[real])
        return people

    def shares(self, parts: NDArray[np.object_], of: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return which share of a unit's people lives in each part, NaN where not all its parts are known.

        Args:
            parts: all parts (n,) of some units, in WGS 84 degrees.
            of: (n,) the unit of each part, as a number from 0.
        """
        people = self.people_in(parts)
        total = np.bincount(of, people)[of]  # NaN where any part of the unit is unknown
        return np.divide(people, total, out=np.full(len(parts), np.nan), where=total > 0)


def population_grid(shapes: NDArray[np.object_], day: datetime.date) -> PopulationGrid | None:
    """Return the population grid to share out old units by, or None where none touches them.

    The grid that covers most of their ground is taken, to one per cent; among equals the one whose figures
    are nearest to the day. It need not cover every unit: where it lacks values, nothing is known.

    Args:
        shapes: the old units (n,), in WGS 84 degrees.
        day: of the reform.
    """
    ground = shapely.box(*shapely.total_bounds(shapes))
    touching = [
        raster
        for raster in Raster.objects.filter(
            kind=Raster.Kind.POPULATION, extent__bboverlaps=as_geos(ground)
        ).order_by("-pk")
        if raster.path.is_file()
    ]
    best = min(
        touching,
        key=lambda raster: (-round(_part_covered(raster, ground), 2), abs(raster.as_of - day)),
        default=None,
    )
    return None if best is None else PopulationGrid(best)


def _part_covered(raster: Raster, ground: shapely.Geometry) -> float:
    """Return the part of a rectangle in degrees that the grid covers; only compared with other grids."""
    extent = shapely.from_wkb(bytes(raster.extent.wkb))
    return float(extent.intersection(ground).area / ground.area)
