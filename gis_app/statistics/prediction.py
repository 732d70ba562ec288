"""How good is a hot-spot map? One period's map against the next period's incidents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gis_app.statistics.answers import Flags, Floats, Lacking, NotEnoughData, amounts, shortage
from gis_app.statistics.texts import Language, number, template

#: Ours: with 20 incidents one more or less moves the hit rate by 5 points.
LEAST_INCIDENTS = 20
LEAST_UNITS = 10
#: Shares of the area that a force can watch; 15 % is the cap of the plans.
SHARES = (0.05, 0.10, 0.15)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What the part of the area that a map ranks highest held in the next period.

    Attributes:
        share_of_area: part of the area taken, from 0 to 1.
        hits: incidents of the next period inside; a fraction where a tie or the limit cuts through places.
        hit_rate: hits over all incidents of the next period, from 0 to 1.
        pai: predictive accuracy index, hit_rate / share_of_area; 1 is as good as chance.
        pei: predictive efficiency index, pai over the best that any map could have had, from 0 to 1.
        incidents: of the next period in all.
    """

    share_of_area: float
    hits: float
    hit_rate: float
    pai: float
    pei: float
    incidents: float


@dataclass(frozen=True, slots=True)
class SelectionAccuracy:
    """What the communes that somebody chose held in the next period.

    Attributes:
        selected, units: how many were chosen, of how many with known counts.
        share_of_units: selected / units.
        share_of_area: their part of the area; None where areas were not given.
        hits, incidents: incidents of the next period in them, and in all.
        hit_rate: hits / incidents.
        pai: hit_rate / share_of_area; None as above.
        concentration: hit_rate / share_of_units; 1 is as good as drawing lots.
        best_hit_rate: of the same number of communes chosen knowing the future.
        efficiency: hit_rate / best_hit_rate.
        unknown: positions of communes without a known count; they are left out, chosen or not.
    """

    selected: int
    units: int
    share_of_units: float
    share_of_area: float | None
    hits: float
    incidents: float
    hit_rate: float
    pai: float | None
    concentration: float
    best_hit_rate: float
    efficiency: float
    unknown: tuple[int, ...]

    def sentence(self, language: Language = "vi") -> str:
        """Return the result as one sentence for a report."""
        return template("prediction", "selection", language).format(
            selected=number(self.selected, language),
            units=number(self.units, language),
            share=number(100 * self.share_of_units, language, 1),
            hit_rate=number(100 * self.hit_rate, language, 1),
            hits=number(self.hits, language),
            incidents=number(self.incidents, language),
            best=number(100 * self.best_hit_rate, language, 1),
        )


def map_accuracy(
    scores: ArrayLike, next_counts: ArrayLike, areas: ArrayLike, shares: Sequence[float] = SHARES
) -> list[Accuracy] | NotEnoughData:
    """Take the places a map ranks highest, up to each share of the area, and count what happened there next.

    Args:
        scores: (n,) what the map says of each commune or cell, of the earlier period; higher is worse. NaN
            ranks last. May be negative (Gi*).
        next_counts: (n,) incidents of the later period; NaN for unknown leaves the place out.
        areas: (n,) areas in one unit, above 0.
        shares: parts of the area, above 0 and at most 1.

    Question: if we had watched the worst 5 % of the map, which part of next year's incidents would have been
    there? The share is met exactly: of the place that crosses it, and of places with equal scores around
    it, a part is taken that holds the same part of their incidents. A map that says the same everywhere has
    PAI 1.

    Minimum data:
        10 places, 20 incidents in the later period.

    What it does not mean:
        * A high PAI does not make a map useful: a single cell with one incident in 20 has a very high one.
          Compare maps at the same share, and against last year's counts, not against chance alone.
        * It measures where incidents were *recorded*. Where police look more, they record more, and a map
          that sent them there looks better for it.
        * It says nothing about incidents prevented.

    References:
        Chainey, S., Tompson, L. and Uhlig, S. (2008). The utility of hotspot mapping for predicting spatial
            patterns of crime. Security Journal 21, 4-28. (PAI)
        Hunt, J. M. (2016). Do crime hot spots move? Exploring the effects of the modifiable areal unit
        problem
            and modifiable temporal unit problem on crime hot spot stability. American University. (PEI)

    Raises:
        ValueError: lengths differ, an area is not above 0, a share is not in (0, 1].
    """
    counts = amounts(next_counts, what="next_counts")
    extents = amounts(areas, len(counts), what="areas")
    ranks = np.asarray(scores, dtype=np.float64)
    if ranks.shape != counts.shape:
        raise ValueError(f"{ranks.shape} scores for {len(counts)} places.")
    if not (extents > 0).all():
        raise ValueError("Every area must be above 0.")
    if not all(0 < share <= 1 for share in shares):
        raise ValueError("Shares of the area must lie above 0 and at most at 1.")
    known = ~np.isnan(counts)
    counts, extents, ranks = counts[known], extents[known], np.nan_to_num(ranks[known], nan=-np.inf)
    missing = _shortage(counts)
    if missing:
        return missing
    total, whole = float(counts.sum()), float(extents.sum())
    hits = _hits(ranks, counts, extents, np.asarray(shares) * whole)
    best = _hits(counts / extents, counts, extents, np.asarray(shares) * whole)
    return [
        Accuracy(
            share_of_area=share,
            hits=float(hit),
            hit_rate=float(hit) / total,
            pai=float(hit) / total / share,
            pei=float(hit) / float(most),
            incidents=total,
        )
        for share, hit, most in zip(shares, hits, best, strict=True)
    ]


