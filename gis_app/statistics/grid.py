"""Points and kernels on a grid of square cells, north up."""

from __future__ import annotations

import math

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import rasterize

from gis_app.statistics.answers import Floats

#: Each cell is looked at in so many places each way, to know how much of it lies inside an area.
_PARTS = 4


def histogram(points: Floats, transform: Affine, shape: tuple[int, ...]) -> Floats:
    """Count points (n, 2) in each cell; on the far edges they belong to the last cell, beyond to none."""
    rows, columns = shape
    column = (points[:, 0] - transform.c) / transform.a
    row = (points[:, 1] - transform.f) / transform.e
    near = (column >= 0) & (column <= columns) & (row >= 0) & (row <= rows)
    j = np.minimum(column[near].astype(np.int64), columns - 1)
    i = np.minimum(row[near].astype(np.int64), rows - 1)
    counts = np.bincount(i * columns + j, minlength=rows * columns)
    return counts.reshape(rows, columns).astype(np.float64)


def shared_out(points: Floats, transform: Affine, shape: tuple[int, int]) -> Floats:
    """Share each point (n, 2) out over the four cells whose centres surround it, the nearer the more.

    A surface made of this lies several times nearer to the exact one than one made of plain counts
    ("linear binning", Wand 1994). At the edge the part of cells that do not exist goes to their neighbours
    inside.
    """
    rows, columns = shape
    column = (points[:, 0] - transform.c) / transform.a - 0.5
    row = (points[:, 1] - transform.f) / transform.e - 0.5
    j, i = np.floor(column).astype(np.int64), np.floor(row).astype(np.int64)
    right, down = column - j, row - i
    shared = np.zeros(rows * columns)
    for below, of_rows in ((0, 1 - down), (1, down)):
        for beside, of_columns in ((0, 1 - right), (1, right)):
            at = np.clip(i + below, 0, rows - 1) * columns + np.clip(j + beside, 0, columns - 1)
            shared += np.bincount(at, of_rows * of_columns, rows * columns)
    return shared.reshape(rows, columns)


def share_inside(shapes: NDArray[np.object_], transform: Affine, shape: tuple[int, int]) -> Floats:
    """Return which part of each cell lies inside the shapes, from 0 to 1 in steps of 1/16."""
    rows, columns = shape
    fine = rasterize(
        shapes,
        out_shape=(rows * _PARTS, columns * _PARTS),
        transform=Affine(transform.a / _PARTS, 0, transform.c, 0, transform.e / _PARTS, transform.f),
        dtype="uint8",
    )
    share: Floats = fine.reshape(rows, _PARTS, columns, _PARTS).mean(axis=(1, 3))
    return share


def quartic(radius_cells: float) -> Floats:
    """Return the quartic kernel on the grid, summing to 1; a single cell where the radius is below one."""
    reach = math.floor(radius_cells)
    steps = np.arange(-reach, reach + 1) / radius_cells
    kernel: Floats = np.maximum(0.0, 1 - (steps[:, None] ** 2 + steps[None, :] ** 2)) ** 2
    scaled: Floats = kernel / kernel.sum()
    return scaled
