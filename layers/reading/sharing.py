"""Carries totals of old units over to new ones by shares, keeps their sums, and says how sure each one is.

A unit that went over whole takes its figure along. The figure of a divided unit is shared out; the estimate
is the share, and since nobody knows where in the unit the cases were, the truth for each new unit may lie
anywhere between none and all of it: that is the interval.

Unknown stays unknown. A new unit that took ground from an old one without a figure, or that has ground of
unknown origin, has no estimate and no upper bound; what the others certainly brought is its lower bound.

Whole numbers stay whole: what is left over after rounding down goes to the largest remainders (the method of
largest remainder), so that the parts of a unit add up to its figure exactly. Other figures are shared out so
that they add up to within the rounding of floating point.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Unit = TypeVar("Unit", bound=Hashable)
_WHOLE = 1 - 1e-9
_COMPLETE = 1e-6


@dataclass(frozen=True, slots=True)
class Share(Generic[Unit]):
    """Part of an old unit's total that belongs to a new one; shares of one old unit add up to at most 1."""

    old: Unit
    new: Unit
    share: float

    @property
    def whole(self) -> bool:
        """Whether the whole total goes over."""
        return self.share >= _WHOLE


@dataclass(frozen=True, slots=True)
class Carried:
    """A total on a new unit.

    Attributes:
        value: the total; None where it is unknown.
        low: the least it can be.
        high: the most it can be; None where it is unknown.
    """

    value: float | None
    low: float
    high: float | None

    @property
    def estimated(self) -> bool:
        """Whether a divided unit makes the total uncertain."""
        return self.value is not None and self.low != self.high


@dataclass(frozen=True, slots=True)
class CarriedOver(Generic[Unit]):
    """Answer of `carry_over`.

    Attributes:
        totals: of every new unit that was asked for.
        outside: what belongs to no new unit: old units without a successor, and remainders of divided ones.
            The known totals plus this are the sum of the known old totals (where no new unit is unknown).
    """

    totals: dict[Unit, Carried]
    outside: float


def carry_over(
    totals: Mapping[Unit, float | None],
    shares: Sequence[Share[Unit]],
    new_units: Collection[Unit],
    unknown_origin: Collection[Unit] = (),
) -> CarriedOver[Unit]:
    """Carry totals over to new units.

    Args:
        totals: of old units, 0 or more; None or missing: unknown.
        shares: which part of which old unit belongs to which new one.
        new_units: units to answer for.
        unknown_origin: new units with ground that no old unit is known to have had.
    """
    parts: dict[Unit, list[Share[Unit]]] = defaultdict(list)
    for share in shares:
        parts[share.old].append(share)
    values: dict[Unit, list[float]] = defaultdict(list)
    low: dict[Unit, list[float]] = defaultdict(list)
    high: dict[Unit, list[float]] = defaultdict(list)
    unknown = set(unknown_origin) | (set(new_units) - {share.new for share in shares})
    outside = []
    for old, own in parts.items():
        total = totals.get(old)
        if total is None:
            unknown.update(share.new for share in own)
            continue
        amounts = share_out(total, [share.share for share in own])
        outside.append(amounts.pop())
        for share, amount in zip(own, amounts, strict=True):
            values[share.new].append(amount)
            low[share.new].append(total if share.whole else 0.0)
            high[share.new].append(total)
    outside += [total for old, total in totals.items() if total is not None and old not in parts]
    carried = {
        unit: Carried(None, math.fsum(low[unit]), None)
        if unit in unknown
        else Carried(math.fsum(values[unit]), math.fsum(low[unit]), math.fsum(high[unit]))
        for unit in new_units
    }
    return CarriedOver(carried, math.fsum(outside))


def share_out(total: float, shares: Sequence[float]) -> list[float]:
    """Return the amount for each share, and last what is left over; they add up to the total.

    A whole number gives whole numbers; ties of remainders go to the earlier share. Nothing is left over when
    the shares add up to 1.
    """
    rest = 1 - math.fsum(shares)
    complete = rest < _COMPLETE
    weights = [*shares, 0.0 if complete else rest]
    scale = math.fsum(weights)
    exact = [total * weight / scale for weight in weights]
    if float(total).is_integer():
        return _largest_remainder(total, exact, complete)
    last = len(exact) - (2 if complete else 1)
    exact[last] = total - math.fsum(amount for i, amount in enumerate(exact) if i != last)
    return [max(amount, 0.0) for amount in exact]


def _largest_remainder(total: float, exact: Sequence[float], complete: bool) -> list[float]:
    whole = [float(math.floor(amount)) for amount in exact]
    takers = range(len(exact) - 1 if complete else len(exact))
    missing = int(total - math.fsum(whole))
    order = sorted(takers, key=lambda i: (whole[i] - exact[i], i))
    for i in order[:missing]:
        whole[i] += 1
    return whole
