"""How many communes may be selected in a year: whole numbers and fractions only, never a float.

"không vượt quá 15 % tổng số đơn vị hành chính cấp xã hiện có" means `selected <= floor(15 * N / 100)`. For
six units or fewer that is none at all, and it stays none: the program warns and never rounds up. In practice
the cap was sometimes exceeded, so a breach is something to explain, not an error
(`gis_app.transformation.capping`). What the share is taken of is `gis_app.plans.cap_groups`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language

from gis_app.formats.numbers import number


@dataclass(frozen=True, slots=True)
class Cap:
    """A share of a number of units. Raises ValueError for a negative count or a share outside 0–100 %."""

    units: int
    percent: int

    def __post_init__(self) -> None:
        if self.units < 0 or not 0 <= self.percent <= 100:
            raise ValueError(f"no cap of {self.percent} % on {self.units} units")

    @property
    def exact(self) -> Fraction:
        """Return the share before it is rounded down."""
        return Fraction(self.units * self.percent, 100)

    @property
    def allowed(self) -> int:
        """Return the largest whole number of communes that does not exceed the share."""
        return self.units * self.percent // 100

    def excess(self, selected: int) -> int:
        """Return by how many communes a selection exceeds the cap; 0 within it."""
        return max(0, selected - self.allowed)

    def sentence(self, language: str | None = None) -> str:
        """Write the arithmetic, in the language of the page unless another is given.

        >>> Cap(95, 15).sentence("vi")
        '15 % của 95 = 14,25 → 14'
        """
        english = (language or get_language() or "vi").startswith("en")
        hundredths = self.units * self.percent
        decimals = 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else 2
        tongue = "en" if english else "vi"
        exact = number(Decimal(hundredths) / 100, decimals, tongue)
        units, allowed = number(self.units, 0, tongue), number(self.allowed, 0, tongue)
        if english:
            return f"{self.percent}% of {units} = {exact} → {allowed}"
        return f"{self.percent} % của {units} = {exact} → {allowed}"
