"""What Gi* and local Moran share: which units take part, and the permutation test of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gis_app.statistics.answers import Flags, Floats, Integers, Lacking, NotEnoughData, amounts, shortage
from gis_app.statistics.discoveries import (
    Sensitivity,
    adjusted,
    enough_permutations,
    passing,
    sensitivity,
)
from gis_app.statistics.neighbours import Neighbours
from gis_app.statistics.permuting import PERMUTATIONS, Draws, Tails, two_sided

#: Below this a map has no "elsewhere" to compare with. Ours; Getis and Ord want 30 for their normal
#: approximation, which the permutations here do not use.
LEAST_UNITS = 10
#: With all incidents in one or two communes there is no pattern to test, only these communes. Ours.
LEAST_NONZERO_UNITS = 3


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The permutation test of every unit; arrays are (n,) and NaN or 0 where a unit was not tested.

    Attributes:
        p: two-sided pseudo p-value.
        adjusted_p: p adjusted for the number of units tested; compare it with the false discovery rate.
        side: 1 where the neighbours have more than chance gives, -1 where less; only where significant,
            else 0.
        note: how firm the verdicts are.
        permutations: how many were used.
    """

    p: Floats
    adjusted_p: Floats
    side: Integers
    note: Sensitivity
    permutations: int


@dataclass(frozen=True, slots=True)
class TakingPart:
    """The units with a known value, and the neighbours among them."""

    known: Flags
    values: Floats
    neighbours: Neighbours

    @property
    def linked(self) -> Flags:
        """Which of the known units have a neighbour among them."""
        return self.neighbours.counts > 0

    def everywhere(self, values: ArrayLike, otherwise: float) -> Any:
        """Spread values of the known units over all units (n,)."""
        array = np.asarray(values)
        result = np.full(len(self.known), otherwise, dtype=array.dtype)
        result[self.known] = array
        return result

    def positions(self, flags: Flags) -> tuple[int, ...]:
        """Return positions, among all units, of flagged known units."""
        return tuple(int(i) for i in np.flatnonzero(self.known)[flags])

    @property
    def unknown(self) -> tuple[int, ...]:
        """Positions of units without a known value."""
        return tuple(int(i) for i in np.flatnonzero(~self.known))


def taking_part(values: ArrayLike, neighbours: Neighbours) -> TakingPart | NotEnoughData:
    """Leave out units without a known value; answer what is lacking where too little is left."""
    array = amounts(values, neighbours.size)
    known = ~np.isnan(array)
    part = TakingPart(known, array[known], neighbours.among(known))
    missing = shortage(
        (Lacking.UNITS, int(known.sum()), LEAST_UNITS),
        (Lacking.NONZERO_UNITS, int((part.values > 0).sum()), LEAST_NONZERO_UNITS),
        (Lacking.DIFFERENT_VALUES, len(np.unique(part.values)), 2),
        (Lacking.UNITS_WITH_NEIGHBOURS, int(part.linked.sum()), LEAST_UNITS // 2),
    )
    return missing or part


def permutation_verdicts(part: TakingPart, permutations: int | None, seed: int, rate: float) -> Verdicts:
    """Deal the values out over the map again and again, and compare each unit's neighbours with that.

    Unless the number is asked for, it is 9,999, or as many as let a single unit pass where there are more
    than 250: with 9,999 permutations on 3,321 communes no hot spot of fewer than 14 could ever be found.
    """
    if not 0 < rate < 1:
        raise ValueError("The false discovery rate must lie between 0 and 1.")
    if permutations is None:
        permutations = max(PERMUTATIONS, enough_permutations(int(part.linked.sum()), rate))
    counts = part.neighbours.counts
    draws = Draws.make(len(part.values), int(counts.max()), permutations, seed)
    sums = np.asarray(part.neighbours.matrix @ part.values, dtype=np.float64)
    tails: Tails = draws.tails(part.values, sums, counts)
    p = np.where(part.linked, two_sided(tails, permutations), np.nan)
    adjusted_p = adjusted(p)
    side = np.where(tails.as_much < tails.as_little, 1, -1) * passing(adjusted_p, rate)
    everywhere = part.everywhere(p, np.nan)
    return Verdicts(
        p=everywhere,
        adjusted_p=part.everywhere(adjusted_p, np.nan),
        side=part.everywhere(side.astype(np.int64), 0),
        note=sensitivity(everywhere, permutations, rate),
        permutations=permutations,
    )
