"""Knox: whether incidents that are near in place also tend to be near in time."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.spatial import KDTree

from gis_app.statistics.answers import Flags, Integers, Lacking, NotEnoughData, shortage
from gis_app.statistics.permuting import SEED
from gis_app.statistics.points import coordinates_m
from gis_app.statistics.texts import Language, number, template

#: Ours: below these one more pair would change the verdict.
LEAST_INCIDENTS = 20
LEAST_PAIRS = 10
#: Above this the pairs alone take 80 MB, and each permutation a tenth of a second.
MOST_PAIRS = 5_000_000
PERMUTATIONS = 999
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class SpaceTime:
    """Pairs of incidents near in place and time, against what chance gives.

    Attributes:
        near_both: pairs near in place and time.
        near_place: pairs near in place.
        near_time: pairs near in time.
        expected: how many pairs would be near in both if places and times had nothing to do with each other.
        ratio: near_both / expected; NaN where nothing is expected.
        p: one-sided pseudo p-value for more pairs than chance gives.
        incidents: how many were used.
        without_time: how many were left out for want of a time.
        within_m, within_days, permutations, seed: as asked for.
    """

    near_both: int
    near_place: int
    near_time: int
    expected: float
    ratio: float
    p: float
    incidents: int
    without_time: int
    within_m: float
    within_days: float
    permutations: int
    seed: int

    def sentence(self, language: Language = "vi") -> str:
        """Return the result as one sentence."""
        return template("space_time", "result", language).format(
            metres=number(self.within_m, language),
            days=number(self.within_days, language, 0 if self.within_days == int(self.within_days) else 1),
            pairs=number(self.near_both, language),
            expected=number(self.expected, language, 1),
            ratio=number(self.ratio, language, 2),
            p=number(self.p, language, 3),
        )


def knox(
    places: gpd.GeoSeries,
    times: ArrayLike,
    *,
    within_m: float,
    within_days: float,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> SpaceTime | NotEnoughData:
    """Count pairs of incidents at most so far apart in place and in time, and compare with shuffled times.

    Args:
        places: (n,) points with a coordinate system.
        times: (n,) dates or times; missing ones are left out and told.
        within_m: distance in metres, inclusive.
        within_days: days, inclusive; may be a fraction.
        permutations: how often the times are dealt out anew over the places.
        seed: of the dealing.

    Question: after an incident, is another one nearby and soon more likely than it would be by itself
    (series, feuds, repeated attempts)? Places that are always busy and seasons that are always busy do not
    count: shuffling keeps both. The counts are those of pointpats' ``Knox``, whose permutations walk over
    Python lists and need minutes where these need seconds; its Poisson p-value leaves out the observed
    count and is not used.

    Minimum data:
        20 incidents with a time, at 2 different times, and 10 pairs near in place.

    What it does not mean:
        * It speaks of the whole area, not of one place.
        * Distance and days are chosen beforehand; trying many and keeping the best is no test.
        * A district that grew during the period gives the same signal (Kulldorff and Hjalmars 1999): keep
          to a year or two.
        * One event reported twice is a pair near in both: remove duplicates first.

    References:
        Knox, E. G. (1964). The detection of space-time interactions. Journal of the Royal Statistical
        Society C
            13, 25-29.
        Kulldorff, M. and Hjalmars, U. (1999). The Knox method and other tests for space-time interaction.
            Biometrics 55, 544-552.

    Raises:
        ValueError: lengths differ, a limit is below 0, or more than 5 million pairs lie within the distance.
    """
    if within_m < 0 or within_days < 0:
        raise ValueError("Distance and days must not be negative.")
    seconds, timed = _seconds(times)
    if len(seconds) != len(places):
        raise ValueError(f"{len(seconds)} times for {len(places)} places.")
    points, seconds = coordinates_m(places[timed]), seconds[timed]
    missing = shortage(
        (Lacking.INCIDENTS, len(points), LEAST_INCIDENTS), (Lacking.TIMES, len(np.unique(seconds)), 2)
    )
    if missing:
        return missing
    tree = KDTree(points)
    near_place = (int(tree.count_neighbors(tree, within_m)) - len(points)) // 2
    if near_place > MOST_PAIRS:
        raise ValueError(
            f"{near_place:,} pairs lie within {within_m:g} m; choose a smaller distance or a shorter period."
        )
    missing = shortage((Lacking.PAIRS, near_place, LEAST_PAIRS))
    if missing:
        return missing
    first, second = tree.query_pairs(within_m, output_type="ndarray").T
    limit = within_days * _DAY_S

    def near_both(of: Integers) -> int:
        return int(np.count_nonzero(np.abs(of[first] - of[second]) <= limit))

    observed = near_both(seconds)
    random = np.random.default_rng(seed)
    as_many = sum(near_both(random.permutation(seconds)) >= observed for _ in range(permutations))
    near_time = _near_in_time(seconds, limit)
    expected = near_place * near_time / (len(points) * (len(points) - 1) / 2)
    return SpaceTime(
        near_both=observed,
        near_place=near_place,
        near_time=near_time,
        expected=expected,
        ratio=observed / expected if expected > 0 else float("nan"),
        p=(as_many + 1) / (permutations + 1),
        incidents=len(points),
        without_time=int((~timed).sum()),
        within_m=within_m,
        within_days=within_days,
        permutations=permutations,
        seed=seed,
    )


def _seconds(times: ArrayLike) -> tuple[Integers, Flags]:
    """Return whole seconds since 1970 (n,), and which times are known (n,)."""
    stamps = pd.DatetimeIndex(pd.to_datetime(pd.Series(times), utc=True))
    known = ~np.asarray(stamps.isna())
    seconds = stamps.tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64)
    return seconds, known


def _near_in_time(seconds: Integers, limit: float) -> int:
    """Count pairs at most ``limit`` seconds apart."""
    ordered = np.sort(seconds)
    until = np.searchsorted(ordered, ordered + limit, side="right")
    return int((until - np.arange(1, len(ordered) + 1)).sum())
