"""Black spots without roads: crashes near each other as the crow flies. Pages label them so."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.contrib.gis.db.models import Extent
from django.db import connection

from gis_app.screening.black_spots.spot import Spot
from layers.models import AdminUnit

METHOD = "planar"
# Degrees; some 5 km, five times the longest window.
_BEYOND = 0.05
# A little less than the shortest degree of latitude (110,574 m at the equator): cells are never too small.
_METRES_PER_DEGREE = 110_000
SQL = (Path(__file__).parent / "planar.sql").read_text(encoding="utf-8")


def find(
    unit_ids: Sequence[int], since: datetime.date, until: datetime.date, parameters: Mapping[str, float]
) -> list[Spot]:
    """Return the spots in and a little beyond the communes, those that qualify first.

    Args:
        unit_ids: primary keys of the communes.
        since: first local day.
        until: first day after the window.
        parameters: `window_m` and the severity rule, as `d.traffic` declares them.
    """
    with connection.cursor() as cursor:
        cursor.execute(SQL, values(unit_ids, since, until, parameters))
        return [
            Spot(qualifies, METHOD, crashes, fatal, injured, unknown, tuple(ids), hull)
            for qualifies, crashes, fatal, injured, unknown, ids, hull in cursor.fetchall()
        ]


def values(
    unit_ids: Sequence[int], since: datetime.date, until: datetime.date, parameters: Mapping[str, float]
) -> dict[str, object]:
    """Return what the statement is given: the box to look in, the cells of the grid and the UTM zone.

    The box reaches a little beyond the communes: crashes across the boundary count in a spot on it.
    """
    extent = AdminUnit.objects.filter(pk__in=unit_ids).aggregate(box=Extent("geometry"))["box"]
    west, south, east, north = extent
    farthest = math.radians(max(abs(south), abs(north)))
    return {
        "since": since,
        "until": until,
        **parameters,
        "west": west - _BEYOND,
        "south": south - _BEYOND,
        "east": east + _BEYOND,
        "north": north + _BEYOND,
        "reach": parameters["window_m"] / 2 / (_METRES_PER_DEGREE * math.cos(farthest)),
        "utm": 32600 + int(((west + east) / 2 + 180) // 6) + 1,
    }
