"""Which of many communes can be called significant, and how firmly.

At p < 0.05, 5 of 100 communes without any pattern are called significant. The false discovery rate controls
how many of those *called* significant may be false.

References:
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal
        Statistical Society B 57, 289-300.
    Caldas de Castro, M. and Singer, B. H. (2006). Controlling the false discovery rate: a new application
        to account for multiple and dependent tests in local statistics of spatial association. Geographical
        Analysis 38, 180-208.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import false_discovery_control

from gis_app.statistics.answers import Flags, Floats
from gis_app.statistics.texts import Language, number, template

#: Share of false ones tolerated among those called significant.
FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much a verdict hangs on the number of permutations and the seed.

    Attributes:
        tested: communes that were tested (known value, at least one neighbour).
        significant: how many pass the false discovery rate.
        uncorrected: how many have p <= 0.05 by themselves, which is what an uncorrected map would show.
        by_chance: how many would have p <= 0.05 if there were no pattern at all.
        smallest_p: the smallest p-value that so many permutations can give.
        needed_together: how many communes must reach it before any can pass; 1 means that one commune can
            pass alone.
        enough_permutations: with so many one commune could pass alone.
        borderline: positions of communes so near to the limit that another seed may decide otherwise
            (within two standard errors of the draw).
    """

    tested: int
    significant: int
    uncorrected: int
    by_chance: float
    smallest_p: float
    needed_together: int
    enough_permutations: int
    borderline: tuple[int, ...]

    def sentences(self, language: Language = "vi") -> list[str]:
        """Return the note in plain words."""
        texts = [
            template("sensitivity", "corrected", language).format(
                tested=number(self.tested, language),
                significant=number(self.significant, language),
                uncorrected=number(self.uncorrected, language),
                by_chance=number(self.by_chance, language, 1),
            )
        ]
        if self.needed_together > 1:
            texts.append(
                template("sensitivity", "too_few_permutations", language).format(
                    needed=number(self.needed_together, language),
                    enough=number(self.enough_permutations, language),
                )
            )
        key = "borderline" if self.borderline else "settled"
        texts.append(
            template("sensitivity", key, language).format(count=number(len(self.borderline), language))
        )
        return texts


def adjusted(p: Floats) -> Floats:
    """Return p-values adjusted by Benjamini-Hochberg (n,); NaN (not tested) stays NaN and does not count."""
    result = np.full(p.shape, np.nan)
    tested = ~np.isnan(p)
    if tested.any():
        result[tested] = false_discovery_control(p[tested], method="bh")
    return result


def passing(adjusted_p: Floats, rate: float) -> Flags:
    """Tell which communes pass the false discovery rate (n,); those not tested do not."""
    return np.nan_to_num(adjusted_p, nan=1.0) <= rate


def enough_permutations(tested: int, rate: float) -> int:
    """Return how many permutations let a single one of the tested communes pass the false discovery rate.

    Its smallest possible p, 2 / (permutations + 1), must not be above rate / tested.
    """
    return math.ceil(2 * tested / rate - 1e-9) - 1


def sensitivity(p: Floats, permutations: int, rate: float) -> Sensitivity:
    """Describe how firm the verdicts on these two-sided pseudo p-values (n,) are."""
    tested = int((~np.isnan(p)).sum())
    significant = int(passing(adjusted(p), rate).sum())
    smallest = 2.0 / (permutations + 1.0)
    cut = rate * max(significant, 1) / max(tested, 1)
    # A p-value is twice the share of draws in one tail; this is the standard error of such a share at the
    # limit.
    error = 2.0 * math.sqrt(cut / 2 * (1 - cut / 2) / permutations)
    near = np.flatnonzero(np.abs(np.nan_to_num(p, nan=np.inf) - cut) <= 2 * error)
    return Sensitivity(
        tested=tested,
        significant=significant,
        uncorrected=int((p <= 0.05).sum()),
        by_chance=0.05 * tested,
        smallest_p=smallest,
        needed_together=max(1, math.ceil(smallest * tested / rate - 1e-9)),
        enough_permutations=enough_permutations(tested, rate),
        borderline=tuple(int(i) for i in near),
    )
