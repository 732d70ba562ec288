"""Local Moran's I: which communes are like their neighbours, and which stand out from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

from gis_app.statistics.answers import Floats, Integers, NotEnoughData
from gis_app.statistics.discoveries import FALSE_DISCOVERY_RATE, Sensitivity
from gis_app.statistics.local import TakingPart, permutation_verdicts, taking_part
from gis_app.statistics.neighbours import Neighbours
from gis_app.statistics.permuting import SEED


class Association(IntEnum):
    """How a commune and its neighbours go together, where that is significant."""

    NONE = 0
    HIGH_AMONG_HIGH = 1
    LOW_AMONG_HIGH = 2
    LOW_AMONG_LOW = 3
    HIGH_AMONG_LOW = 4


@dataclass(frozen=True, slots=True)
class LocalMoran:
    """Local Moran of every unit, in the order of the input.

    Attributes:
        moran: (n,) local I_i; 0 for a unit without neighbours, NaN where the value is unknown.
        p, adjusted_p: (n,) as in `gis_app.statistics.hot_spots.HotSpots`.
        kind: (n,) values of `Association`.
        islands, unknown, empty, note, permutations, seed, rate: as there.
    """

    moran: Floats
    p: Floats
    adjusted_p: Floats
    kind: Integers
    islands: tuple[int, ...]
    unknown: tuple[int, ...]
    empty: tuple[int, ...]
    note: Sensitivity
    permutations: int
    seed: int
    rate: float


def local_moran(
    values: ArrayLike,
    neighbours: Neighbours,
    *,
    permutations: int | None = None,
    seed: int = SEED,
    rate: float = FALSE_DISCOVERY_RATE,
) -> LocalMoran | NotEnoughData:
    """Find communes whose neighbours are significantly high or low, and on which side they are themselves.

    Args: as in `gis_app.statistics.hot_spots.hot_spots`.

    With z the deviation from the mean, m2 = sum z^2 / n and row-standardised weights (the average of the k_i
    neighbours):

        I_i = (z_i / m2) (1 / k_i) sum_j z_j

    as R spdep's ``localmoran`` gives it by default; esda divides m2 by n - 1 instead, so that its figure is
    (n - 1) / n of this one. Significance as for Gi*: permutations with the unit's own value in place,
    two-sided, corrected by the false discovery rate.

    Minimum data:
        as for Gi*.

    What it does not mean:
        * "High among low" is a commune that stands out from quiet neighbours: worth a look, not a cluster.
        * High and low are measured against the mean of the communes given, not against a norm.
        * On raw counts it follows the number of residents; for risk use rates.

    References:
        Anselin, L. (1995). Local indicators of spatial association - LISA. Geographical Analysis 27, 93-115.

    Raises:
        ValueError: the lengths differ, or a value is negative or infinite.
    """
    part = taking_part(values, neighbours)
    if isinstance(part, NotEnoughData):
        return part
    verdicts = permutation_verdicts(part, permutations, seed, rate)
    above = part.everywhere((part.values > part.values.mean()).astype(np.int64), 0) == 1
    around_high, around_low = verdicts.side > 0, verdicts.side < 0
    kind = np.select(
        [around_high & above, around_high, around_low & above, around_low],
        [
            Association.HIGH_AMONG_HIGH,
            Association.LOW_AMONG_HIGH,
            Association.HIGH_AMONG_LOW,
            Association.LOW_AMONG_LOW,
        ],
        Association.NONE,
    )
    return LocalMoran(
        moran=part.everywhere(_moran(part), np.nan),
        p=verdicts.p,
        adjusted_p=verdicts.adjusted_p,
        kind=kind.astype(np.int64),
        islands=part.positions(~part.linked),
        unknown=part.unknown,
        empty=part.positions(part.values == 0),
        note=verdicts.note,
        permutations=verdicts.permutations,
        seed=seed,
        rate=rate,
    )


def _moran(part: TakingPart) -> Floats:
    """Return I_i (n,) with the variance over n."""
    from esda import Moran_Local

    size = len(part.values)
    statistic = Moran_Local(part.values, part.neighbours.graph(), transformation="r", permutations=0)
    scaled: Floats = np.asarray(statistic.Is) * size / (size - 1)
    return scaled
