"""Incidents on the map: counts per cell of a grid, single points only where few and close.

Only categories that may be shown by place are here. Those that may be shown per commune at most
(`IncidentCategory.Precision`) stand in the commune's panel, never on the map.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Polygon
from django.db.models import Avg, Count, F, FloatField, Func

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.formats import numbers
from layers.models import Incident, IncidentCategory
from layers.models.incidents import IncidentQuerySet

# From here on a screen shows about 10 km, and single places mean something.
POINT_ZOOM = 13
POINT_LIMIT = 2000
# A cell is this many screen pixels wide; a world of 256 pixels at zoom 0 is 360 degrees.
_CELL_PIXELS = 56


@dataclass(frozen=True, slots=True)
class View:
    """What is asked for: categories, local days (both included), and the part of the map that shows."""

    categories: list[str]
    since: datetime.date
    last_day: datetime.date
    zoom: int
    bbox: Polygon | None = None


def cell_size(zoom: int) -> float:
    """Return the width of a grid cell in degrees.

    >>> cell_size(10)
    0.076904296875
    """
    return 360 / 256 / 2**zoom * _CELL_PIXELS


def shown(view: View, account: Account) -> dict[str, object]:
    """Return `{"total", "points"}` or `{"total", "cells"}` for a view.

    A point is `{"id", "at": [lon, lat], "category", "on"}`, a cell `{"at": [mean lon, mean lat], "count"}`.
    """
    rows = _rows(view, account)
    if view.zoom >= POINT_ZOOM:
        points = _points(rows)
        if len(points) < POINT_LIMIT:
            return {"total": len(points), "points": points}
    cells = _cells(rows, view.zoom)
    return {"total": sum(cell["count"] for cell in cells), "cells": cells}


def _rows(view: View, account: Account) -> IncidentQuerySet:
    one_day = datetime.timedelta(days=1)
    rows = restrict(Incident.objects.between(view.since, view.last_day + one_day), account).filter(
        category__in=IncidentCategory.objects.shown_as_points().filter(pk__in=view.categories)
    )
    return rows if view.bbox is None else rows.filter(point__within=view.bbox)


def _points(rows: IncidentQuerySet) -> list[dict[str, object]]:
    found = rows.order_by("pk").values_list("pk", "point", "category_id", "occurred_on")[:POINT_LIMIT]
    return [
        {"id": pk, "at": [round(point.x, 5), round(point.y, 5)], "category": category, "on": numbers.date(on)}
        for pk, point, category, on in found
    ]


def _cells(rows: IncidentQuerySet, zoom: int) -> list[dict[str, object]]:
    size = cell_size(zoom)
    cells = (
        rows.order_by()
        .annotate(cell=Func(F("point"), size, function="ST_SnapToGrid", output_field=PointField()))
        .values("cell")
        .annotate(
            count=Count("pk"),
            lon=Avg(Func(F("point"), function="ST_X", output_field=FloatField())),
            lat=Avg(Func(F("point"), function="ST_Y", output_field=FloatField())),
        )
        .order_by("-count")
        .values_list("lon", "lat", "count")
    )
    return [{"at": [round(lon, 5), round(lat, 5)], "count": count} for lon, lat, count in cells]
