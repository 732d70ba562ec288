"""Incidents per resident, steadied where there are few residents (empirical Bayes)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gis_app.statistics.answers import Flags, Floats, Lacking, NotEnoughData, amounts, shortage
from gis_app.statistics.local import LEAST_UNITS
from gis_app.statistics.neighbours import Neighbours

#: Below this the mean rate itself is too uncertain to pull anything towards. Ours.
LEAST_INCIDENTS = 10


@dataclass(frozen=True, slots=True)
class Rates:
    """Raw and steadied rates of every unit, in the order of the input.

    Attributes:
        raw: (n,) incidents per ``per`` residents; NaN where unknown.
        steadied: (n,) empirical Bayes estimate of the same; NaN where unknown.
        mean: (n,) rate that the unit was pulled towards: that of all units, or of its surroundings.
        own_weight: (n,) how much of its own rate is left, from 0 (nothing) to 1 (all of it).
        unknown: positions of units without a known count, or without known residents, or without any.
        islands: positions of units without neighbours, pulled towards the mean of all units.
        empty: positions of units without incidents.
        per: residents that the rates are given per.
    """

    raw: Floats
    steadied: Floats
    mean: Floats
    own_weight: Floats
    unknown: tuple[int, ...]
    islands: tuple[int, ...]
    empty: tuple[int, ...]
    per: float


class _Prior(NamedTuple):
    """Mean and variance, over units, of the true rate; and the mean number of residents."""

    mean: Floats
    variance: Floats


def empirical_bayes(counts: ArrayLike, residents: ArrayLike, *, per: float = 10_000) -> Rates | NotEnoughData:
    """Pull each unit's rate towards that of all units, the more the fewer residents it has.

    Args:
        counts: (n,) incidents; NaN for unknown.
        residents: (n,) people at risk; NaN or 0 for unknown.
        per: unit of the rates.

    Question: which rate would we expect here, knowing that two incidents among 500 residents may be chance?
    With m the rate of all units, b the residents and A the variance of the rates beyond what chance explains
    (method of moments, Marshall 1991):

        steadied_i = m + w_i (raw_i - m),  w_i = A / (A + m / b_i)

    The figures are esda's ``Empirical_Bayes`` with one difference: where A comes out negative (the rates vary
    less than chance would make them), it is 0 and every unit gets m; esda then goes on with a negative
    weight.

    Minimum data:
        10 units with known counts and residents, 10 incidents in all.

    What it does not mean:
        * It is an estimate for comparing places, not a count: never report it as "the rate of the commune".
        * Residents are not all who are present: markets, industrial zones and border gates have more.
        * A small unit with a truly extreme rate is pulled in too, and can be missed.

    References:
        Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators.
        Journal of
            the Royal Statistical Society C 40, 283-294.

    Raises:
        ValueError: the lengths differ, or a value is negative or infinite.
    """
    return _steadied(counts, residents, None, per)


def spatial_empirical_bayes(
    counts: ArrayLike, residents: ArrayLike, neighbours: Neighbours, *, per: float = 10_000
) -> Rates | NotEnoughData:
    """Pull each unit's rate towards that of its surroundings: the unit itself and its neighbours.

    As `empirical_bayes`, with m_i and A_i taken over the surroundings of unit i; it keeps regional
    differences that the global estimate levels out. A unit without (known) neighbours has no surroundings:
    it gets the global estimate and is listed in ``islands``. esda's ``Spatial_Empirical_Bayes`` gives the
    same for the others, and not-a-number where there is no incident in the surroundings; here the rate is
    0.
    """
    return _steadied(counts, residents, neighbours, per)


def _steadied(
    counts: ArrayLike, residents: ArrayLike, neighbours: Neighbours | None, per: float
) -> Rates | NotEnoughData:
    events = amounts(counts, what="counts")
    people = amounts(residents, len(events), what="residents")
    if neighbours is not None and neighbours.size != len(events):
        raise ValueError(f"{len(events)} counts for {neighbours.size} units.")
    known = ~np.isnan(events) & (np.nan_to_num(people) > 0)
    e, b = events[known], people[known]
    missing = shortage(
        (Lacking.UNITS, int(known.sum()), LEAST_UNITS), (Lacking.INCIDENTS, int(e.sum()), LEAST_INCIDENTS)
    )
    if missing:
        return missing
    rate = e / b
    prior = _of_all(e, b)
    islands = np.zeros(len(e), dtype=bool)
    if neighbours is not None:
        among = neighbours.among(known)
        islands = among.counts == 0
        local = _of_surroundings(e, b, among)
        prior = _Prior(*(np.where(islands, of_all, own) for of_all, own in zip(prior, local, strict=True)))
    chance = prior.mean / b
    total = prior.variance + chance
    weight = np.divide(prior.variance, total, out=np.zeros_like(total), where=total > 0)
    steadied = prior.mean + weight * (rate - prior.mean)
    return Rates(
        raw=_spread(known, rate * per),
        steadied=_spread(known, steadied * per),
        mean=_spread(known, prior.mean * per),
        own_weight=_spread(known, weight),
        unknown=tuple(int(i) for i in np.flatnonzero(~known)),
        islands=tuple(int(i) for i in np.flatnonzero(known)[islands]),
        empty=tuple(int(i) for i in np.flatnonzero(known)[e == 0]),
        per=per,
    )


def _of_all(e: Floats, b: Floats) -> _Prior:
    mean = e.sum() / b.sum()
    variance = (b * (e / b - mean) ** 2).sum() / b.sum() - mean / b.mean()
    return _Prior(np.full(len(e), mean), np.full(len(e), max(variance, 0.0)))


def _of_surroundings(e: Floats, b: Floats, neighbours: Neighbours) -> _Prior:
    def around(values: Floats) -> Floats:
        total: Floats = neighbours.matrix @ values + values
        return total

    people = around(b)
    mean = around(e) / people
    # Deviations from the overall rate first: squares of rates far from 0 would lose digits.
    overall = e.sum() / b.sum()
    squares = around(b * (e / b - overall) ** 2) / people - (mean - overall) ** 2
    variance = squares - mean * (neighbours.counts + 1) / people
    return _Prior(mean, np.maximum(variance, 0.0))


def _spread(known: Flags, values: Floats) -> Floats:
    result = np.full(len(known), np.nan)
    result[known] = values
    return result
