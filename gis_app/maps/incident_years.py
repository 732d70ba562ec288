"""Incidents of one commune per category and year: unknown told from zero, small sensitive counts hidden."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import ExtractYear

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.formats import numbers
from layers.models import AdminUnit, IncidentCategory, MonthlyCount
from layers.models.incidents import MonthlyCountQuerySet

YEARS_SHOWN = 4
# Counts below this of a category about victims are written "< 5" (design rule on sensitive categories).
SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is written; `known` is false where nobody reported the category in that year."""

    text: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class YearTable:
    """Rows of (category, cells in the order of `years`) and the categories that were never reported."""

    years: list[int]
    rows: list[tuple[IncidentCategory, list[Cell]]]
    unreported: list[IncidentCategory]
    has_hidden: bool


def year_table(unit: AdminUnit, until: datetime.date, account: Account, language: str) -> YearTable:
    """Count the incidents of a commune in the years up to `until`.

    A category counts as reported in a year when the unit's province has any incident of it in that year (the
    rule of `layers.reporting`, here for all categories and years in one query); only then is a missing count
    a zero. There are no totals over categories: a total beside the other rows would
    give the hidden counts away.
    """
    years = list(range(until.year - YEARS_SHOWN + 1, until.year + 1))
    within = {"month__year__gte": years[0], "month__lte": until}
    counts = {
        (category, year): incidents
        for category, year, incidents in _per_year(
            restrict(MonthlyCount.objects.filter(unit=unit, **within), account)
        ).values_list("category_id", "year", "incidents_sum")
    }
    reported = set(
        _per_year(
            MonthlyCount.objects.filter(
                unit__boundary_set_id=unit.boundary_set_id, unit__province_code=unit.province_code, **within
            )
        ).values_list("category_id", "year")
    )
    rows, unreported, hidden = [], [], False
    for category in IncidentCategory.objects.all():
        if not any((category.pk, year) in reported for year in years):
            unreported.append(category)
            continue
        sensitive = category.precision == IncidentCategory.Precision.COMMUNE_YEAR
        cells = []
        for year in years:
            count = counts.get((category.pk, year), 0) if (category.pk, year) in reported else None
            hidden = hidden or (sensitive and count is not None and 0 < count < SMALLEST_SHOWN)
            cells.append(_cell(count, sensitive, language))
        rows.append((category, cells))
    return YearTable(years, rows, unreported, hidden)


def _per_year(rows: MonthlyCountQuerySet) -> MonthlyCountQuerySet:
    """Return dictionaries of category_id, year and incidents_sum."""
    return (
        rows.order_by()
        .annotate(year=ExtractYear("month"))
        .values("category_id", "year")
        .annotate(incidents_sum=Sum("incidents"))
    )


def _cell(count: int | None, sensitive: bool, language: str) -> Cell:
    if count is None:
        return Cell("—", known=False)
    if sensitive and 0 < count < SMALLEST_SHOWN:
        return Cell(f"< {SMALLEST_SHOWN}")
    return Cell(numbers.number(count, 0, language))
