"""Categories about victims in a report: whole years of a whole province only, hidden as everywhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from layers.disclosure import Mark, Shown, publish
from layers.models import AdminUnit, IncidentCategory
from layers.victim_years import victim_table

YEARS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class VictimYears:
    """One category in one province: what may be said of each year, None where nothing was reported."""

    category: IncidentCategory
    province: str
    years: tuple[int, ...]
    shown: tuple[Shown, ...]

    @property
    def texts(self) -> list[str]:
        """Return what is written for each year; an unknown one is a dash."""
        return [
            "—" if shown is None else str(shown.value) if isinstance(shown, Mark) else str(shown)
            for shown in self.shown
        ]


def victim_years(last_year: int, seen: Collection[int], on_units: Collection[AdminUnit]) -> list[VictimYears]:
    """Return the newest whole years up to `last_year`.

    Args:
        last_year: a year that is over; a running one would give single cases away from one day to the next.
        seen: the communes that the reader sees.
        on_units: all communes of the provinces in force today, in the order of their codes.

    A province of which the reader does not see every commune is left out, and so are sums that cannot be
    given without giving a small count away.
    """
    years = tuple(range(last_year - YEARS_SHOWN + 1, last_year + 1))
    provinces: dict[str, list[int]] = {}
    for unit in on_units:
        provinces.setdefault(unit.province_code, []).append(unit.pk)
    found = []
    for province, units in provinces.items():
        if not set(units) <= set(seen):
            continue
        for category in IncidentCategory.objects.sensitive():
            known, table = victim_table(units, category)
            sums = publish(table).column_totals if known else None
            if sums is None:
                continue
            by_year = dict(zip(known, sums, strict=True))
            if any(year in by_year for year in years):
                shown = tuple(by_year.get(year) for year in years)
                found.append(VictimYears(category, province, years, shown))
    return found