def selection_accuracy(
    selected: ArrayLike, next_counts: ArrayLike, areas: ArrayLike | None = None
) -> SelectionAccuracy | NotEnoughData:
    """Count what any set of communes, for instance those a board selected, held in the following period.

    Args:
        selected: (n,) true for the communes chosen.
        next_counts: (n,) incidents of the period after the choice; NaN for unknown.
        areas: (n,) areas in one unit; leave out where the number of communes is what matters.

    Question: "the selected 15 % of communes held x % of the incidents of the following year": much or little?
    Compare with the share of communes (drawing lots) and with the best possible choice of as many.

    Minimum data:
        10 communes with known counts, 20 incidents, one commune chosen.

    What it does not mean:
        * A *low* share can be success: the work in the selected communes may have brought their counts
          down. It judges a choice only as a forecast, before the work has had an effect.
        * A board also chooses for reasons that are not counts.

    Raises:
        ValueError: lengths differ, or a count or area is negative.
    """
    counts = amounts(next_counts, what="next_counts")
    chosen = np.asarray(selected, dtype=bool)
    if chosen.shape != counts.shape:
        raise ValueError(f"{chosen.shape} choices for {len(counts)} communes.")
    known = ~np.isnan(counts)
    inside: Flags = chosen & known
    missing = _shortage(counts[known]) or shortage((Lacking.SELECTED, int(inside.sum()), 1))
    if missing:
        return missing
    total, hits, number_chosen = counts[known].sum(), counts[inside].sum(), int(inside.sum())
    best = np.sort(counts[known])[::-1][:number_chosen].sum()
    share_of_area = None
    if areas is not None:
        extents = amounts(areas, len(counts), what="areas")
        share_of_area = float(extents[inside].sum() / extents[known].sum())
    hit_rate, share_of_units = float(hits / total), number_chosen / int(known.sum())
    return SelectionAccuracy(
        selected=number_chosen,
        units=int(known.sum()),
        share_of_units=share_of_units,
        share_of_area=share_of_area,
        hits=float(hits),
        incidents=float(total),
        hit_rate=hit_rate,
        pai=hit_rate / share_of_area if share_of_area else None,
        concentration=hit_rate / share_of_units,
        best_hit_rate=float(best / total),
        efficiency=float(hits / best),
        unknown=tuple(int(i) for i in np.flatnonzero(~known)),
    )


def _shortage(counts: Floats) -> NotEnoughData | None:
    return shortage(
        (Lacking.UNITS, len(counts), LEAST_UNITS), (Lacking.INCIDENTS, int(counts.sum()), LEAST_INCIDENTS)
    )


def _hits(scores: Floats, counts: Floats, areas: Floats, limits: Floats) -> Floats:
    """Return the counts within the highest-scored places up to each limit of area, cutting through ties."""
    scored, group = np.unique(-scores, return_inverse=True)
    area = np.concatenate([[0.0], np.cumsum(np.bincount(group, areas, len(scored)))])
    held = np.concatenate([[0.0], np.cumsum(np.bincount(group, counts, len(scored)))])
    hits: Floats = np.interp(limits, area, held)
    return hits
