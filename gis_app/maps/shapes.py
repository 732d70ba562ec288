"""Boundaries for the browser: the communes of a day and the state border beside them."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

from django.contrib.gis.db.models import Extent, GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, Intersection
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.db.models import F, Func

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from layers.models import AdminUnit, BorderLine
from layers.models.boundaries import AdminUnitQuerySet
from layers.models.fields import SRID

_COMMUNES = (Path(__file__).parent / "communes.sql").read_text(encoding="utf-8")
# How far beyond the communes the border is drawn, in degrees (about 5 km), so that it does not end at the
# very corner; and how much it is simplified (about 20 m: less than a pixel up to zoom 12).
_BORDER_MARGIN = 0.05
_BORDER_TOLERANCE = 0.0002


def communes_on(date: datetime.date, account: Account) -> AdminUnitQuerySet:
    """Return the communes of the jurisdiction in force on a day."""
    return restrict(AdminUnit.objects.communes().on(date), account)


def communes_geojson(unit_ids: list[int]) -> str:
    """Return a FeatureCollection of the units; `id` is the primary key, properties code, name, province."""
    with connection.cursor() as cursor:
        cursor.execute(_COMMUNES, {"units": unit_ids})
        return str(cursor.fetchone()[0])


def fingerprint(units: AdminUnitQuerySet) -> tuple[list[int], str]:
    """Return the primary keys of the units and a text that changes whenever their shapes do.

    The shapes of a set are fixed once it is active, so the keys and the times of activation tell.
    """
    rows = list(units.order_by("pk").values_list("pk", "boundary_set__activated_at"))
    told = hashlib.sha256(repr(sorted({str(at) for _, at in rows})).encode())
    told.update(repr([pk for pk, _ in rows]).encode())
    return [pk for pk, _ in rows], told.hexdigest()[:32]


def lines_in_use(date: datetime.date) -> str:
    """Return a text that names the border lines in use on a day."""
    return ",".join(map(str, BorderLine.objects.on(date).order_by("pk").values_list("pk", flat=True)))


def border_features(units: AdminUnitQuerySet, date: datetime.date) -> list[dict[str, object]]:
    """Return the state border of a day in the rectangle around the units, as GeoJSON features.

    A line of the border has no jurisdiction of its own: a reader sees the part beside the own communes.
    """
    extent = units.aggregate(extent=Extent("geometry"))["extent"]
    if extent is None:
        return []
    west, south, east, north = extent
    around = Polygon.from_bbox(
        (west - _BORDER_MARGIN, south - _BORDER_MARGIN, east + _BORDER_MARGIN, north + _BORDER_MARGIN)
    )
    around.srid = SRID
    lines = (
        BorderLine.objects.on(date)
        .filter(geometry__intersects=around)
        .annotate(beside=Intersection("geometry", around))
        .annotate(
            simple=Func(
                F("beside"),
                _BORDER_TOLERANCE,
                function="ST_SimplifyPreserveTopology",
                output_field=GeometryField(srid=SRID),
            )
        )
        .annotate(drawn=AsGeoJSON("simple", precision=5))
        .values_list("name", "country", "is_approximate", "drawn")
    )
    return [
        {
            "type": "Feature",
            "properties": {"name": name, "country": country, "approximate": approximate},
            "geometry": json.loads(drawn),
        }
        for name, country, approximate, drawn in lines
    ]
