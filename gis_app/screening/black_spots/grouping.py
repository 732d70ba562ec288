"""Which crashes form which spots, by the severity rule: black spots, possible and potential ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis_app.screening.black_spots import severity
from gis_app.screening.black_spots.lines import Floats, Ints
from gis_app.screening.black_spots.windows import Windows

BLACK_SPOT, POSSIBLE, POTENTIAL = "black_spot", "possible", "potential"


@dataclass(frozen=True, slots=True)
class Groups:
    """The spots of one level.

    Attributes:
        level: `black_spot` reaches the rule; `possible` would, if crashes with unknown consequences were
            serious; `potential` reaches the lower rule with crashes that are in no black spot.
        of_crash: (n,) spot of each crash, -1 for none.
        clauses: for each spot, the keys of the clauses that one of its windows reaches.
    """

    level: str
    of_crash: Ints
    clauses: tuple[tuple[str, ...], ...]


def groups(
    windows: Windows, deaths: Floats, injuries: Floats, parameters: Mapping[str, float]
) -> list[Groups]:
    """Return the spots of the three levels.

    Windows that reach the rule and share a crash are one spot: on a single road, stretches from the first to
    the last crash that overlap.

    Args:
        windows: which crashes are looked at together.
        deaths: (n,) by crash, NaN where unknown.
        injuries: (n,) likewise.
        parameters: the numbers of the severity rule.
    """
    everyone = np.ones(len(deaths), dtype=bool)
    weights = severity.weights(deaths, injuries)
    black = _groups(BLACK_SPOT, windows, "black_spot", weights, everyone, parameters)
    rest = black.of_crash < 0
    found = [black]
    if severity.unknown(deaths, injuries).any():
        at_worst = severity.weights_at_worst(deaths, injuries)
        possible = _groups(POSSIBLE, windows, "black_spot", at_worst, everyone, parameters)
        found.append(_reaching_beyond(possible, rest))
    found.append(_groups(POTENTIAL, windows, "potential", weights * rest[:, None], rest, parameters))
    return found


def _groups(
    level: str,
    windows: Windows,
    rule: str,
    weights: Ints,
    among: NDArray[np.bool_],
    parameters: Mapping[str, float],
) -> Groups:
    reached = severity.reached(rule, windows.counts(weights), parameters)
    chosen = np.logical_or.reduce(list(reached.values()))
    of_crash, of_window = windows.joined(chosen, among)
    named: list[list[str]] = [[] for _ in range(int(of_crash.max(initial=-1)) + 1)]
    for key, by_window in reached.items():
        for group in np.unique(of_window[by_window]):
            named[group].append(key)
    return Groups(level, of_crash, tuple(tuple(keys) for keys in named))


def _reaching_beyond(found: Groups, rest: NDArray[np.bool_]) -> Groups:
    """Leave out the groups whose crashes are all in black spots already."""
    kept = np.unique(found.of_crash[rest & (found.of_crash >= 0)])
    number = np.full(len(found.clauses) + 1, -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    return Groups(found.level, number[found.of_crash], tuple(found.clauses[group] for group in kept))
