"""Counts per commune, category and month of the incidents of one import, added up while they pass by."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from layers.importing.locating import NOWHERE
from layers.importing.pieces import Piece

#: Unit, category and month in one number, which sorts in a third of the time: where each of them begins, with
#: 13 bits for months (some centuries around 1970), 16 for categories and 34 for units.
_CATEGORY_AT, _UNIT_AT = 13, 29
_BEFORE_1970 = 1 << 12
#: Cells gathered before they are added together.
_LOOSE = 500_000


class Cells(NamedTuple):
    """Counts, each of shape (n,), in the order of unit, category and month.

    Attributes:
        unit: primary key of the commune.
        category: position in the list of categories.
        month: months since January 1970.
        incidents: how many.
        deaths: those that are known.
        injuries: those that are known.
    """

    unit: NDArray[np.int64]
    category: NDArray[np.int64]
    month: NDArray[np.int64]
    incidents: NDArray[np.int64]
    deaths: NDArray[np.int64]
    injuries: NDArray[np.int64]


class Tally:
    """Adds up pieces; its size is that of the counts, not of the incidents."""

    def __init__(self) -> None:
        self._loose: list[Cells] = []
        self._size = 0

    def add(self, piece: Piece) -> None:
        """Count the incidents of a piece in the commune of every boundary set."""
        rows = piece.rows
        month = rows["on"].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        ones = np.ones(len(piece), dtype=np.int64)
        deaths, injuries = (np.maximum(rows[name], 0).astype(np.int64) for name in ("deaths", "injuries"))
        category = rows["category"].astype(np.int64)
        for units in piece.units:
            inside = units != NOWHERE
            self._take(Cells(*(a[inside] for a in (units, category, month, ones, deaths, injuries))))

    def cells(self) -> Cells:
        """Return the counts."""
        self._settle()
        return self._loose[0] if self._loose else Cells(*(np.empty(0, dtype=np.int64) for _ in range(6)))

    def _take(self, cells: Cells) -> None:
        self._loose.append(_together(cells))
        self._size += len(self._loose[-1].unit)
        if self._size > _LOOSE + len(self._loose[0].unit):
            self._settle()

    def _settle(self) -> None:
        if len(self._loose) > 1:
            self._loose = [_together(Cells(*map(np.concatenate, zip(*self._loose, strict=True))))]
        self._size = sum(len(cells.unit) for cells in self._loose)


def _together(cells: Cells) -> Cells:
    """Return the cells with those of the same commune, category and month added up."""
    if not len(cells.unit):
        return cells
    keys = (cells.unit << _UNIT_AT) | (cells.category << _CATEGORY_AT) | (cells.month + _BEFORE_1970)
    order = np.argsort(keys)
    ordered, keys = Cells(*(array[order] for array in cells)), keys[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(begins)
    sums = (np.add.reduceat(a, starts) for a in (ordered.incidents, ordered.deaths, ordered.injuries))
    return Cells(ordered.unit[starts], ordered.category[starts], ordered.month[starts], *sums)
