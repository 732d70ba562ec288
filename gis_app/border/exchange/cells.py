"""Which cells may be told at all: what is asked of a cell must tell nothing about where in it something was.

A cell at the border line has a part on our side, and only reports of our side leave: whoever gets the cell
knows that the place is in that part. Where it is small, the cell would tell the place too closely. How far a
report may lie from the line is asked of the middle of its cell for the same reason.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import shapely
from django.db import connection

from gis_app.border.exchange.grid import Cell
from gis_app.border.exchange.preview import Entry
from gis_app.border.models import LeftOut
from gis_app.border.strip.placing import Strip

#: The part of a cell on our side must be as large as a square of 500 m, below which the program aggregates
#: nothing (domain rule on grids: at least 500 m).
LEAST_ON_OUR_SIDE_M2 = 250_000.0

_OWN_SIDE = (Path(__file__).parent / "own_side.sql").read_text(encoding="utf-8")


def without_telling_cells(
    entries: Sequence[Entry], day: datetime.date, depth_m: float, least: Mapping[str, int]
) -> list[Entry]:
    """Return the entries, those left out with a reason whose cell may not be told.

    Args:
        entries: of one pack.
        day: on which the communes and the line are asked.
        depth_m: how far the middle of a cell may lie from the border line, in metres.
        least: by kind, how many reports of it a cell must have.
    """
    cells = sorted({entry.cell for entry in entries if entry.cell is not None})
    reasons = _reasons(cells, day, depth_m)
    asked = [_left_out(entry, reasons.get(entry.cell) if entry.cell else None) for entry in entries]
    together = Counter((entry.kind, entry.cell) for entry in asked if entry.cell is not None)
    return [
        _left_out(entry, LeftOut.TOO_FEW)
        if entry.kind is not None and together[entry.kind, entry.cell] < least[entry.kind]
        else entry
        for entry in asked
    ]


def _reasons(cells: Sequence[Cell], day: datetime.date, depth_m: float) -> dict[Cell, LeftOut]:
    """Return the cells that may not be told, each with the reason."""
    if not cells:
        return {}
    distances = [place.distance_m for place in Strip(day).places([cell.middle for cell in cells])]
    found = {}
    for position, (cell, area) in enumerate(zip(cells, _own_side_m2(cells, day), strict=True)):
        if not distances:
            found[cell] = LeftOut.PLACE_UNKNOWN
        elif distances[position] > depth_m:
            found[cell] = LeftOut.TOO_DEEP
        elif area < LEAST_ON_OUR_SIDE_M2:
            found[cell] = LeftOut.SLIVER
    return found


def _own_side_m2(cells: Collection[Cell], day: datetime.date) -> list[float]:
    shapes = shapely.to_wkb([cell.outline for cell in cells])
    with connection.cursor() as cursor:
        cursor.execute(_OWN_SIDE, {"day": day, "shapes": list(shapes)})
        return [float(row[0]) for row in cursor.fetchall()]


def _left_out(entry: Entry, reason: LeftOut | None) -> Entry:
    if reason is None:
        return entry
    return replace(entry, left_out=reason, kind=None, day=None, cell=None)
