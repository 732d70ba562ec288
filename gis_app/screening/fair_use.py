"""What a screening cannot see: places where little is reported look quiet. The figures that show how much.

Crime reports per resident are put beside recorded incidents per resident. Nothing is corrected and nothing is
decided by it: it tells a reader where a small number may mean that few people report.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from statistics import median

from django.db.models import Sum

from gis_app.screening.window import Window, months_before
from layers.models import AdminUnit, IncidentCategory, IndicatorValue, MonthlyCount
from layers.reporting import reported

#: Crime reports received (tin báo, tố giác tội phạm), and residents.
REPORTS, RESIDENTS = "a.crime_reports", "population"
PER = 10_000


@dataclass(frozen=True, slots=True)
class Reported:
    """One commune: reports and incidents per 10,000 residents."""

    unit: AdminUnit
    residents: float
    reports: float
    incidents: float


@dataclass(frozen=True, slots=True)
class Reporting:
    """The communes of which residents and reports are known, those with fewest reports per resident first.

    Attributes:
        since, until: first day of the twelve whole months of the incidents, and first day after them.
        unknown: communes of which residents or reports are not known, or in whose province no incident was
            reported in these months.
    """

    since: datetime.date
    until: datetime.date
    communes: tuple[Reported, ...]
    unknown: int

    @property
    def last_day(self) -> datetime.date:
        """Return the last day of the incidents."""
        return self.until - datetime.timedelta(days=1)

    @property
    def median_reports(self) -> float:
        """Return the median of reports per 10,000 residents; there must be communes."""
        return median(commune.reports for commune in self.communes)

    @property
    def median_incidents(self) -> float:
        """Return the median of incidents per 10,000 residents; there must be communes."""
        return median(commune.incidents for commune in self.communes)

    @property
    def doubtful(self) -> tuple[Reported, ...]:
        """Return the communes with fewer reports than the median and more incidents than the median."""
        reports, incidents = self.median_reports, self.median_incidents
        return tuple(c for c in self.communes if c.reports < reports and c.incidents > incidents)


def reporting(units: Collection[AdminUnit], as_of: datetime.date) -> Reporting:
    """Return reports beside incidents of the communes, with the figures known on a day.

    Categories that may only be shown per commune and year are not counted: they could be found out by
    subtraction.
    """
    until = (as_of + datetime.timedelta(days=1)).replace(day=1)
    since = months_before(until, 12)
    window = Window.of_months(12, as_of)
    keys = [unit.pk for unit in units]
    values = IndicatorValue.objects.filter(unit__in=keys)
    residents = {value.unit_id: value.value for value in values.latest_known(RESIDENTS, as_of)}
    told = values.latest_known(REPORTS, as_of).filter(as_of__gte=window.since)
    reports = {value.unit_id: value.value for value in told}
    shown = IncidentCategory.objects.exclude(precision=IncidentCategory.Precision.COMMUNE_YEAR)
    provinces = {unit.province_code for unit in units}
    together = AdminUnit.objects.communes().on(as_of).filter(province_code__in=provinces)
    heard = reported(list(shown.values_list("key", flat=True)), together.only("province_code"), since, until)
    counted = (
        MonthlyCount.objects.filter(unit__in=keys, month__gte=since, month__lt=until)
        .filter(category__in=shown)
        .values_list("unit_id")
        .annotate(total=Sum("incidents"))
    )
    incidents: dict[int, int] = dict(counted)
    found = []
    for unit in units:
        people = residents.get(unit.pk) or unit.population
        if people and unit.pk in reports and heard.get(unit.province_code):
            rates = (PER * amount / people for amount in (reports[unit.pk], incidents.get(unit.pk, 0)))
            found.append(Reported(unit, people, *rates))
    found.sort(key=lambda commune: (commune.reports, commune.unit.name, commune.unit.code))
    return Reporting(since, until, tuple(found), len(keys) - len(found))
