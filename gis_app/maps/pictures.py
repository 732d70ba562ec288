"""Pictures from the air on the map: which ones an account sees, and how much of each tile.

An account sees a picture that shows something of its jurisdiction, and of that picture only what lies inside:
every tile is cut along the boundary before it leaves the server.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import Intersection
from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict, scope_of
from gis_app.formats import numbers
from layers.models import AdminUnit, Raster
from layers.models.fields import SRID
from layers.models.rasters import RasterQuerySet
from layers.reading.coverage import polygonal
from layers.reading.mercator import Tile
from layers.reading.tiles import FORM

#: So many are offered, the newest first; more boxes than this cannot be told apart.
OFFERED = 100
HIGHEST_ZOOM = 22


def pictures(account: Account) -> RasterQuerySet:
    """Return the pictures that show something of the account's jurisdiction, the newest first."""
    return restrict(Raster.objects.images(), account).order_by("-as_of", "name", "pk")


def offered(account: Account) -> list[dict[str, object]]:
    """Return the pictures as the map's script takes them: name, address of tiles, corners, finest zoom."""
    return [
        {
            "id": picture.pk,
            "name": _("%(name)s, chụp ngày %(day)s")
            % {"name": picture.name.rsplit(".", 1)[0], "day": numbers.date(picture.as_of)},
            "source": picture.source,
            "tiles": reverse("map_picture", args=[picture.pk, 0, 0, 0]).replace("/0/0/0", "/{z}/{x}/{y}"),
            "bounds": _corners(picture.footprint),
            "finest": _finest_zoom(picture),
        }
        for picture in pictures(account)[:OFFERED]
    ]


def visible_part(tile: Tile, account: Account) -> shapely.Geometry | None:
    """Return the ground of a tile that the account may see, in WGS 84 degrees; None for all of it."""
    if scope_of(account).everything:
        return None
    box = GEOSGeometry(memoryview(shapely.to_wkb(tile.box)), srid=SRID)
    inside = restrict(AdminUnit.objects.filter(geometry__intersects=box), account)
    parts = inside.annotate(part=Intersection("geometry", box)).order_by("pk").values_list("part", flat=True)
    # Neighbours that only touch the tile leave lines and points, which are no ground.
    shapes = polygonal(np.array([shapely.from_wkb(bytes(part.wkb)) for part in parts], dtype=object))
    ground = shapely.union_all(shapes[shapely.area(shapes) > 0])
    return None if ground.covers(tile.box) else ground


def tag(picture: Raster, tile: Tile, visible: shapely.Geometry | None) -> str:
    """Return a text that changes whenever the picture of a tile would."""
    told = hashlib.sha256(f"{FORM} {picture.file_sha256} {tile.z} {tile.x} {tile.y}".encode())
    told.update(b"" if visible is None else shapely.to_wkb(visible))
    return told.hexdigest()[:32]


def _corners(footprint: GEOSGeometry) -> list[list[float]]:
    """Return south-west and north-east as Leaflet takes them: latitude before longitude."""
    west, south, east, north = footprint.extent
    return [[south, west], [north, east]]


def _finest_zoom(picture: Raster) -> int:
    """Return the zoom whose pixels are first as fine as those of the picture; beyond it it is enlarged."""
    latitude = picture.footprint.centroid.y
    coarsest = 2 * math.pi * 6_378_137 * math.cos(math.radians(latitude)) / 256
    return min(HIGHEST_ZOOM, math.ceil(math.log2(coarsest / picture.kept_m)))
