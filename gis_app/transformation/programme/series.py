"""The shares year by year."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.programme.standing import TRANSFORMED_OF_SELECTED, KpiStanding


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year: the share of its list on the day asked for, and the share to date at the end of the year."""

    year: int
    standings: tuple[KpiStanding, ...]


def year_rows(programme: Programme, on: datetime.date) -> list[YearRow]:
    """Return a row for each year from the first list that had an area selected by the day, oldest first.

    A year without a list has a row as well: successes of earlier lists hold or do not hold in it. The share
    to date is counted at the end of each year, or on the day asked for where that is earlier; the share of a
    list as it stands on that day, because results come in after the year is over.
    """
    rows = []
    listed = programme.selected_years(on)
    for year in range(listed[0], max(listed[-1], on.year) + 1) if listed else ():
        end = min(on, datetime.date(year, 12, 31))
        standings = tuple(
            programme.standing(kpi, year, on if kpi.key == TRANSFORMED_OF_SELECTED else end)
            for kpi in programme.version(year).kpis
        )
        rows.append(YearRow(year, standings))
    return rows
