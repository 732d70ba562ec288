"""Kernel density: where incidents concentrate, without regard to boundaries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from affine import Affine
from numpy.typing import NDArray
from scipy.signal import oaconvolve

from gis_app.statistics.answers import Flags, Floats, Lacking, NotEnoughData, shortage
from gis_app.statistics.bandwidths import share_alone, suggested_bandwidth
from gis_app.statistics.grid import histogram, quartic, share_inside, shared_out
from gis_app.statistics.metric import to_metres
from gis_app.statistics.points import coordinates_m, different_places
from gis_app.statistics.texts import Language, number, template

#: Ours: with fewer the surface shows single incidents.
LEAST_INCIDENTS = 30
LEAST_PLACES = 10
#: Cells along the shorter side of the area where no size is asked for.
_CELLS_ACROSS = 250
_MOST_CELLS = 9_000_000
#: Rows and columns are rounded up, which adds less than this to the side of a cell.
_ROUNDING_UP = 1.001


class Doubt(StrEnum):
    """Why a surface should be read with care; each has a sentence in texts.yaml."""

    BANDWIDTH_BELOW_CELLS = "bandwidth_below_cells"
    MOSTLY_ALONE = "mostly_alone"
    BANDWIDTH_ABOVE_AREA = "bandwidth_above_area"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class DensitySurface:
    """A raster of incidents per km², north up.

    Attributes:
        density: (rows, columns) incidents per km² over the period of the incidents; NaN outside the area.
        area_km2: (rows, columns) part of each cell inside the area.
        transform: from (column, row) to metres.
        crs: projected system of the raster.
        bandwidth_m: radius of the kernel.
        cell_m: side of a cell.
        incidents: how many were used.
        outside: how many lie outside the area and were left out.
        alone: share of incidents without any other within the bandwidth.
        doubts: why to read it with care, empty where there is no reason.
    """

    density: Floats
    area_km2: Floats
    transform: Affine
    crs: pyproj.CRS
    bandwidth_m: float
    cell_m: float
    incidents: int
    outside: int
    alone: float
    doubts: tuple[Doubt, ...]

    def sentences(self, language: Language = "vi") -> list[str]:
        """Return the doubts in words, with figures."""
        return [
            template("density", doubt, language).format(
                bandwidth=number(self.bandwidth_m, language),
                cell=number(self.cell_m, language),
                alone=number(100 * self.alone, language),
                outside=number(self.outside, language),
            )
            for doubt in self.doubts
        ]

    def counts(self, places: gpd.GeoSeries) -> Floats:
        """Return how many of other incidents (points in any system) fall into each cell (rows, columns).

        Those outside the area are not counted.
        """
        found = histogram(coordinates_m(places.to_crs(self.crs)), self.transform, self.density.shape)
        return np.where(self.area_km2 > 0, found, 0.0)


def density_surface(
    places: gpd.GeoSeries,
    area: gpd.GeoSeries,
    *,
    bandwidth_m: float | None = None,
    cell_m: float | None = None,
) -> DensitySurface | NotEnoughData:
    """Estimate the density of incidents over an area.

    Args:
        places: (n,) points with a coordinate system. In degrees or Web Mercator they are projected first;
            in a projected system in metres the raster is made in that system.
        area: polygons that make up the area where incidents could have been recorded; may overlap.
        bandwidth_m: radius in metres beyond which an incident has no influence; by default the rule of
            thumb of `gis_app.statistics.bandwidths.suggested_bandwidth`. `fitted_bandwidth` there foretells
            better but takes seconds.
        cell_m: side of a cell in metres; by default the shorter side of the area over 250, at most a
            sixth of the bandwidth, unless that makes more than 9 million cells.

    Question: how many incidents per km² were there around this place? Each incident is spread over a disc of
    the bandwidth with the quartic kernel, (1 - (d / h)^2)^2 up to a factor, and the discs are added up (on
    the grid, by a fast Fourier transform: the error of the grid is about 1 % of the highest value where a
    cell is a sixth of the bandwidth, 2 % where it is a quarter).

    Edge correction: near the edge part of the disc lies where nothing could be recorded, so that the sum is
    divided by the part of the kernel that lies inside the area (Diggle 1985, the "uniform" correction).

    Minimum data:
        30 incidents inside the area, at 10 different places.

    What it does not mean:
        * Colours follow the bandwidth: another one gives another map. It is given with the surface and warned
          about where most incidents have no other within it (`Doubt.MOSTLY_ALONE`): then the map shows
          incidents, not density.
        * It is no test: chance makes peaks too. For significance use `gis_app.statistics.hot_spots`.
        * It spreads incidents over water, forest and closed ground within the area.
        * Places that stand for "somewhere in the commune" make peaks that are not there.

    References:
        Silverman, B. W. (1986). Density estimation for statistics and data analysis. Chapman and Hall.
        Diggle, P. (1985). A kernel method for smoothing point process data. Journal of the Royal Statistical
            Society C 34, 138-147.

    Raises:
        ValueError: no coordinate system, no points, an empty area, or a grid of more than 9 million cells.
    """
    projected = to_metres(places)
    shapes = area.to_crs(projected.crs).to_numpy()
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not len(shapes):
        raise ValueError("The area is empty.")
    points = coordinates_m(projected)
    inside = _inside(projected.to_numpy(), shapes)
    points = points[inside]
    missing = shortage(
        (Lacking.INCIDENTS, len(points), LEAST_INCIDENTS),
        (Lacking.PLACES, different_places(points), LEAST_PLACES),
    )
    if missing:
        return missing
    bandwidth = suggested_bandwidth(points) if bandwidth_m is None else bandwidth_m
    west, south, east, north = shapely.total_bounds(shapes)
    shorter = min(east - west, north - south)
    if cell_m is None:
        finest = math.sqrt((east - west) * (north - south) / _MOST_CELLS) * _ROUNDING_UP
        cell = max(finest, min(shorter / _CELLS_ACROSS, bandwidth / 6))
    else:
        cell = cell_m
    if not (bandwidth > 0 and cell > 0):
        raise ValueError("Bandwidth and cell must be above 0 m.")
    columns, rows = math.ceil((east - west) / cell), math.ceil((north - south) / cell)
    if rows * columns > _MOST_CELLS:
        raise ValueError(f"Cells of {cell:.1f} m give {rows * columns:,} of them; choose larger cells.")
    transform = Affine(cell, 0, west, 0, -cell, north)
    share = share_inside(shapes, transform, (rows, columns))
    kernel = quartic(bandwidth / cell)
    spread = oaconvolve(shared_out(points, transform, (rows, columns)), kernel, mode="same")
    kept = oaconvolve(share, kernel, mode="same")
    shown = share > 0
    density = np.full((rows, columns), np.nan)
    # The Fourier transform leaves rounding of either sign where nothing is.
    density[shown] = np.maximum(spread[shown], 0.0) / kept[shown] / (cell / 1000) ** 2
    alone = share_alone(points, bandwidth)
    doubts = {
        Doubt.BANDWIDTH_BELOW_CELLS: bandwidth < 2 * cell,
        Doubt.MOSTLY_ALONE: alone > 0.5,
        Doubt.BANDWIDTH_ABOVE_AREA: bandwidth > shorter / 2,
        Doubt.OUTSIDE: not inside.all(),
    }
    return DensitySurface(
        density=density,
        area_km2=share * (cell / 1000) ** 2,
        transform=transform,
        crs=pyproj.CRS(projected.crs),
        bandwidth_m=float(bandwidth),
        cell_m=float(cell),
        incidents=len(points),
        outside=int((~inside).sum()),
        alone=alone,
        doubts=tuple(doubt for doubt, holds in doubts.items() if holds),
    )


def _inside(points: NDArray[np.object_], shapes: NDArray[np.object_]) -> Flags:
    """Tell which points (n,) lie in or on one of the shapes."""
    flags = np.zeros(len(points), dtype=bool)
    flags[shapely.STRtree(points).query(shapes, predicate="intersects")[1]] = True
    return flags
