"""What is asked of a statistic, as plain values that are stored with the run."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from gis_app.statistics.permuting import SEED

_DAYS = frozenset({"day", "since", "until"})


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices of one run; those that a method does not know keep their default and mean nothing to it.

    Attributes:
        province: code.
        day: on which the communes are those in force.
        since, until: first day of the first month, first day after the last month.
        categories: keys of incident categories, added up.
        measure: what is mapped: "counts" or "rates" (steadied, per 10,000 residents).
        permutations: None for as many as the method needs for this many communes.
        seed: of the random draws.
        surroundings: pull rates towards those of the neighbours instead of those of all.
        bandwidth: "suggested", "fitted" or "own".
        bandwidth_m: metres, for "own".
        within_m, within_days: what is near for Knox.
        least_incidents: the smallest cluster.
        plan_year: primary key of the board's selection.
    """

    province: str
    day: datetime.date
    since: datetime.date
    until: datetime.date
    categories: tuple[str, ...]
    measure: str = "counts"
    permutations: int | None = None
    seed: int = SEED
    surroundings: bool = False
    bandwidth: str = "suggested"
    bandwidth_m: float | None = None
    within_m: float = 500.0
    within_days: float = 14.0
    least_incidents: int = 10
    plan_year: int | None = None

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Return what `as_json` wrote."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        values |= {name: datetime.date.fromisoformat(values[name]) for name in _DAYS}
        return cls(**values | {"categories": tuple(values["categories"])})

    def as_json(self) -> dict[str, Any]:
        """Return the choices as they are stored."""
        values = asdict(self)
        return (
            values
            | {name: values[name].isoformat() for name in _DAYS}
            | {"categories": list(self.categories)}
        )

    @property
    def last_day(self) -> datetime.date:
        """Return the last day of the period."""
        return self.until - datetime.timedelta(days=1)

    @property
    def months(self) -> list[datetime.date]:
        """Return the first day of each month of the period."""
        found, month = [], self.since
        while month < self.until:
            found.append(month)
            month = next_month(month)
        return found

    @property
    def following(self) -> tuple[datetime.date, datetime.date]:
        """Return first day and first day after of the period of as many months that comes next."""
        end = self.until
        for _month in self.months:
            end = next_month(end)
        return self.until, end


def next_month(month: datetime.date) -> datetime.date:
    """Return the first day of the month after.

    >>> next_month(datetime.date(2025, 12, 1))
    datetime.date(2026, 1, 1)
    """
    return datetime.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_before(month: datetime.date, number: int) -> datetime.date:
    """Return the first day of the month so many months earlier.

    >>> months_before(datetime.date(2026, 2, 1), 12)
    datetime.date(2025, 2, 1)
    """
    index = month.year * 12 + month.month - 1 - number
    return datetime.date(index // 12, index % 12 + 1, 1)
