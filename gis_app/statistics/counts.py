"""Two counts of events side by side: whether the difference is more than chance would make.

Counts of independent events scatter like Poisson numbers: 9 after 16 is no proof of anything. Given their
sum, the later count is binomial, so the exact (Clopper-Pearson) interval of its share gives one of the
ratio of the two rates. J. Przyborowski and H. Wilenski, "Homogeneity of results in testing samples from
Poisson series", Biometrika 31 (1940), 313-323. The interval is conservative: it covers in at least
`confidence` of all cases.

Events that come together (a brawl, a series by one gang) scatter more than this: the interval is then too
narrow, never too wide.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Below this count no percentage of change is given: one case more or less would move it by 5 points or more.
SMALLEST_BASE = 20


@dataclass(frozen=True, slots=True)
class CountChange:
    """A count against an earlier one of a time of equal length.

    Attributes:
        now, before: the counts.
        low, high: bounds of the ratio now / before; `high` is infinite where nothing happened before.
    """

    now: int
    before: int
    low: float
    high: float

    @property
    def difference(self) -> int:
        """Return how many more there are now."""
        return self.now - self.before

    @property
    def share(self) -> float | None:
        """Return the change as a share of the earlier count, None below `SMALLEST_BASE`."""
        return self.difference / self.before if self.before >= SMALLEST_BASE else None

    @property
    def direction(self) -> int:
        """Return 1 for more, -1 for fewer, 0 where chance alone may have made the difference."""
        return 1 if self.low > 1 else -1 if self.high < 1 else 0


def change(now: int, before: int, *, confidence: float = 0.95) -> CountChange:
    """Compare a count with an earlier one.

    Args:
        now: the count, 0 or more.
        before: the count of an earlier time of equal length, 0 or more.
        confidence: coverage of the interval, between 0 and 1.

    Raises:
        ValueError: for a negative count or a confidence outside 0 to 1.

    Examples:
        >>> found = change(9, 16)
        >>> found.direction, round(found.low, 2), round(found.high, 2)
        (0, 0.22, 1.35)
        >>> change(60, 120).direction
        -1
        >>> change(0, 0).direction
        0
    """
    if now < 0 or before < 0 or not 0 < confidence < 1:
        raise ValueError(f"no comparison of {now} with {before} at {confidence}")
    from scipy.special import betaincinv  # loading scipy costs a page more than the figures

    tail = (1 - confidence) / 2
    low = float(betaincinv(now, before + 1, tail)) if now else 0.0
    high = float(betaincinv(now + 1, before, 1 - tail)) if before else 1.0
    return CountChange(now, before, _odds(low), _odds(high))


def _odds(share: float) -> float:
    return math.inf if share >= 1 else share / (1 - share)
