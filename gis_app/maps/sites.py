"""Sites on the map: each with its shape while there are few, counts per cell and kind when there are many."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import Polygon
from django.db.models import Avg, Count, F, FloatField, Func

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.maps.incidents import cell_size
from layers.models import Site
from layers.models.sites import SiteQuerySet

# More marks than this on one screen cover each other.
SITE_LIMIT = 400

# Short signs on the map, so that kinds can be told apart without colour. A kind that an office adds gets the
# first letters of its label.
SIGNS = {
    "mine": "KS",
    "industrial_zone": "CN",
    "economic_zone": "KT",
    "market": "Ch",
    "wharf": "Bt",
    "bus_station": "BX",
    "port": "BC",
    "hotel": "Ks",
    "guesthouse": "Nn",
    "karaoke": "Kr",
    "dance_hall": "Vt",
    "pawnshop": "Cđ",
    "massage": "Xb",
    "restaurant": "Nh",
    "hospital": "BV",
    "school": "Tr",
    "border_gate": "CK",
    "border_post": "ĐB",
    "border_marker": "M",
    "border_trail": "Lm",
    "hazardous_facility": "NH",
    "fire_water": "Nc",
}


def sign_of(kind: str, label: str) -> str:
    """Return the short sign of a kind."""
    return SIGNS.get(kind, label[:2])


@dataclass(frozen=True, slots=True)
class View:
    """Which kinds, on which day, in which part of the map at which zoom."""

    kinds: list[str]
    on: datetime.date
    zoom: int
    bbox: Polygon | None = None


def shown(view: View, account: Account) -> dict[str, object]:
    """Return a FeatureCollection of sites; `aggregated` says that its points are counts per cell and kind.

    Properties are `kind` and `name`, or `kind` and `count`.
    """
    rows = restrict(Site.objects.on(view.on).filter(kind__in=view.kinds), account)
    if view.bbox is not None:
        rows = rows.filter(geometry__intersects=view.bbox)
    features = _each(rows)
    aggregated = len(features) > SITE_LIMIT
    return {
        "type": "FeatureCollection",
        "aggregated": aggregated,
        "features": _cells(rows, view.zoom) if aggregated else features,
    }


def _each(rows: SiteQuerySet) -> list[dict[str, object]]:
    found = rows.order_by("pk").annotate(drawn=AsGeoJSON("geometry", precision=5))
    return [
        {
            "type": "Feature",
            "id": pk,
            "properties": {"kind": kind, "name": name},
            "geometry": json.loads(drawn),
        }
        for pk, kind, name, drawn in found.values_list("pk", "kind_id", "name", "drawn")[: SITE_LIMIT + 1]
    ]


def _cells(rows: SiteQuerySet, zoom: int) -> list[dict[str, object]]:
    centre = Func(F("geometry"), function="ST_PointOnSurface", output_field=PointField())
    cells = (
        rows.order_by()
        .annotate(centre=centre)
        .annotate(
            cell=Func(F("centre"), cell_size(zoom), function="ST_SnapToGrid", output_field=PointField())
        )
        .values("cell", "kind_id")
        .annotate(
            count=Count("pk"),
            lon=Avg(Func(F("centre"), function="ST_X", output_field=FloatField())),
            lat=Avg(Func(F("centre"), function="ST_Y", output_field=FloatField())),
        )
        .order_by("kind_id", "lon", "lat")
        .values_list("kind_id", "lon", "lat", "count")
    )
    return [
        {
            "type": "Feature",
            "properties": {"kind": kind, "count": count},
            "geometry": {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]},
        }
        for kind, lon, lat, count in cells
    ]
