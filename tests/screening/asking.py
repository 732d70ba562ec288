"""Ask one rule about communes, and place things at known distances."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.contrib.gis.geos import MultiPolygon, Polygon

from gis_app.screening.rules.shape import Question, Result, Rule
from layers.importing.counts import recount
from layers.models import AdminUnit, Incident, IndicatorValue
from layers.reading.geodesy import GEOD
from tests.factories import ImportBatchFactory, IncidentFactory, located

AS_OF = datetime.date(2026, 6, 30)


def ask(
    rule: Rule, units: Iterable[AdminUnit], as_of: datetime.date = AS_OF, **parameters: float
) -> list[Result]:
    """Return the results of a rule in the order of the units; other parameters keep their defaults."""
    units = list(units)
    values = {parameter.key: parameter.default for parameter in rule.parameters} | parameters
    found = {r.unit_id: r for r in rule.run(Question(tuple(u.pk for u in units), as_of, values))}
    return [found[unit.pk] for unit in units]


def moved(at: tuple[float, float], azimuth: float, metres: float) -> tuple[float, float]:
    """Return the place so many metres away in a direction (0 is north, 90 east)."""
    lon, lat, _back = GEOD.fwd(at[0], at[1], azimuth, metres)
    return lon, lat


def happened(
    unit: AdminUnit, category: str, at: tuple[float, float], day: datetime.date = AS_OF, **more
) -> Incident:
    """Record an incident in a commune, counted as an import counts it."""
    incident = located(IncidentFactory(category_id=category, at=at, occurred_on=day, **more), unit)
    recount([unit.pk], category, day)
    return incident


def known(unit: AdminUnit, indicator: str, value: float | None, as_of: datetime.date = AS_OF) -> None:
    """Record a figure of a commune."""
    IndicatorValue.objects.create(
        unit=unit,
        indicator_id=indicator,
        period=as_of.isoformat(),
        value=value,
        source="thử",
        as_of=as_of,
        batch=ImportBatchFactory(layer="indicators"),
    )


def hectares(at: tuple[float, float], area_ha: float) -> MultiPolygon:
    """Return a square around a place with that area."""
    reach = (area_ha * 10_000) ** 0.5 / 2
    north, east = moved(at, 0, reach), moved(at, 90, reach)
    south, west = moved(at, 180, reach), moved(at, 270, reach)
    return MultiPolygon(Polygon.from_bbox((west[0], south[1], east[0], north[1])), srid=4326)
