"""The severity rule as `severity.yaml` declares it, asked of many windows at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

MEASURES = ("crashes", "fatal", "injured")


@dataclass(frozen=True, slots=True)
class Clause:
    """Counts that a window must reach, each named with the key of the parameter that holds the number."""

    key: str
    at_least: Mapping[str, str]


@cache
def clauses(level: str) -> tuple[Clause, ...]:
    """Return the clauses of `black_spot` or `potential`."""
    declared = yaml.safe_load((Path(__file__).parent / "severity.yaml").read_text(encoding="utf-8"))
    return tuple(Clause(one["key"], one["at_least"]) for one in declared[level]["clauses"])


def reached(
    level: str, counts: NDArray[np.int64], parameters: Mapping[str, float]
) -> dict[str, NDArray[np.bool_]]:
    """Say of each window which clauses it reaches.

    Args:
        level: `black_spot` or `potential`.
        counts: (n, 3) crashes, fatal and injury-only crashes of n windows, as in `MEASURES`.
        parameters: the numbers.

    Returns:
        By the key of the clause, (n,) whether all its counts are reached; reaching one exactly is enough.
    """
    return {
        clause.key: np.logical_and.reduce(
            [
                counts[:, MEASURES.index(measure)] >= parameters[key]
                for measure, key in clause.at_least.items()
            ]
        )
        for clause in clauses(level)
    }


def weights(deaths: NDArray[np.float64], injuries: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return (n, 3) what each crash adds to the counts; NaN is unknown and adds to `crashes` only."""
    fatal = deaths > 0
    injured = (deaths == 0) & (injuries > 0)
    return np.column_stack([np.ones(len(deaths), bool), fatal, injured]).astype(np.int64)


def weights_at_worst(deaths: NDArray[np.float64], injuries: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return what each crash might add: with unknown deaths it may be fatal, and may be injury-only."""
    fatal = (deaths > 0) | np.isnan(deaths)
    injured = ((deaths == 0) & (injuries > 0)) | unknown(deaths, injuries)
    return np.column_stack([np.ones(len(deaths), bool), fatal, injured]).astype(np.int64)


def unknown(deaths: NDArray[np.float64], injuries: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say of each crash whether its severity is unknown."""
    found: NDArray[np.bool_] = np.isnan(deaths) | ((deaths == 0) & np.isnan(injuries))
    return found
