"""A population grid: its people are summed per commune.

A cell that a commune's boundary cuts goes to each side by the part of the cell that lies there, see
`grid_sums`; what a commune with unknown cells gets, `figures` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio

from layers.importing.grid_sums import grid_sums
from layers.importing.rasters.figures import (
    MOST_CELLS,
    StagedFigures,
    brought_before,
    communes_beneath,
    staged_figures,
    store,
)
from layers.importing.rasters.staging import RasterKind, RasterOptions, opened, refuse_too_large
from layers.importing.refusing import ImportRefused
from layers.saying import said as _

INDICATOR = "population"


@dataclass(frozen=True)
class StagedPopulation(StagedFigures):
    """A population grid that was read and summed."""

    @property
    def total(self) -> float:
        """Return the people of all communes with a known figure."""
        return sum(self.known(INDICATOR))


def stage(file: Path, options: RasterOptions) -> StagedPopulation:
    """Read a population grid and sum it per commune."""
    with opened(file, options, _refuse) as grid:
        communes = communes_beneath(grid, options)
        people, covered = grid_sums(file, grid.epsg, communes.shapes)
        figures = {INDICATOR: people}
        return staged_figures(StagedPopulation, file, options, grid, communes, figures, covered)


def _refuse(grid: rasterio.DatasetReader, name: str) -> None:
    """Refuse what cannot be counts per cell, before anything is summed."""
    if grid.count != 1:
        raise ImportRefused(
            _("“%(file)s” có %(count)s kênh; dữ liệu dân số chỉ có một kênh.")
            % {"file": name, "count": grid.count}
        )
    refuse_too_large(grid, name, MOST_CELLS)
    for _index, window in grid.block_windows(1):
        values = grid.read(1, window=window, masked=True)
        if (values < 0).any() or np.isinf(values.compressed()).any():
            raise ImportRefused(
                _("“%(file)s” có ô mang giá trị âm hoặc vô hạn; hãy khai báo giá trị đó là nodata.")
                % {"file": name}
            )


KIND = RasterKind(stage, brought_before, store)
