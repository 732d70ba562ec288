"""Sums a grid of counts over shapes: a cell that a shape cuts counts by the part of it that lies inside.

The figures are counts per cell, so they are shared, not weighted by area: a sum needs no geodesy beyond those
parts, which are measured in the system of the grid. `over_shapes` asks a grid of measures the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import shapely
from exactextract import exact_extract
from numpy.typing import NDArray

from layers.reading.crs import geometries_from_wgs84

#: How much of a shape may lack values; along coasts and rivers grids end a cell before the boundary does.
LARGEST_GAP = 0.01


def grid_sums(
    file: str | Path, epsg: int, shapes: NDArray[np.object_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sums over polygons (n,) in WGS 84 degrees, and how much of each has values.

    Args:
        file: a GeoTIFF with one band of counts.
        epsg: its coordinate system.
        shapes: polygons or multipolygons, none of them empty.

    Returns:
        Sums (n,), NaN where more than `LARGEST_GAP` of the shape is without a value; and the parts (n,) of
        the shapes that have one, from 0 to 1.
    """
    found, covered = over_shapes(file, epsg, shapes, {"sum": "sum"})
    return np.where(covered >= 1 - LARGEST_GAP, np.nan_to_num(found["sum"]), np.nan), covered


def over_shapes(
    file: str | Path, epsg: int, shapes: NDArray[np.object_], asked: Mapping[str, str]
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
    """Return statistics of the cells over polygons (n,) in WGS 84 degrees, and how much of each has values.

    Args:
        file: a GeoTIFF with one band.
        epsg: its coordinate system.
        shapes: polygons or multipolygons, none of them empty.
        asked: operations of exactextract under names of the caller's; a cell counts by its part inside.

    Returns:
        For each name its figures (n,), NaN where no cell has a value; and the parts (n,) of the shapes
        that have one, from 0 to 1.
    """
    moved = geometries_from_wgs84(shapes, epsg)
    with rasterio.open(file, driver="GTiff") as grid:
        cell = grid.res[0] * grid.res[1]
        operations = [f"{name}={operation}" for name, operation in asked.items()]
        found = exact_extract(grid, [_feature(i, s) for i, s in enumerate(moved)], [*operations, "count"])
    told = [feature["properties"] for feature in found]
    figures = {name: np.array([_number(each[name]) for each in told], dtype=np.float64) for name in asked}
    cells = np.array([each["count"] or 0.0 for each in told], dtype=np.float64)
    return figures, cells * cell / shapely.area(moved)


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _feature(position: int, shape: shapely.Geometry) -> dict[str, Any]:
    return {"type": "Feature", "id": position, "properties": {}, "geometry": shapely.geometry.mapping(shape)}
