"""Incidents of a period against the one before and that of a year earlier; unknown is not zero.

A category counts as reported in a period where anyone in the provinces of the territory reported one
(`layers.reporting` has the rule and its limits); else its figure is unknown. All periods are counted on the
communes in force on the last day, so that a reform makes no figure rise or fall. Categories about victims are
left out here (`gis_app.reports.figures.victims`).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from gis_app.reports.figures.spans import Compared
from gis_app.screening.window import Window
from gis_app.statistics.counts import CountChange, change
from layers.models import Incident, IncidentCategory, IncidentLocation


@dataclass(frozen=True, slots=True)
class CategoryCounts:
    """One category in the three periods; None is unknown."""

    category: IncidentCategory
    now: int | None
    before: int | None
    last_year: int | None

    @property
    def against_before(self) -> CountChange | None:
        """Compare with the period before, None where one of the two is unknown."""
        return None if self.now is None or self.before is None else change(self.now, self.before)

    @property
    def against_last_year(self) -> CountChange | None:
        """Compare with the period a year earlier, None where one of the two is unknown."""
        return None if self.now is None or self.last_year is None else change(self.now, self.last_year)


@dataclass(frozen=True, slots=True)
class IncidentFigures:
    """The categories that were reported in one of the periods, and those that were not.

    `newest` is the day of the last incident known in the territory, None where there is none.
    """

    rows: tuple[CategoryCounts, ...]
    unreported: tuple[IncidentCategory, ...]
    newest: datetime.date | None


def incident_figures(units: Collection[int], together: Collection[int], periods: Compared) -> IncidentFigures:
    """Count incidents.

    Args:
        units: the communes counted, in force on the last day of the period.
        together: all communes of their provinces, which tell what is reported.
        periods: the three periods.
    """
    counted = _per_category(units, periods)
    heard = counted if set(units) == set(together) else _per_category(together, periods)
    rows, unreported = [], []
    for category in IncidentCategory.objects.exclude(precision=IncidentCategory.Precision.COMMUNE_YEAR):
        known = heard.get(category.pk, (0, 0, 0))
        if not any(known):
            unreported.append(category)
            continue
        own = counted.get(category.pk, (0, 0, 0))
        now, before, last_year = (
            count if reported else None for count, reported in zip(own, known, strict=True)
        )
        rows.append(CategoryCounts(category, now, before, last_year))
    newest = Incident.objects.filter(locations__unit__in=units).aggregate(day=Max("occurred_on"))["day"]
    return IncidentFigures(tuple(rows), tuple(unreported), newest)


def _per_category(units: Collection[int], periods: Compared) -> dict[str, tuple[int, int, int]]:
    """Return the counts of the three periods by category."""
    found = (
        IncidentLocation.objects.filter(
            unit__in=units,
            incident__occurred_on__gte=min(periods.before.since, periods.last_year.since),
            incident__occurred_on__lt=periods.now.until,
        )
        .order_by()
        .values_list("incident__category")
        .annotate(
            now=Count("incident", filter=_within(periods.now)),
            before=Count("incident", filter=_within(periods.before)),
            last_year=Count("incident", filter=_within(periods.last_year)),
        )
    )
    return {category: tuple(counts) for category, *counts in found}


def _within(period: Window) -> Q:
    return Q(incident__occurred_on__gte=period.since, incident__occurred_on__lt=period.until)
