"""How hot spots develop from month to month (emerging hot spot analysis)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import kendalltau

from gis_app.statistics.answers import Floats, Integers, Lacking, NotEnoughData
from gis_app.statistics.discoveries import FALSE_DISCOVERY_RATE
from gis_app.statistics.hot_spots import hot_spots
from gis_app.statistics.neighbours import Neighbours
from gis_app.statistics.permuting import SEED

#: A year, so that every season is in it. Emerging hot spot analysis itself asks for 10 steps.
LEAST_MONTHS = 12
#: "Nearly always": the share of months of the published definitions.
NEARLY_ALWAYS = 0.9
#: Two-sided level of the Mann-Kendall test of each commune's own series.
TREND_LEVEL = 0.05


class Trend(StrEnum):
    """Classes; the definitions are in `trends`. Cold spots have the same, prefixed."""

    NONE = "none"
    UNKNOWN = "unknown"
    NEW = "new"
    CONSECUTIVE = "consecutive"
    INTENSIFYING = "intensifying"
    PERSISTENT = "persistent"
    DIMINISHING = "diminishing"
    SPORADIC = "sporadic"
    OSCILLATING = "oscillating"
    HISTORICAL = "historical"
    COLD_NEW = "cold_new"
    COLD_CONSECUTIVE = "cold_consecutive"
    COLD_INTENSIFYING = "cold_intensifying"
    COLD_PERSISTENT = "cold_persistent"
    COLD_DIMINISHING = "cold_diminishing"
    COLD_SPORADIC = "cold_sporadic"
    COLD_OSCILLATING = "cold_oscillating"
    COLD_HISTORICAL = "cold_historical"


@dataclass(frozen=True, slots=True)
class Trends:
    """Development of every unit, in the order of the input.

    Attributes:
        kind: (n,) class of each unit.
        z: (n, t) Gi* of each month; NaN where the unit or the month is unknown or the month has no pattern.
        monthly_kind: (n, t) 1 hot, -1 cold, 0 neither, also where unknown.
        hot_months, cold_months, known_months: (n,) numbers of months.
        tau: (n,) Kendall's tau of z over the months, from -1 to 1; NaN where it cannot be computed.
        p: (n,) two-sided p-value of the Mann-Kendall test of that; NaN as above.
        left_out: positions of months for which too few units are known.
        permutations: as asked for; None where each month took the default of Gi*.
        seed, rate: as asked for.
    """

    kind: tuple[Trend, ...]
    z: Floats
    monthly_kind: Integers
    hot_months: Integers
    cold_months: Integers
    known_months: Integers
    tau: Floats
    p: Floats
    left_out: tuple[int, ...]
    permutations: int | None
    seed: int
    rate: float


def trends(
    monthly: ArrayLike,
    neighbours: Neighbours,
    *,
    permutations: int | None = None,
    seed: int = SEED,
    rate: float = FALSE_DISCOVERY_RATE,
) -> Trends | NotEnoughData:
    """Classify communes by when they were hot (cold) spots and whether they get hotter.

    Args:
        monthly: (n, t) counts or rates, one column per month, oldest first; NaN for unknown.
        neighbours: of the n units.
        permutations: of each month's Gi*, as in `gis_app.statistics.hot_spots.hot_spots`.
        seed: of each month's draws.
        rate: false discovery rate within each month.

    Definitions, over the months in which the commune is known; the last month must be one of them. "Hot"
    means that Gi* of that month is significant under the false discovery rate; "trend" is a Mann-Kendall
    test of its Gi* scores over all months, two-sided at 5 %.

        new           hot in the last month and never before
        consecutive   hot in the last two or more months without a break, never before, in less than 90 %
        intensifying  hot in at least 90 % of the months and in the last, with a rising trend
        persistent    the same without a trend
        diminishing   the same with a falling trend
        sporadic      hot in the last month and, on and off, before, in less than 90 %, never cold
        oscillating   hot in the last month, cold in an earlier one, in less than 90 %
        historical    not hot in the last month, but in at least 90 % of all
        none          none of these
        unknown       fewer than 12 months known, or the last one not

    The same for cold spots, where "intensifying" means getting colder. If several fit, the order is:
    90 %-classes, then new, consecutive, oscillating, sporadic.

    A month in which nothing happened, or the same everywhere, has no hot spot; a month in which too few
    communes are known is left out and told.

    Minimum data:
        12 months, each with the minimum of Gi*.

    What it does not mean:
        * A class describes the past. "Diminishing" is no forecast, and no proof that a measure worked.
        * Hot is relative to the other communes of the same month: if all double, nobody becomes hot.
        * Months are short: with few incidents most communes are "none" for want of data.

    References:
        Esri: How Emerging Hot Spot Analysis works, ArcGIS Pro documentation (the classes). Neighbours in time
            are not used here.
        Mann, H. B. (1945). Nonparametric tests against trend. Econometrica 13, 245-259.

    Raises:
        ValueError: not (n, t), or a value is negative or infinite.
    """
    table = np.asarray(monthly, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError("One row per unit and one column per month are needed.")
    months = table.shape[1]
    z = np.full(table.shape, np.nan)
    kinds = np.zeros(table.shape, dtype=np.int64)
    known = ~np.isnan(table)
    left_out = []
    for month in range(months):
        answer = hot_spots(table[:, month], neighbours, permutations=permutations, seed=seed, rate=rate)
        if not isinstance(answer, NotEnoughData):
            z[:, month], kinds[:, month] = answer.z, answer.kind
        elif answer.lacking not in (Lacking.NONZERO_UNITS, Lacking.DIFFERENT_VALUES):
            left_out.append(month)
            known[:, month] = False
    if months - len(left_out) < LEAST_MONTHS:
        return NotEnoughData(Lacking.PERIODS, months - len(left_out), LEAST_MONTHS)
    tau, p = _mann_kendall(z)
    return Trends(
        kind=tuple(
            classify(kinds[unit, known[unit]], tau[unit], p[unit], last_known=bool(known[unit, -1]))
            for unit in range(len(table))
        ),
        z=z,
        monthly_kind=kinds,
        hot_months=(kinds == 1).sum(axis=1),
        cold_months=(kinds == -1).sum(axis=1),
        known_months=known.sum(axis=1),
        tau=tau,
        p=p,
        left_out=tuple(left_out),
        permutations=permutations,
        seed=seed,
        rate=rate,
    )


def classify(kinds: Integers, tau: float, p: float, *, last_known: bool = True) -> Trend:
    """Return the class of one unit from its known months (1 hot, -1 cold, 0 neither), oldest first.

    Args:
        kinds: (t,) verdicts.
        tau: of the Mann-Kendall test; its sign is the direction.
        p: of the same; NaN counts as no trend.
        last_known: whether the last of them is the last month of the series.

    >>> classify(np.array([0] * 11 + [1]), 0.1, 0.5)
    <Trend.NEW: 'new'>
    """
    if len(kinds) < LEAST_MONTHS or not last_known:
        return Trend.UNKNOWN
    rising = int(np.sign(tau)) if p <= TREND_LEVEL else 0
    hot = _class(kinds == 1, kinds == -1, rising)
    if hot is not Trend.NONE:
        return hot
    cold = _class(kinds == -1, kinds == 1, -rising)
    return cold if cold is Trend.NONE else Trend(f"cold_{cold}")


def _class(inside: np.ndarray, opposite: np.ndarray, rising: int) -> Trend:
    """Return the class of one side; ``rising`` is 1 where the series moves further to that side, -1 back."""
    nearly_always = inside.mean() >= NEARLY_ALWAYS
    if not inside[-1]:
        return Trend.HISTORICAL if nearly_always else Trend.NONE
    if nearly_always:
        return {1: Trend.INTENSIFYING, 0: Trend.PERSISTENT, -1: Trend.DIMINISHING}[rising]
    breaks = np.flatnonzero(~inside)
    run = len(inside) - 1 - int(breaks[-1])
    if inside.sum() == run:
        return Trend.NEW if run == 1 else Trend.CONSECUTIVE
    return Trend.OSCILLATING if opposite.any() else Trend.SPORADIC


def _mann_kendall(z: Floats) -> tuple[Floats, Floats]:
    """Return Kendall's tau and its two-sided p-value for each row of z (n, t), leaving out NaN."""
    tau, p = np.full(len(z), np.nan), np.full(len(z), np.nan)
    for unit, series in enumerate(z):
        months = np.flatnonzero(~np.isnan(series))
        if len(months) >= LEAST_MONTHS and np.ptp(series[months]) > 0:
            tau[unit], p[unit] = kendalltau(months, series[months])
    return tau, p
