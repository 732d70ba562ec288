"""What statistics are computed from, read under the jurisdiction: counts, months, residents, places.

Unknown is NaN and never zero: a count is known where `layers.reporting` says that the province reported any
of the categories in the time. Categories about victims are in no figure here.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import FloatField, Func, QuerySet, Sum

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.hotspots.asked import next_month
from gis_app.statistics.answers import Floats
from layers.models import AdminUnit, Incident, IncidentCategory, IndicatorValue, MonthlyCount
from layers.models.fields import SRID
from layers.reporting import reported

Precision = IncidentCategory.Precision


def by_commune() -> QuerySet[IncidentCategory]:
    """Return the categories that may be shown per commune and month."""
    return IncidentCategory.objects.exclude(precision=Precision.COMMUNE_YEAR)


def by_place() -> QuerySet[IncidentCategory]:
    """Return the categories that may be shown by place."""
    return IncidentCategory.objects.shown_as_points()


def counts(
    units: Sequence[AdminUnit],
    categories: Sequence[str],
    since: datetime.date,
    until: datetime.date,
    account: Account,
) -> Floats:
    """Return the incidents of each commune (n,) in the months from `since` to before `until`."""
    totals = dict(
        _monthly(units, categories, since, until, account)
        .values("unit_id")
        .annotate(total=Sum("incidents"))
        .values_list("unit_id", "total")
    )
    told = reported(list(_permitted(categories)), units, since, until)
    return np.array([totals.get(u.pk, 0) if told[u.province_code] else np.nan for u in units], dtype=float)


def monthly(
    units: Sequence[AdminUnit], categories: Sequence[str], months: Sequence[datetime.date], account: Account
) -> Floats:
    """Return the incidents of each commune and month (n, t); a month of which nobody reported is unknown."""
    table = np.zeros((len(units), len(months)))
    row = {unit.pk: at for at, unit in enumerate(units)}
    column = {month: at for at, month in enumerate(months)}
    rows = _monthly(units, categories, months[0], next_month(months[-1]), account)
    for unit, month, total in (
        rows.values("unit_id", "month")
        .annotate(total=Sum("incidents"))
        .values_list("unit_id", "month", "total")
    ):
        table[row[unit], column[month]] = total
    provinces = np.array([unit.province_code for unit in units])
    for province in np.unique(provinces):
        own = provinces == province
        silent = table[own].sum(axis=0) == 0
        table[np.ix_(own, silent)] = np.nan
    return table


def residents(units: Sequence[AdminUnit], day: datetime.date, account: Account) -> Floats:
    """Return the residents of each commune (n,) known on a day: the newest figure, else the published one."""
    known = dict(
        restrict(IndicatorValue.objects.filter(unit__in=[unit.pk for unit in units]), account)
        .latest_known("population", day)
        .values_list("unit_id", "value")
    )
    found = [known.get(unit.pk, unit.population) for unit in units]
    return np.array([np.nan if value is None else value for value in found], dtype=float)


def places(
    units: Sequence[AdminUnit],
    categories: Sequence[str],
    since: datetime.date,
    until: datetime.date,
    account: Account,
) -> gpd.GeoDataFrame:
    """Return the incidents in the communes that may be shown by place.

    Columns: `geometry` (points, WGS 84) and `time` (UTC).
    """
    rows = (
        restrict(Incident.objects.between(since, until), account)
        .counted()
        .filter(
            category__in=by_place().filter(pk__in=categories),
            locations__unit__in=[unit.pk for unit in units],
        )
        .order_by("pk")
        .annotate(
            lon=Func("point", function="ST_X", output_field=FloatField()),
            lat=Func("point", function="ST_Y", output_field=FloatField()),
        )
        .values_list("lon", "lat", "occurred_at")
    )
    table = pd.DataFrame.from_records(list(rows), columns=["lon", "lat", "time"])
    geometry = gpd.points_from_xy(table["lon"].astype(float), table["lat"].astype(float), crs=SRID)
    return gpd.GeoDataFrame({"time": pd.to_datetime(table["time"], utc=True)}, geometry=geometry)


def shapes(unit_ids: Sequence[int]) -> gpd.GeoSeries:
    """Return the shapes of communes (n,) in the order of the primary keys given, in WGS 84."""
    found = dict(
        AdminUnit.objects.filter(pk__in=unit_ids).annotate(shape=AsWKB("geometry")).values_list("pk", "shape")
    )
    return gpd.GeoSeries.from_wkb([bytes(found[pk]) for pk in unit_ids], crs=SRID)


def newest_month(units: Sequence[int], account: Account) -> datetime.date | None:
    """Return the newest month of which an incident in the communes is known."""
    rows = restrict(MonthlyCount.objects.filter(unit__in=units, category__in=by_commune()), account)
    return rows.order_by("-month").values_list("month", flat=True).first()


def _permitted(categories: Sequence[str]) -> QuerySet[IncidentCategory, str]:
    return by_commune().filter(pk__in=categories).values_list("pk", flat=True)


def _monthly(
    units: Sequence[AdminUnit],
    categories: Sequence[str],
    since: datetime.date,
    until: datetime.date,
    account: Account,
) -> QuerySet[MonthlyCount]:
    return restrict(
        MonthlyCount.objects.filter(
            unit__in=[unit.pk for unit in units],
            category__in=_permitted(categories),
            month__gte=since,
            month__lt=until,
        ),
        account,
    ).order_by()
