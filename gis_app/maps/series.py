"""A commune's figures through a reform, all on today's boundary, beside what its predecessors reported.

Incidents have points and are counted again exactly. Beside them stands what the predecessors had, as a sum;
not for categories about victims, where a sum beside the exact count would give small counts away. Indicators
have no points: they go over by share and are labelled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import ExtractYear

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.maps.incident_years import YEARS_SHOWN, YearTable
from layers.importing.refusing import ImportRefused
from layers.models import (
    AdminUnit,
    BoundarySet,
    IncidentCategory,
    Indicator,
    IndicatorValue,
    MonthlyCount,
    Succession,
)
from layers.succession.restating import Restated, restate


@dataclass(frozen=True, slots=True)
class CategoryYears:
    """One category: per year the count on today's boundary (as it is written) and what predecessors had.

    `cells` are (exact, predecessors): texts and sums; None where unknown.
    """

    category: IncidentCategory
    cells: list[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator and period: told on today's boundary, and what is reported for it directly."""

    indicator: Indicator
    period: str
    restated: Restated
    reported: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """What `series_of` answers; `old_sets` are the sets that the commune was made from."""

    years: list[int]
    categories: list[CategoryYears]
    indicators: list[IndicatorLine]
    old_sets: list[BoundarySet]

    @property
    def lines(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.categories or self.indicators)


def series_of(
    unit: AdminUnit, incidents: YearTable, made_of: Sequence[Succession], account: Account
) -> Series:
    """Tell the figures of a commune on its own boundary.

    Args:
        unit: the commune.
        incidents: its own table of years, with small counts hidden.
        made_of: its predecessors.
        account: the reader.
    """
    if not made_of:
        return Series(incidents.years, [], [], [])
    old_sets = list(BoundarySet.objects.filter(pk__in={s.old_unit.boundary_set_id for s in made_of}))
    old_units = [s.old_unit_id for s in made_of]
    sums = _sums_of_predecessors(old_units, incidents.years, account)
    categories = [
        CategoryYears(
            category,
            [
                (cell.text, sums.get((category.pk, year), 0) if cell.known else None)
                for cell, year in zip(cells, incidents.years, strict=True)
            ],
        )
        for category, cells in incidents.rows
        if category.precision != IncidentCategory.Precision.COMMUNE_YEAR
    ]
    return Series(incidents.years, categories, _indicators(unit, old_sets, account), old_sets)


def _sums_of_predecessors(
    old_units: Sequence[int], years: Sequence[int], account: Account
) -> dict[tuple[str, int], int]:
    rows = restrict(
        MonthlyCount.objects.filter(
            unit__in=old_units, month__year__gte=years[0], month__year__lte=years[-1]
        ),
        account,
    )
    grouped = (
        rows.order_by()
        .annotate(year=ExtractYear("month"))
        .values("category_id", "year")
        .annotate(total=Sum("incidents"))
    )
    return {(row["category_id"], row["year"]): row["total"] for row in grouped}


def _indicators(unit: AdminUnit, old_sets: Sequence[BoundarySet], account: Account) -> list[IndicatorLine]:
    told = restrict(IndicatorValue.objects.filter(unit__boundary_set__in=old_sets), account)
    periods: dict[tuple[str, int], set[str]] = defaultdict(set)
    for indicator, boundary_set, period in (
        told.filter(unit__successions__new_unit=unit)
        .order_by()
        .values_list("indicator_id", "unit__boundary_set_id", "period")
        .distinct()
    ):
        periods[indicator, boundary_set].add(period)
    own = {
        (indicator, period): value
        for indicator, period, value in restrict(IndicatorValue.objects.filter(unit=unit), account)
        .order_by("as_of", "pk")
        .values_list("indicator_id", "period", "value")
    }
    lines = []
    sets = {boundary_set.pk: boundary_set for boundary_set in old_sets}
    for indicator in Indicator.objects.filter(pk__in={key for key, _set in periods}):
        for (key, old_set), wanted in periods.items():
            if key != indicator.pk:
                continue
            for period in sorted(wanted, reverse=True)[:YEARS_SHOWN]:
                try:
                    restated = restate(
                        indicator, sets[old_set], unit.boundary_set, period, only=[unit.pk]
                    ).values[unit.pk]
                except ImportRefused:
                    break  # not a figure that can be added up: it stays with the old communes
                lines.append(IndicatorLine(indicator, period, restated, own.get((key, period))))
    return lines
