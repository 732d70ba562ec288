"""The slope of a terrain grid, in degrees, from metres along and across.

After B. K. P. Horn, "Hill shading and the reflectance map", Proceedings of the IEEE 69 (1), 1981: the rise
per metre to the east and to the north from the eight neighbours of a cell, those beside it counted twice.
Where cells are degrees, their width and height in metres are those of the WGS 84 ellipsoid at the latitude of
their row, so nothing has to be moved to another grid. Where they are metres of a Vietnamese zone, the scale
of the zone (0.9996 to 1.001 within 3 degrees of its meridian) is left aside: on a slope of 45 degrees it is
0.03 degrees.

A cell that lacks a value, or one of its neighbours, has no slope.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.windows import Window

#: Semi-major axis in metres and squared eccentricity of WGS 84 (and so of VN-2000).
_A, _E2 = 6_378_137.0, 0.006_694_379_990_14
#: Cells read at a time, each way.
_BLOCK = 2048
#: Stands in the written grid where there is no slope; a slope is between 0 and 90.
NO_SLOPE = -1.0


def slope_degrees(
    heights: NDArray[np.float64], width_m: NDArray[np.float64], height_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the slope of the inner cells of a grid, after Horn.

    Args:
        heights: metres (n, m), from the north, NaN where unknown.
        width_m: width of the cells of each inner row (n - 2,), in metres.
        height_m: their height (n - 2,), in metres.

    Returns:
        Degrees (n - 2, m - 2), NaN where a cell or one of its neighbours is unknown.
    """
    north, middle, south = heights[:-2], heights[1:-1], heights[2:]
    east_west = (
        (north[:, 2:] + 2 * middle[:, 2:] + south[:, 2:])
        - (north[:, :-2] + 2 * middle[:, :-2] + south[:, :-2])
    ) / (8 * width_m[:, None])
    north_south = (
        (north[:, :-2] + 2 * north[:, 1:-1] + north[:, 2:])
        - (south[:, :-2] + 2 * south[:, 1:-1] + south[:, 2:])
    ) / (8 * height_m[:, None])
    slope: NDArray[np.float64] = np.degrees(np.arctan(np.hypot(east_west, north_south)))
    slope[np.isnan(middle[:, 1:-1])] = np.nan
    return slope


def cell_metres(latitudes: NDArray[np.float64], cell: tuple[float, float]) -> NDArray[np.float64]:
    """Return width and height in metres (2, n) of cells of so many degrees at latitudes (n,)."""
    sine = np.sin(np.radians(latitudes))
    bend = 1 - _E2 * sine**2
    per_radian_east = _A / np.sqrt(bend) * np.cos(np.radians(latitudes))
    per_radian_north = _A * (1 - _E2) / bend**1.5
    return np.stack([np.radians(cell[0]) * per_radian_east, np.radians(cell[1]) * per_radian_north])


def write_slope(file: str | Path, window: Window, to: str | Path, *, in_degrees: bool) -> None:
    """Write the slope of a part of a terrain grid as a GeoTIFF of degrees; memory is that of one block.

    Args:
        file: a GeoTIFF with one band of heights in metres, rows from the north.
        window: the part that is asked for; what lies around it is looked at as far as the file has it.
        to: where the slope is written, on the same cells.
        in_degrees: whether cells are degrees and not metres.
    """
    with rasterio.open(file, driver="GTiff") as grid:
        shape = {"width": window.width, "height": window.height, "count": 1, "dtype": "float32"}
        place = {
            "crs": grid.crs,
            "transform": grid.transform @ Affine.translation(window.col_off, window.row_off),
            "nodata": NO_SLOPE,
        }
        layout = {"tiled": True, "compress": "deflate", "BIGTIFF": "IF_SAFER"}
        with rasterio.open(to, "w", driver="GTiff", **shape, **place, **layout) as out:
            for top in range(0, window.height, _BLOCK):
                for left in range(0, window.width, _BLOCK):
                    rows, columns = min(_BLOCK, window.height - top), min(_BLOCK, window.width - left)
                    block = Window(window.col_off + left, window.row_off + top, columns, rows)
                    slope = _slope_of(grid, block, in_degrees)
                    out.write(
                        np.where(np.isnan(slope), NO_SLOPE, slope).astype("float32"),
                        1,
                        window=Window(left, top, columns, rows),
                    )


def _slope_of(grid: rasterio.DatasetReader, block: Window, in_degrees: bool) -> NDArray[np.float64]:
    """Return the slope (n, m) of a block; cells at the edge of the grid lack neighbours and have none."""
    heights = np.full((block.height + 2, block.width + 2), np.nan)
    top, left = max(block.row_off - 1, 0), max(block.col_off - 1, 0)
    bottom = min(block.row_off + block.height + 1, grid.height)
    right = min(block.col_off + block.width + 1, grid.width)
    read = grid.read(1, window=Window(left, top, right - left, bottom - top), masked=True)
    row, column = top - (block.row_off - 1), left - (block.col_off - 1)
    heights[row : row + bottom - top, column : column + right - left] = read.astype("float64").filled(np.nan)
    if in_degrees:
        rows = block.row_off + np.arange(block.height) + 0.5
        width, height = cell_metres(grid.transform.f + rows * grid.transform.e, grid.res)
    else:
        width, height = (np.full(block.height, side) for side in grid.res)
    return slope_degrees(heights, width, height)
