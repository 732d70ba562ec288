"""What a statistic answers when the data do not carry it, and how wrong input is refused.

Every method of this package returns either its result or `NotEnoughData`; a caller tells them apart with
``isinstance`` and shows `NotEnoughData.sentence`. A `ValueError` means that the caller, not the data, is at
fault: arrays of different lengths, a negative count, coordinates in degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gis_app.statistics.texts import Language, number, template

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Lacking(StrEnum):
    """What there is too little of; each has a sentence in texts.yaml."""

    UNITS = "units"
    NONZERO_UNITS = "nonzero_units"
    DIFFERENT_VALUES = "different_values"
    UNITS_WITH_NEIGHBOURS = "units_with_neighbours"
    INCIDENTS = "incidents"
    PLACES = "places"
    TIMES = "times"
    PAIRS = "pairs"
    PERIODS = "periods"
    SELECTED = "selected"


@dataclass(frozen=True, slots=True)
class NotEnoughData:
    """The answer of a method below its minimum.

    Attributes:
        lacking: what there is too little of.
        found: how much of it there is.
        needed: how much of it the method needs at least.
    """

    lacking: Lacking
    found: int
    needed: int

    def sentence(self, language: Language = "vi") -> str:
        """Return one sentence: what is missing and how much would be enough."""
        return template("not_enough_data", self.lacking, language).format(
            found=number(self.found, language), needed=number(self.needed, language)
        )


def shortage(*needs: tuple[Lacking, int, int]) -> NotEnoughData | None:
    """Return the first of the needs (what, found, needed) that is not met, or None."""
    for lacking, found, needed in needs:
        if found < needed:
            return NotEnoughData(lacking, int(found), needed)
    return None


def amounts(values: ArrayLike, size: int | None = None, what: str = "values") -> Floats:
    """Return values as floats (n,); NaN stands for unknown, which is not zero.

    Raises:
        ValueError: not one-dimensional, another length than ``size``, negative or infinite.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError(f"{what}: one value per unit is needed, the array has {array.ndim} dimensions.")
    if size is not None and len(array) != size:
        raise ValueError(f"{what}: {len(array)} values for {size} units.")
    if np.isinf(array).any() or (array < 0).any():
        raise ValueError(f"{what}: values must be finite and not negative (NaN for unknown).")
    return array
