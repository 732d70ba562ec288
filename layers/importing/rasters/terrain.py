"""A terrain grid (digital elevation model): lowest, mean, highest ground and mean slope of each commune.

Heights are metres, below zero where the ground is. A cell that a commune's boundary cuts counts by its part
in the mean, and with its value in lowest and highest once at least 1 % of it lies inside; a boundary that
runs along cells would otherwise take in those beyond it. How slope is computed, `layers.reading.slope` says.
What a commune with unknown cells gets, `figures` says; slope lacks a little more than height, since it needs
neighbours.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from layers.importing.grid_sums import LARGEST_GAP, over_shapes
from layers.importing.rasters.figures import (
    MOST_CELLS,
    Communes,
    StagedFigures,
    brought_before,
    communes_beneath,
    nowhere,
    staged_figures,
    store,
)
from layers.importing.rasters.staging import Grid, RasterKind, RasterOptions, opened, refuse_too_large
from layers.importing.refusing import ImportRefused
from layers.reading.crs import ZONES, geometries_from_wgs84
from layers.reading.slope import write_slope
from layers.saying import said as _

#: Indicators with the operation of exactextract that answers them.
_HEIGHTS = {
    "elevation_lowest": "min(min_coverage_frac=0.01)",
    "elevation_mean": "mean",
    "elevation_highest": "max(min_coverage_frac=0.01)",
}
_SLOPE = "slope_mean"
#: Dry land lies between -430 m (shore of the Dead Sea) and 8,849 m (Everest): what is beyond is no height in
#: metres, mostly a mark for "no value" that the file does not declare.
_LOWEST_M, _HIGHEST_M = -500.0, 9_000.0
_METRES = {"", "m", "metre", "metres", "meter", "meters"}


def stage(file: Path, options: RasterOptions) -> StagedFigures:
    """Read a terrain grid and ask it about the communes."""
    with opened(file, options, _refuse) as grid:
        communes = communes_beneath(grid, options)
        window = _window_over(grid, communes)
        _refuse_heights(grid, window)
        figures, covered = _figures(file, grid, communes, window)
        return staged_figures(StagedFigures, file, options, grid, communes, figures, covered)


def _refuse(grid: rasterio.DatasetReader, name: str) -> None:
    """Refuse what cannot be heights in metres."""
    if grid.count != 1 or np.dtype(grid.dtypes[0]).kind not in "iuf":
        raise ImportRefused(
            _("“%(file)s” có %(count)s kênh kiểu %(type)s; lưới độ cao chỉ có một kênh số.")
            % {"file": name, "count": grid.count, "type": grid.dtypes[0]}
        )
    refuse_too_large(grid, name, MOST_CELLS)
    unit = (grid.units[0] or "").strip().lower()
    if unit not in _METRES or grid.scales[0] != 1 or grid.offsets[0] != 0:
        raise ImportRefused(
            _("Độ cao trong “%(file)s” ghi bằng đơn vị hoặc hệ số khác mét; hãy đổi sang mét rồi nhập.")
            % {"file": name}
        )


def _window_over(grid: Grid, communes: Communes) -> Window:
    """Return the cells above the communes, as far as the grid has them.

    Raises:
        ImportRefused: when it has none of them.
    """
    moved = geometries_from_wgs84(communes.shapes, grid.epsg)
    bounds = np.array([shape.bounds for shape in moved])
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    place = grid.file.transform
    left, right = (west - place.c) / place.a, (east - place.c) / place.a
    top, bottom = (north - place.f) / place.e, (south - place.f) / place.e
    first_column, end_column = max(int(np.floor(left)), 0), min(int(np.ceil(right)), grid.file.width)
    first_row, end_row = max(int(np.floor(top)), 0), min(int(np.ceil(bottom)), grid.file.height)
    if first_column >= end_column or first_row >= end_row:
        raise nowhere(grid)
    return Window(first_column, first_row, end_column - first_column, end_row - first_row)


def _refuse_heights(grid: Grid, window: Window) -> None:
    """Refuse heights that no ground has; only the cells above the communes are looked at."""
    for top in range(window.row_off, window.row_off + window.height, 256):
        rows = min(256, window.row_off + window.height - top)
        part = Window(window.col_off, top, window.width, rows)
        values = grid.file.read(1, window=part, masked=True).compressed()
        values = values[~np.isnan(values)] if values.dtype.kind == "f" else values
        if values.size and not (values.min() >= _LOWEST_M and values.max() <= _HIGHEST_M):
            wrong = values.min() if values.min() < _LOWEST_M else values.max()
            raise ImportRefused(
                _(
                    "“%(file)s” có ô mang giá trị %(value)s, không phải độ cao tính bằng mét; hãy khai báo "
                    "giá trị đó là nodata hoặc đổi đơn vị sang mét."
                )
                % {"file": grid.origin.file_name, "value": f"{float(wrong):g}"}
            )


def _figures(
    file: Path, grid: Grid, communes: Communes, window: Window
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
    """Return the figures (n,) of the communes by indicator, NaN where unknown, and how much has heights."""
    heights, covered = over_shapes(file, grid.epsg, communes.shapes, _HEIGHTS)
    figures = {key: _where_enough(values, covered) for key, values in heights.items()}
    with tempfile.TemporaryDirectory(prefix="slope-") as folder:
        slope_file = Path(folder) / "slope.tif"
        write_slope(file, window, slope_file, in_degrees=ZONES[grid.epsg].geographic)
        slope, sloping = over_shapes(slope_file, grid.epsg, communes.shapes, {_SLOPE: "mean"})
    figures[_SLOPE] = _where_enough(slope[_SLOPE], sloping)
    return figures, covered


def _where_enough(values: NDArray[np.float64], covered: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(covered >= 1 - LARGEST_GAP, values, np.nan)


KIND = RasterKind(stage, brought_before, store)
