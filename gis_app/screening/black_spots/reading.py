"""Crashes and roads from the database; the network of the roads is kept until they change."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from django.db import connection

from gis_app.screening.black_spots.describing import Crashes
from gis_app.screening.black_spots.kinds import kind_of
from gis_app.screening.black_spots.lines import Road
from gis_app.screening.black_spots.network import Network, build
from gis_app.screening.black_spots.snapping import Snapper
from gis_app.screening.box import Box, box_of

#: Degrees around the communes; some 5 km, more than the longest window.
_BEYOND = 0.05
_HERE = Path(__file__).parent
CRASHES, ROADS, FINGERPRINT = (
    (_HERE / f"{name}.sql").read_text(encoding="utf-8") for name in ("crashes", "roads", "roads_fingerprint")
)


class Roads(NamedTuple):
    """The network of the roads, and what finds the nearest one."""

    network: Network
    snapper: Snapper


def box_around(unit_ids: Sequence[int]) -> Box:
    """Return the box of the communes and a little beyond: crashes across the boundary count in a spot."""
    return box_of(unit_ids).wider(_BEYOND)


def crashes_in(box: Box, since: datetime.date, until: datetime.date) -> Crashes:
    """Return the crashes of the local days `since` (included) to `until` (excluded) that count."""
    with connection.cursor() as cursor:
        cursor.execute(CRASHES, {**box._asdict(), "since": since, "until": until})
        rows = np.array(cursor.fetchall(), dtype=float).reshape(-1, 5)
    return Crashes(rows[:, 0].astype(np.int64), rows[:, 1:3], rows[:, 3], rows[:, 4])


def roads_in(box: Box) -> Roads:
    """Return the roads that come into the box, as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT, box._asdict())
        (fingerprint,) = cursor.fetchone()
    return _roads(fingerprint, box)


@lru_cache(maxsize=2)
def _roads(fingerprint: str, box: Box) -> Roads:  # noqa: ARG001 - the fingerprint is what the roads are kept by
    with connection.cursor() as cursor:
        cursor.execute(ROADS, box._asdict())
        rows = cursor.fetchall()
    shapes = shapely.from_wkb([bytes(row[4]) for row in rows])
    network = build(
        [
            Road(number, name, kind_of(number, kind), km_origin, shape)
            for (number, name, kind, km_origin, _), shape in zip(rows, shapes, strict=True)
        ]
    )
    return Roads(network, Snapper(network.lines))
