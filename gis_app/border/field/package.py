"""The border map of an account for a device without a line: communes, line, sections, markers, posts, roads.

The line bears its metres at every vertex, so that the device says "mốc ± m" by the server's own measures. It
is thinned to a few metres, communes to their display shapes: enough for a telephone, small for a poor line.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models import Extent
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import Polygon
from django.db.models import Q
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from gis_app.access.models import Account, Agency
from gis_app.access.restricting import restrict
from gis_app.border.board.ground import ground
from gis_app.border.models import BorderSection, CommuneDuty, SharingAgreement
from gis_app.border.strip.placing import Strip
from layers.models import AdminUnit, Road
from layers.models.boundaries import AdminUnitQuerySet
from layers.models.fields import SRID

#: Communes farther from the line than about 25 km are not of the border strip. Ours.
_STRIP_DEGREES = 0.25
#: Much less than that, and a hundredth of the vertices.
_NEAR_TOLERANCE_DEGREES = 0.005
#: How far the line goes on beyond the communes, about 10 km.
_MARGIN_DEGREES = 0.1
#: About five metres: less than the position of a telephone is off.
_TOLERANCE_DEGREES = 0.00005
#: About twenty metres: roads are there to find one's way on the map.
_ROAD_TOLERANCE_DEGREES = 0.0002
#: Degrees beside the line, about 500 m, where it is asked on which side the communes lie; at so many places.
_BESIDE_DEGREES = 0.005
_SOUNDINGS = 12
_DECIMALS = 5

Box = tuple[float, float, float, float]


def package(day: datetime.date, account: Account) -> tuple[str, str]:
    """Return the package as JSON text and its version, which changes with anything in it."""
    strip = Strip(day)
    communes = _communes(day, account, strip)
    box = communes.aggregate(extent=Extent("geometry"))["extent"]
    held = {
        "communes": [{"name": name, "shape": json.loads(shape)} for name, shape in _shapes(communes)],
        **_strip(strip, box, day, account),
        "sites": ground(day, account)["sites"],
        "roads": _roads(box),
        "agencies": [{"id": agency.pk, "name": agency.name} for agency in _receivers(day, account)],
    }
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()[:32]


def _communes(day: datetime.date, account: Account, strip: Strip) -> AdminUnitQuerySet:
    communes = restrict(AdminUnit.objects.communes().on(day), account)
    if not strip.lines:
        return communes
    near = Q(pk__in=[])
    for line in strip.lines:
        near |= Q(geometry__dwithin=(line.geometry.simplify(_NEAR_TOLERANCE_DEGREES), _STRIP_DEGREES))
    beside = communes.filter(near)
    return beside if beside.exists() else communes


def _shapes(communes: AdminUnitQuerySet) -> Iterator[tuple[str, str]]:
    drawn = AsGeoJSON(Coalesce("display_geometry", "geometry"), precision=_DECIMALS)
    return communes.annotate(drawn=drawn).order_by("code").values_list("full_name", "drawn").iterator()


def _strip(strip: Strip, box: Box | None, day: datetime.date, account: Account) -> dict[str, Any]:
    """Return `lines`, and `markers` and `sections` that name them by their place in the list."""
    told: dict[str, Any] = {"lines": [], "markers": [], "sections": []}
    if strip.measured is None or box is None:
        return told
    allowed = list(restrict(BorderSection.objects.on(day), account).select_related("agency"))
    for index, line in enumerate(strip.lines):
        parts = [part for whole in strip.measured.vertices(index) for part in _beside(whole, box)]
        if not parts:
            continue
        place = len(told["lines"])
        low = min(float(part[0, 2]) for part in parts)
        high = max(float(part[-1, 2]) for part in parts)
        told["lines"].append(
            {"name": line.name, "inside": _inside(strip, parts), "parts": [_thinned(part) for part in parts]}
        )
        told["markers"] += [
            {"label": marker.label, "line": place, "along": round(marker.along_m, 1)}
            for marker in strip.markers
            if marker.line == index and low <= marker.along_m <= high
        ]
        told["sections"] += [
            {
                "name": section.name,
                "agency": str(section.agency),
                "line": place,
                "from": round(section.from_m, 1),
                "to": round(section.to_m, 1),
            }
            for section in allowed
            if section.line_id == line.pk and section.from_m <= high and section.to_m >= low
        ]
    return told


def _beside(vertices: NDArray[np.float64], box: Box) -> list[NDArray[np.float64]]:
    """Return the runs of at least two vertices (lon, lat, metres) in a rectangle with its margin."""
    west, south, east, north = box
    lon, lat = vertices[:, 0], vertices[:, 1]
    held = (lon >= west - _MARGIN_DEGREES) & (lon <= east + _MARGIN_DEGREES)
    held &= (lat >= south - _MARGIN_DEGREES) & (lat <= north + _MARGIN_DEGREES)
    runs = np.split(np.flatnonzero(held), np.flatnonzero(np.diff(np.flatnonzero(held)) > 1) + 1)
    return [vertices[run] for run in runs if len(run) > 1]


def _thinned(part: NDArray[np.float64]) -> list[list[float]]:
    thin = shapely.get_coordinates(
        shapely.simplify(shapely.linestrings(part), _TOLERANCE_DEGREES), include_z=True
    )
    return [[round(lon, _DECIMALS + 1), round(lat, _DECIMALS + 1), round(m, 1)] for lon, lat, m in thin]


def _inside(strip: Strip, parts: list[NDArray[np.float64]]) -> int:
    """Say on which side of the line, as it is drawn, the communes lie: 1 left, -1 right, 0 unknown."""
    part = max(parts, key=len)
    at = np.unique(np.linspace(0, len(part) - 2, _SOUNDINGS).astype(int))
    start, end = part[at, :2], part[at + 1, :2]
    run = end - start
    length = np.hypot(*run.T)
    left = np.column_stack([-run[:, 1], run[:, 0]]) / np.where(length > 0, length, 1)[:, None]
    middle = (start + end) / 2
    points = np.concatenate([middle + left * _BESIDE_DEGREES, middle - left * _BESIDE_DEGREES])
    found = [bool(place.inside) for place in strip.places([(lon, lat) for lon, lat in points.tolist()])]
    return int(np.sign(sum(found[: len(at)]) - sum(found[len(at) :])))


def _roads(box: Box | None) -> list[dict[str, Any]]:
    """Return the numbered roads in the rectangle of the communes; they have no jurisdiction of their own."""
    if box is None:
        return []
    around = Polygon.from_bbox(box)
    around.srid = SRID
    roads = Road.objects.filter(geometry__bboverlaps=around).values_list("number", "geometry")
    told = []
    for number, geometry in roads.order_by("number", "id"):
        inside = shapely.clip_by_rect(shapely.from_wkb(bytes(geometry.wkb)), *box)
        thin = shapely.simplify(inside, _ROAD_TOLERANCE_DEGREES)
        lines = [part for part in shapely.get_parts(thin) if part.geom_type == "LineString"]
        if lines:
            parts = [np.round(shapely.get_coordinates(part), _DECIMALS).tolist() for part in lines]
            told.append({"number": number, "parts": parts})
    return told


def _receivers(day: datetime.date, account: Account) -> list[Agency]:
    """Return the agencies to which a device may hand over: those of the strip that the account knows of."""
    mine = account.agency_id
    duties = restrict(CommuneDuty.objects.on(day), account).values("agency")
    agreed = SharingAgreement.objects.filter(Q(giver=mine) | Q(receiver=mine))
    known = Q(pk__in=duties) | Q(pk__in=agreed.values("giver")) | Q(pk__in=agreed.values("receiver"))
    if account.agency is not None and account.agency.superior_id is not None:
        known |= Q(pk=account.agency.superior_id)
    found = Agency.objects.filter(known).exclude(pk=mine).order_by("name")
    return [agency for agency in found if agency.existed_on(day)]
