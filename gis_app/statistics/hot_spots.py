"""Gi*: where high values lie together, and where low ones do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gis_app.statistics.answers import Floats, Integers, NotEnoughData
from gis_app.statistics.discoveries import FALSE_DISCOVERY_RATE, Sensitivity
from gis_app.statistics.local import permutation_verdicts, taking_part
from gis_app.statistics.neighbours import Neighbours
from gis_app.statistics.permuting import SEED


@dataclass(frozen=True, slots=True)
class HotSpots:
    """Gi* of every unit, in the order of the input.

    Attributes:
        z: (n,) standard score of Gi*; NaN where the value is unknown.
        p: (n,) two-sided pseudo p-value; NaN where unknown or without neighbours.
        adjusted_p: (n,) p after Benjamini-Hochberg; NaN as above.
        kind: (n,) 1 hot spot, -1 cold spot, 0 neither.
        islands: positions of units without a (known) neighbour: they have a z, but are not tested.
        unknown: positions of units without a value: they are left out, also as neighbours.
        empty: positions of units whose value is zero; they take part.
        note: how firm the verdicts are.
        permutations, seed, rate: as used; with the input they give the same answer again.
    """

    z: Floats
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


def hot_spots(
    values: ArrayLike,
    neighbours: Neighbours,
    *,
    permutations: int | None = None,
    seed: int = SEED,
    rate: float = FALSE_DISCOVERY_RATE,
) -> HotSpots | NotEnoughData:
    """Find communes that, together with their neighbours, have more (less) than chance would give.

    Args:
        values: (n,) counts or rates, not negative; NaN for unknown.
        neighbours: of the n units.
        permutations: how often the values are dealt out over the map; by default 9,999, or as many as let a
            single commune pass the false discovery rate where n is above 250 (40 n at 5 %). With fewer it
            cannot; the note says so.
        seed: of the random draws.
        rate: false discovery rate, share of false ones tolerated among those called hot or cold.

    The score is that of Ord and Getis (1995) with binary weights, the unit its own neighbour (w_ii = 1),
    and the variance of the values over n (not n - 1):

        z_i = (sum_j w_ij x_j - W_i mean) / (s sqrt((n W_i - W_i^2) / (n - 1))),  W_i = sum_j w_ij

    which is what esda's ``G_Local(star=True, transform="B").Zs`` and R spdep's ``localG`` with
    ``include.self`` give. The verdict does not rest on z but on permutations with the unit's own value held
    in place (see `gis_app.statistics.permuting`), two-sided, corrected by the false discovery rate; its
    sign must be that of z.

    Minimum data:
        10 communes with a known value, 3 of them above zero, not all the same, 5 with a neighbour.

    What it does not mean:
        * A hot spot is a *group*. One commune that stands out alone among quiet neighbours is none, however
          high its count: see `gis_app.statistics.local_moran`, class "high among low".
        * Counts follow people. On raw counts the hot spots are mostly where many live; for risk use
          `gis_app.statistics.rates`.
        * It says where reports concentrate, not why, and not who.
        * Not significant is not "safe": with few incidents nothing can be.

    References:
        Getis, A. and Ord, J. K. (1992). The analysis of spatial association by use of distance statistics.
            Geographical Analysis 24, 189-206.
        Ord, J. K. and Getis, A. (1995). Local spatial autocorrelation statistics: distributional issues
            and an application. Geographical Analysis 27, 286-306.

    Raises:
        ValueError: the lengths differ, a value is negative or infinite, or the rate is not in (0, 1).
    """
    part = taking_part(values, neighbours)
    if isinstance(part, NotEnoughData):
        return part
    verdicts = permutation_verdicts(part, permutations, seed, rate)
    z = part.everywhere(_scores(part.values, part.neighbours), np.nan)
    agreeing = verdicts.side * np.nan_to_num(z) > 0
    return HotSpots(
        z=z,
        p=verdicts.p,
        adjusted_p=verdicts.adjusted_p,
        kind=np.where(agreeing, verdicts.side, 0),
        islands=part.positions(~part.linked),
        unknown=part.unknown,
        empty=part.positions(part.values == 0),
        note=verdicts.note,
        permutations=verdicts.permutations,
        seed=seed,
        rate=rate,
    )


def stability(
    values: ArrayLike,
    alternatives: Sequence[Neighbours],
    *,
    permutations: int | None = None,
    seed: int = SEED,
    rate: float = FALSE_DISCOVERY_RATE,
) -> Floats | NotEnoughData:
    """Return the share (n,) of definitions of "neighbour" under which each commune is a hot spot.

    1.0 does not hang on the definition; 0.5 does: say so when it is shown. Definitions under which nothing
    can be tested are not counted; if there is none left, the answer says what is lacking.

    Raises:
        ValueError: no definition is given, or as `hot_spots`.
    """
    answers = [
        hot_spots(values, each, permutations=permutations, seed=seed, rate=rate) for each in alternatives
    ]
    found = [answer.kind == 1 for answer in answers if isinstance(answer, HotSpots)]
    if found:
        shares: Floats = np.mean(found, axis=0)
        return shares
    lacking = [answer for answer in answers if isinstance(answer, NotEnoughData)]
    if not lacking:
        raise ValueError("At least one definition of neighbours is needed.")
    return lacking[0]


def _scores(values: Floats, neighbours: Neighbours) -> Floats:
    """Return z of Gi* (n,); 0 for a unit whose neighbours are all the others, where Gi* cannot vary."""
    from esda import G_Local

    everyone = neighbours.counts == neighbours.size - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = G_Local(
            values, neighbours.graph(with_self=True), transform="B", star=None, permutations=0
        )
    scores: Floats = np.where(everyone, 0.0, statistic.Zs)
    return scores
