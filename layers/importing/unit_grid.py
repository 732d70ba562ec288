"""A grid over units that answers for most points without looking at a shape.

Cells that no boundary comes near, and that hang together, lie all in one unit or all in none: one question
settles them. With a thousand communes that answers for seven points out of eight; only the others are worth
a test against the shapes themselves.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Units = NDArray[np.int64]

#: Cells of the longer side. Twice as many leave half as many points open and take four times as long to make.
_SIDE = 2048
#: Instead of a unit, for a point near a boundary.
UNSURE = -2


class UnitGrid:
    """Answers for points away from boundaries.

    Args:
        shapes: (n,) units.
        locate: the unit of each of (m,) points.
        nowhere: what `locate` says of a point in no unit.
    """

    def __init__(
        self, shapes: NDArray[np.object_], locate: Callable[[NDArray[np.object_]], Units], nowhere: int
    ) -> None:
        self._west, self._south, self._east, self._north = shapely.total_bounds(shapes)
        self._nowhere = nowhere
        width, height = self._east - self._west, self._north - self._south
        self._cell = max(width, height) / _SIDE
        self._size = (int(height / self._cell) + 1, int(width / self._cell) + 1)
        self._areas, count = connected(~_widened(self._edges(shapes)))
        # Any cell of an area stands for it.
        cell_of = np.zeros(count + 1, dtype=np.int32)
        cell_of[self._areas.ravel()] = np.arange(self._areas.size, dtype=np.int32)
        row, column = np.divmod(cell_of[1:], self._size[1])
        centres = shapely.points(
            self._west + (column + 0.5) * self._cell, self._south + (row + 0.5) * self._cell
        )
        self._units = np.append(UNSURE, locate(centres))

    def units(self, lon: Numbers, lat: Numbers) -> Units:
        """Return for each point (n,) its unit, `UNSURE`, or what was given for none."""
        beyond = (lon < self._west) | (lon > self._east) | (lat < self._south) | (lat > self._north)
        found = self._units[self._areas[self._cells(lon, lat)]]
        found[beyond] = self._nowhere
        return found

    def _cells(self, x: Numbers, y: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return row and column (n,) of the cell of each place; beyond the grid, of one at its side."""
        row = ((y - self._south) / self._cell).astype(np.int64).clip(0, self._size[0] - 1)
        column = ((x - self._west) / self._cell).astype(np.int64).clip(0, self._size[1] - 1)
        return row, column

    def _edges(self, shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Return the cells of points along the boundaries, none further than half a cell from the next."""
        rings = shapely.get_rings(shapely.get_parts(shapes))
        places, ring = shapely.get_coordinates(rings, return_index=True)
        within = ring[1:] == ring[:-1]
        start, step = places[:-1][within], np.diff(places, axis=0)[within]
        pieces = np.ceil(2 * np.abs(step).max(axis=1) / self._cell).astype(np.int64).clip(1)
        first = np.cumsum(pieces) - pieces
        share = (np.arange(pieces.sum()) - np.repeat(first, pieces)) / np.repeat(pieces, pieces)
        along = np.repeat(start, pieces, axis=0) + share[:, None] * np.repeat(step, pieces, axis=0)
        edges = np.zeros(self._size, dtype=bool)
        edges[self._cells(along[:, 0], along[:, 1])] = True
        return edges


def connected(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """Return the number of the area of each cell, 0 where the mask is false, and how many areas there are.

    Cells of an area hang together by their sides. As `scipy.ndimage.label`, which takes longer to load than
    this to run.
    """
    # A false cell behind each row, so that no run of true ones goes on in the next.
    cells = np.pad(mask, ((0, 0), (0, 1)))
    begins = cells.copy()
    begins[:, 1:] &= ~cells[:, :-1]
    # Half as wide as usual: large arrays cost the time that it takes to get their memory.
    runs = (np.cumsum(begins, dtype=np.int32).reshape(cells.shape) * cells)[:, :-1]
    above, below = runs[:-1], runs[1:]
    touch = (above > 0) & (below > 0)
    # Of two runs that touch along several cells, the first cell says so.
    touch[:, 1:] &= ~touch[:, :-1] | (above[:, 1:] != above[:, :-1]) | (below[:, 1:] != below[:, :-1])
    one, other = above[touch], below[touch]
    # Each run takes the smallest number that it can reach, and then that of whoever has it.
    area = np.arange(np.count_nonzero(begins) + 1, dtype=np.int32)
    while (area[one] != area[other]).any():
        least = np.minimum(area[one], area[other])
        np.minimum.at(area, area[one], least)
        np.minimum.at(area, area[other], least)
        while (area != area[area]).any():
            area = area[area]
    numbers, renumbered = np.unique(area, return_inverse=True)
    return renumbered.astype(np.int32)[runs], len(numbers) - 1


def _widened(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the mask with the eight neighbours of each cell: a line between two points touches no other."""
    upright = mask.copy()
    upright[1:] |= mask[:-1]
    upright[:-1] |= mask[1:]
    wide = upright.copy()
    wide[:, 1:] |= upright[:, :-1]
    wide[:, :-1] |= upright[:, 1:]
    return wide
